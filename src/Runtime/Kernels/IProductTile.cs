using System.Numerics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The innermost kernel of a matrix product <c>C = start + A·B</c>: some rows by some registers of columns, whose sums
/// fill the registers. Emitted with the network that it was planned for.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IProductTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows of C; a constant to the JIT.</summary>
    static abstract int Rows { get; }

    /// <summary>The registers of columns; a constant to the JIT.</summary>
    static abstract int Vectors { get; }

    /// <summary>
    /// Computes the tile. Term k of row r is <c>a[r·aRow + k·aStep] · b[k·bStep + lanes]</c>; each sum starts from
    /// <c>start[r·startRow + lanes]</c> and leaves through the epilogue to <c>c[r·cRow + lanes]</c>.
    /// </summary>
    static abstract void Compute<TVector, TEpilogue>(
        ref T a, nuint aRow, nuint aStep, ref T b, nuint bStep, nuint count,
        ref T start, nuint startRow, ref T c, nuint cRow, ref T companion)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue;
}
