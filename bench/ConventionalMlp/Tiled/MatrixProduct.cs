using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated.Bench;

/// <summary>
/// The matrix product behind all passes of the network, for shapes that are known at run time only: blocked for the
/// first-level cache, in register tiles of four rows by two vectors.
/// </summary>
/// <remarks>The loops are compiled once, without a profile of their first calls, which makes them slower.</remarks>
internal static class MatrixProduct
{
    /// <summary>The rows of a tile.</summary>
    private const int TileRows = 4;

    /// <summary>The numbers of the right-hand matrix that all rows pass over in one go: 24 KB, which the first-level cache keeps.</summary>
    private const int BlockLength = 6144;

    /// <summary>
    /// The number of columns that a matrix of <paramref name="length"/> columns is stored with: up to the longest vector
    /// the next vector length, beyond it whole vectors. So no product has a ragged edge.
    /// </summary>
    public static int PaddedLength(int length)
    {
        int longest = Vector512.IsHardwareAccelerated ? Vector512<float>.Count
            : Vector256.IsHardwareAccelerated ? Vector256<float>.Count
            : Vector128<float>.Count;
        int vector = Vector128<float>.Count;
        while (vector < length && vector < longest)
            vector *= 2;
        return (length + vector - 1) / vector * vector;
    }

    /// <summary>
    /// <c>result = addend + left·right</c>. All but left have adjacent columns, and a number of them that
    /// <see cref="PaddedLength"/> gives. The result may be the addend itself, but must not overlap left or right.
    /// </summary>
    /// <param name="left">rows × depth.</param>
    /// <param name="right">depth × columns.</param>
    /// <param name="addend">rows × columns.</param>
    /// <param name="result">rows × columns.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The padded number of columns.</param>
    /// <param name="depth">The number of products in each sum.</param>
    public static void MultiplyAdd(in Matrix left, in Matrix right, in Matrix addend, in Matrix result, int rows, int columns, int depth)
    {
        if (Vector512.IsHardwareAccelerated && columns % Vector512<float>.Count == 0)
            MultiplyAdd<Simd512<float>>(left, right, addend, result, rows, columns, depth);
        else if (Vector256.IsHardwareAccelerated && columns % Vector256<float>.Count == 0)
            MultiplyAdd<Simd256<float>>(left, right, addend, result, rows, columns, depth);
        else
            MultiplyAdd<Simd128<float>>(left, right, addend, result, rows, columns, depth);
    }

    private static void MultiplyAdd<TVector>(
        in Matrix left, in Matrix right, in Matrix addend, in Matrix result, int rows, int columns, int depth)
        where TVector : struct, ISimd<TVector, float>
    {
        int tiledRows = rows - rows % TileRows;
        if (tiledRows > 0)
        {
            int blockDepth = Math.Max(1, BlockLength / columns);
            for (int start = 0; start < depth; start += blockDepth)
            {
                // The first block starts from the addend, the others from what those before them have stored.
                Tiles<TVector>(
                    left.From(0, start), right.From(start, 0), start == 0 ? addend : result, result,
                    tiledRows, columns, Math.Min(blockDepth, depth - start));
            }
        }

        for (int row = tiledRows; row < rows; row++)
            Row<TVector>(left.From(row, 0), right, addend.From(row, 0), result.From(row, 0), columns, depth);
    }

    /// <summary>The product, four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<TVector>(
        in Matrix left, in Matrix right, in Matrix addend, in Matrix result, int rows, int columns, int depth)
        where TVector : struct, ISimd<TVector, float>
    {
        nuint second = (nuint)TVector.Count;
        nint toRow1 = left.RowStep, toRow2 = 2 * left.RowStep, toRow3 = 3 * left.RowStep;
        for (int row = 0; row < rows; row += TileRows)
        {
            int column = 0;
            for (; column + 2 * TVector.Count <= columns; column += 2 * TVector.Count)
            {
                var sum00 = TVector.Load(ref addend.At(row, column));
                var sum01 = TVector.Load(ref addend.At(row, column), second);
                var sum10 = TVector.Load(ref addend.At(row + 1, column));
                var sum11 = TVector.Load(ref addend.At(row + 1, column), second);
                var sum20 = TVector.Load(ref addend.At(row + 2, column));
                var sum21 = TVector.Load(ref addend.At(row + 2, column), second);
                var sum30 = TVector.Load(ref addend.At(row + 3, column));
                var sum31 = TVector.Load(ref addend.At(row + 3, column), second);
                ref float factor = ref left.At(row, 0);
                ref float vectors = ref right.At(0, column);
                for (int k = depth; k > 0; k--)
                {
                    var vector0 = TVector.Load(ref vectors);
                    var vector1 = TVector.Load(ref vectors, second);
                    var factors = TVector.Create(factor);
                    sum00 = TVector.MultiplyAdd(factors, vector0, sum00);
                    sum01 = TVector.MultiplyAdd(factors, vector1, sum01);
                    factors = TVector.Create(Unsafe.Add(ref factor, toRow1));
                    sum10 = TVector.MultiplyAdd(factors, vector0, sum10);
                    sum11 = TVector.MultiplyAdd(factors, vector1, sum11);
                    factors = TVector.Create(Unsafe.Add(ref factor, toRow2));
                    sum20 = TVector.MultiplyAdd(factors, vector0, sum20);
                    sum21 = TVector.MultiplyAdd(factors, vector1, sum21);
                    factors = TVector.Create(Unsafe.Add(ref factor, toRow3));
                    sum30 = TVector.MultiplyAdd(factors, vector0, sum30);
                    sum31 = TVector.MultiplyAdd(factors, vector1, sum31);
                    factor = ref Unsafe.Add(ref factor, left.ColumnStep);
                    vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                }

                sum00.Store(ref result.At(row, column));
                sum01.Store(ref result.At(row, column), second);
                sum10.Store(ref result.At(row + 1, column));
                sum11.Store(ref result.At(row + 1, column), second);
                sum20.Store(ref result.At(row + 2, column));
                sum21.Store(ref result.At(row + 2, column), second);
                sum30.Store(ref result.At(row + 3, column));
                sum31.Store(ref result.At(row + 3, column), second);
            }

            if (column < columns)
            {
                var sum0 = TVector.Load(ref addend.At(row, column));
                var sum1 = TVector.Load(ref addend.At(row + 1, column));
                var sum2 = TVector.Load(ref addend.At(row + 2, column));
                var sum3 = TVector.Load(ref addend.At(row + 3, column));
                ref float factor = ref left.At(row, 0);
                ref float vectors = ref right.At(0, column);
                for (int k = depth; k > 0; k--)
                {
                    var vector = TVector.Load(ref vectors);
                    sum0 = TVector.MultiplyAdd(TVector.Create(factor), vector, sum0);
                    sum1 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref factor, toRow1)), vector, sum1);
                    sum2 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref factor, toRow2)), vector, sum2);
                    sum3 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref factor, toRow3)), vector, sum3);
                    factor = ref Unsafe.Add(ref factor, left.ColumnStep);
                    vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                }

                sum0.Store(ref result.At(row, column));
                sum1.Store(ref result.At(row + 1, column));
                sum2.Store(ref result.At(row + 2, column));
                sum3.Store(ref result.At(row + 3, column));
            }
        }
    }

    /// <summary>One row, each sum in four parts: eight chains of additions cover the latency of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TVector>(in Matrix left, in Matrix right, in Matrix addend, in Matrix result, int columns, int depth)
        where TVector : struct, ISimd<TVector, float>
    {
        nuint second = (nuint)TVector.Count;
        nint toNext = left.ColumnStep;
        int column = 0;
        for (; column + 2 * TVector.Count <= columns; column += 2 * TVector.Count)
        {
            var part00 = TVector.Load(ref addend.At(0, column));
            var part01 = TVector.Load(ref addend.At(0, column), second);
            TVector part10 = TVector.Zero, part11 = TVector.Zero;
            TVector part20 = TVector.Zero, part21 = TVector.Zero;
            TVector part30 = TVector.Zero, part31 = TVector.Zero;
            ref float factor = ref left.At(0, 0);
            ref float vectors = ref right.At(0, column);
            int k = depth;
            for (; k >= 4; k -= 4)
            {
                var factors = TVector.Create(factor);
                part00 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors), part00);
                part01 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors, second), part01);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                factors = TVector.Create(Unsafe.Add(ref factor, toNext));
                part10 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors), part10);
                part11 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors, second), part11);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                factors = TVector.Create(Unsafe.Add(ref factor, 2 * toNext));
                part20 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors), part20);
                part21 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors, second), part21);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                factors = TVector.Create(Unsafe.Add(ref factor, 3 * toNext));
                part30 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors), part30);
                part31 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors, second), part31);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                factor = ref Unsafe.Add(ref factor, 4 * toNext);
            }

            for (; k > 0; k--)
            {
                var factors = TVector.Create(factor);
                part00 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors), part00);
                part01 = TVector.MultiplyAdd(factors, TVector.Load(ref vectors, second), part01);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                factor = ref Unsafe.Add(ref factor, toNext);
            }

            ((part00 + part10) + (part20 + part30)).Store(ref result.At(0, column));
            ((part01 + part11) + (part21 + part31)).Store(ref result.At(0, column), second);
        }

        if (column < columns)
        {
            var part0 = TVector.Load(ref addend.At(0, column));
            TVector part1 = TVector.Zero, part2 = TVector.Zero, part3 = TVector.Zero;
            ref float factor = ref left.At(0, 0);
            ref float vectors = ref right.At(0, column);
            int k = depth;
            for (; k >= 4; k -= 4)
            {
                part0 = TVector.MultiplyAdd(TVector.Create(factor), TVector.Load(ref vectors), part0);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                part1 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref factor, toNext)), TVector.Load(ref vectors), part1);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                part2 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref factor, 2 * toNext)), TVector.Load(ref vectors), part2);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                part3 = TVector.MultiplyAdd(TVector.Create(Unsafe.Add(ref factor, 3 * toNext)), TVector.Load(ref vectors), part3);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                factor = ref Unsafe.Add(ref factor, 4 * toNext);
            }

            for (; k > 0; k--)
            {
                part0 = TVector.MultiplyAdd(TVector.Create(factor), TVector.Load(ref vectors), part0);
                vectors = ref Unsafe.Add(ref vectors, right.RowStep);
                factor = ref Unsafe.Add(ref factor, toNext);
            }

            ((part0 + part1) + (part2 + part3)).Store(ref result.At(0, column));
        }
    }
}
