using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>The means of a matrix's columns, in double precision.</summary>
internal static class ColumnMeans
{
    /// <summary>
    /// Writes each column's mean, as its first element plus the mean of the differences from it: a constant column has
    /// exactly its value. Differences are summed from the first row to the last in blocks of 256, then the blocks.
    /// </summary>
    /// <param name="matrix">Rows, row-major; at least one.</param>
    /// <param name="mean">Receives a mean per column. Not finite where a column has NaN or an infinity, or overflows.</param>
    public static void Compute<T>(ReadOnlySpan<T> matrix, Span<double> mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Block = MatrixProduct.BlockTerms;
        int columns = mean.Length, rows = matrix.Length / columns;
        ReadOnlySpan<double> origin = Doubles.Of(matrix[..columns]);
        Span<double> sums = new double[columns], total = new double[columns];
        double[] room = typeof(T) == typeof(double) ? [] : new double[Math.Min(Block, rows) * columns];
        for (int row = 0; row < rows; row += Block)
        {
            sums.Clear();
            ReadOnlySpan<T> block = matrix.Slice(row * columns, Math.Min(Block, rows - row) * columns);
            AddDifferences(Doubles.Of(block, room), origin, sums);
            VectorOperations.AddScaled(1.0, sums, total);
        }

        for (int column = 0; column < columns; column++)
            mean[column] = origin[column] + total[column] / rows;
    }

    private static void AddDifferences<T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> origin, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int column = 0;
        if (Vector512.IsHardwareAccelerated)
            column = AddDifferences<Simd512<T>, T>(rows, origin, sums, column);
        else if (Vector256.IsHardwareAccelerated)
            column = AddDifferences<Simd256<T>, T>(rows, origin, sums, column);
        column = AddDifferences<Simd128<T>, T>(rows, origin, sums, column);
        AddDifferences<Scalar<T>, T>(rows, origin, sums, column);
    }

    /// <summary>Four rows at a time, from the first column on, and what is left over of the rows one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddDifferences<TVector, T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> origin, Span<T> sums, int first)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint columns = (nuint)sums.Length, whole = (nuint)(first + (sums.Length - first) / TVector.Count * TVector.Count);
        ref T value = ref MemoryMarshal.GetReference(rows);
        ref T start = ref MemoryMarshal.GetReference(origin);
        ref T sum = ref MemoryMarshal.GetReference(sums);
        if (whole == (nuint)first)
            return first;

        int left = rows.Length / sums.Length;
        for (; left >= 4; left -= 4)
        {
            for (nuint k = (nuint)first; k < whole; k += (nuint)TVector.Count)
            {
                TVector shift = TVector.Load(ref start, k);
                TVector total = TVector.Load(ref sum, k) + (TVector.Load(ref value, k) - shift);
                total += TVector.Load(ref value, k + columns) - shift;
                total += TVector.Load(ref value, k + 2 * columns) - shift;
                total += TVector.Load(ref value, k + 3 * columns) - shift;
                total.Store(ref sum, k);
            }

            value = ref Unsafe.Add(ref value, 4 * columns);
        }

        for (; left > 0; left--)
        {
            for (nuint k = (nuint)first; k < whole; k += (nuint)TVector.Count)
                (TVector.Load(ref sum, k) + (TVector.Load(ref value, k) - TVector.Load(ref start, k))).Store(ref sum, k);
            value = ref Unsafe.Add(ref value, columns);
        }

        return (int)whole;
    }
}
