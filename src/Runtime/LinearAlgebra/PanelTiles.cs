using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>Takes the sum from what is there, the companion being the matrix that is stored to.</summary>
internal readonly struct TakeAway : IEpilogue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVector, T>(TVector sum, ref T companion, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Load(ref companion, offset) - sum;
}

/// <summary>Eight rows by three registers of a product of panels, for 32 registers.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct ThreeVectorRows8<T> : IProductTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Vectors => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<TVector, TEpilogue>(
        ref T a, nuint aRow, nuint aStep, ref T b, nuint bStep, nuint count,
        ref T start, nuint startRow, ref T c, nuint cRow, ref T companion)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
    {
        nuint lanes = (nuint)TVector.Count;
        TVector sum00 = TVector.Load(ref start), sum01 = TVector.Load(ref start, lanes), sum02 = TVector.Load(ref start, 2 * lanes);
        TVector sum10 = TVector.Load(ref start, startRow), sum11 = TVector.Load(ref start, startRow + lanes),
            sum12 = TVector.Load(ref start, startRow + 2 * lanes);
        TVector sum20 = TVector.Load(ref start, 2 * startRow), sum21 = TVector.Load(ref start, 2 * startRow + lanes),
            sum22 = TVector.Load(ref start, 2 * startRow + 2 * lanes);
        TVector sum30 = TVector.Load(ref start, 3 * startRow), sum31 = TVector.Load(ref start, 3 * startRow + lanes),
            sum32 = TVector.Load(ref start, 3 * startRow + 2 * lanes);
        TVector sum40 = TVector.Load(ref start, 4 * startRow), sum41 = TVector.Load(ref start, 4 * startRow + lanes),
            sum42 = TVector.Load(ref start, 4 * startRow + 2 * lanes);
        TVector sum50 = TVector.Load(ref start, 5 * startRow), sum51 = TVector.Load(ref start, 5 * startRow + lanes),
            sum52 = TVector.Load(ref start, 5 * startRow + 2 * lanes);
        TVector sum60 = TVector.Load(ref start, 6 * startRow), sum61 = TVector.Load(ref start, 6 * startRow + lanes),
            sum62 = TVector.Load(ref start, 6 * startRow + 2 * lanes);
        TVector sum70 = TVector.Load(ref start, 7 * startRow), sum71 = TVector.Load(ref start, 7 * startRow + lanes),
            sum72 = TVector.Load(ref start, 7 * startRow + 2 * lanes);
        for (; count != 0; count--)
        {
            TVector b0 = TVector.Load(ref b), b1 = TVector.Load(ref b, lanes), b2 = TVector.Load(ref b, 2 * lanes);
            TVector x = TVector.Create(a);
            sum00.AddProduct(x, b0);
            sum01.AddProduct(x, b1);
            sum02.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, aRow);
            sum10.AddProduct(x, b0);
            sum11.AddProduct(x, b1);
            sum12.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 2 * aRow);
            sum20.AddProduct(x, b0);
            sum21.AddProduct(x, b1);
            sum22.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 3 * aRow);
            sum30.AddProduct(x, b0);
            sum31.AddProduct(x, b1);
            sum32.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 4 * aRow);
            sum40.AddProduct(x, b0);
            sum41.AddProduct(x, b1);
            sum42.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 5 * aRow);
            sum50.AddProduct(x, b0);
            sum51.AddProduct(x, b1);
            sum52.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 6 * aRow);
            sum60.AddProduct(x, b0);
            sum61.AddProduct(x, b1);
            sum62.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 7 * aRow);
            sum70.AddProduct(x, b0);
            sum71.AddProduct(x, b1);
            sum72.AddProduct(x, b2);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 0, sum00, sum01, sum02);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, cRow, sum10, sum11, sum12);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 2 * cRow, sum20, sum21, sum22);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 3 * cRow, sum30, sum31, sum32);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 4 * cRow, sum40, sum41, sum42);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 5 * cRow, sum50, sum51, sum52);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 6 * cRow, sum60, sum61, sum62);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 7 * cRow, sum70, sum71, sum72);
    }
}

/// <summary>Four rows by three registers of a product of panels, for 16 registers.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct ThreeVectorRows4<T> : IProductTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Rows => 4;

    /// <inheritdoc/>
    public static int Vectors => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<TVector, TEpilogue>(
        ref T a, nuint aRow, nuint aStep, ref T b, nuint bStep, nuint count,
        ref T start, nuint startRow, ref T c, nuint cRow, ref T companion)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
    {
        nuint lanes = (nuint)TVector.Count;
        TVector sum00 = TVector.Load(ref start), sum01 = TVector.Load(ref start, lanes), sum02 = TVector.Load(ref start, 2 * lanes);
        TVector sum10 = TVector.Load(ref start, startRow), sum11 = TVector.Load(ref start, startRow + lanes),
            sum12 = TVector.Load(ref start, startRow + 2 * lanes);
        TVector sum20 = TVector.Load(ref start, 2 * startRow), sum21 = TVector.Load(ref start, 2 * startRow + lanes),
            sum22 = TVector.Load(ref start, 2 * startRow + 2 * lanes);
        TVector sum30 = TVector.Load(ref start, 3 * startRow), sum31 = TVector.Load(ref start, 3 * startRow + lanes),
            sum32 = TVector.Load(ref start, 3 * startRow + 2 * lanes);
        for (; count != 0; count--)
        {
            TVector b0 = TVector.Load(ref b), b1 = TVector.Load(ref b, lanes), b2 = TVector.Load(ref b, 2 * lanes);
            TVector x = TVector.Create(a);
            sum00.AddProduct(x, b0);
            sum01.AddProduct(x, b1);
            sum02.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, aRow);
            sum10.AddProduct(x, b0);
            sum11.AddProduct(x, b1);
            sum12.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 2 * aRow);
            sum20.AddProduct(x, b0);
            sum21.AddProduct(x, b1);
            sum22.AddProduct(x, b2);
            x = TVector.Broadcast(ref a, 3 * aRow);
            sum30.AddProduct(x, b0);
            sum31.AddProduct(x, b1);
            sum32.AddProduct(x, b2);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 0, sum00, sum01, sum02);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, cRow, sum10, sum11, sum12);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 2 * cRow, sum20, sum21, sum22);
        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 3 * cRow, sum30, sum31, sum32);
    }
}

/// <summary>One row by three registers of a product of panels, for the rows that are left over.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct ThreeVectorRow<T> : IProductTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static int Rows => 1;

    /// <inheritdoc/>
    public static int Vectors => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<TVector, TEpilogue>(
        ref T a, nuint aRow, nuint aStep, ref T b, nuint bStep, nuint count,
        ref T start, nuint startRow, ref T c, nuint cRow, ref T companion)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
    {
        nuint lanes = (nuint)TVector.Count;
        TVector sum0 = TVector.Load(ref start), sum1 = TVector.Load(ref start, lanes), sum2 = TVector.Load(ref start, 2 * lanes);
        for (; count != 0; count--)
        {
            TVector x = TVector.Create(a);
            sum0.AddProduct(x, TVector.Load(ref b));
            sum1.AddProduct(x, TVector.Load(ref b, lanes));
            sum2.AddProduct(x, TVector.Load(ref b, 2 * lanes));
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Tiles.Store<TVector, TEpilogue, T>(ref c, ref companion, 0, sum0, sum1, sum2);
    }
}
