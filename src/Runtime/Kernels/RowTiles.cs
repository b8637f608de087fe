using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>One row by one vector of a product: the tile that every network may use where a single row is not worth its own.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct OneVectorRow<T> : IProductTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Rows => 1;

    /// <inheritdoc/>
    public static int Vectors => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<TVector, TEpilogue>(
        ref T a, nuint aRow, nuint aStep, ref T b, nuint bStep, nuint count,
        ref T start, nuint startRow, ref T c, nuint cRow, ref T companion)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
    {
        TVector sum = TVector.Load(ref start);
        for (; count != 0; count--)
        {
            sum.AddProduct(TVector.Create(a), TVector.Load(ref b));
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 0, sum);
    }
}

/// <summary>One row by four vectors of a product, like <see cref="OneVectorRow{T}"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct FourVectorRow<T> : IProductTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Rows => 1;

    /// <inheritdoc/>
    public static int Vectors => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<TVector, TEpilogue>(
        ref T a, nuint aRow, nuint aStep, ref T b, nuint bStep, nuint count,
        ref T start, nuint startRow, ref T c, nuint cRow, ref T companion)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
    {
        nuint lanes = (nuint)TVector.Count;
        TVector sum0 = TVector.Load(ref start), sum1 = TVector.Load(ref start, lanes),
            sum2 = TVector.Load(ref start, 2 * lanes), sum3 = TVector.Load(ref start, 3 * lanes);
        for (; count != 0; count--)
        {
            TVector x = TVector.Create(a);
            sum0.AddProduct(x, TVector.Load(ref b));
            sum1.AddProduct(x, TVector.Load(ref b, lanes));
            sum2.AddProduct(x, TVector.Load(ref b, 2 * lanes));
            sum3.AddProduct(x, TVector.Load(ref b, 3 * lanes));
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 0, sum0, sum1, sum2, sum3);
    }
}
