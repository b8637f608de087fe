using Generated.Kernels;

namespace Generated.LinearAlgebra;

/// <summary>
/// A factor of a product: units (the rows, or the columns, of a matrix) of as many terms as each sum has. An origin,
/// for example the mean, may be subtracted on the way.
/// </summary>
internal readonly ref struct Factor<T>
    where T : unmanaged
{
    /// <summary>The first element.</summary>
    public readonly ref T First;

    /// <summary>The distance from a unit to the next, and from a term to the next.</summary>
    public readonly int UnitStride, TermStride;

    /// <summary>What is subtracted of the first element.</summary>
    public readonly ref T Origin;

    /// <summary>The distances in the origin: 0 where all units, or all terms, have the same.</summary>
    public readonly int OriginUnitStride, OriginTermStride;

    private Factor(ref T first, int unitStride, int termStride, ref T origin, int originUnitStride, int originTermStride)
    {
        First = ref first;
        UnitStride = unitStride;
        TermStride = termStride;
        Origin = ref origin;
        OriginUnitStride = originUnitStride;
        OriginTermStride = originTermStride;
    }

    /// <summary>The rows of a row-major matrix; terms run along its columns.</summary>
    public static Factor<T> Rows(ref T matrix, int stride) => new(ref matrix, stride, 1, ref Zeros<T>.Reference, 0, 0);

    /// <summary>The columns of a row-major matrix; terms run along its rows.</summary>
    public static Factor<T> Columns(ref T matrix, int stride) => new(ref matrix, 1, stride, ref Zeros<T>.Reference, 0, 0);

    /// <summary>The rows, with an origin of as many elements as a row has subtracted from each.</summary>
    public static Factor<T> Rows(ref T matrix, int stride, ref T origin) => new(ref matrix, stride, 1, ref origin, 0, 1);

    /// <summary>The columns, with an origin of as many elements as a row has subtracted from each row.</summary>
    public static Factor<T> Columns(ref T matrix, int stride, ref T origin) => new(ref matrix, 1, stride, ref origin, 1, 0);
}
