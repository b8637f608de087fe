using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>What is done to whole matrices between the kernels. All matrices are row-major without gaps.</summary>
public static class MatrixOperations
{
    /// <summary>Writes the transpose of a matrix.</summary>
    /// <param name="source">The first element of the matrix.</param>
    /// <param name="rows">The number of rows of the source, columns of the destination.</param>
    /// <param name="columns">The number of columns of the source, rows of the destination.</param>
    /// <param name="destination">The first element of the transpose, which must not overlap the source.</param>
    public static void Transpose<T>(ref T source, nuint rows, nuint columns, ref T destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Transpose(ref source, rows, columns, ref destination, rows);

    /// <summary>Writes the transpose of a matrix where rows may be further apart than they are long.</summary>
    internal static void Transpose<T>(ref T source, nuint rows, nuint columns, ref T destination, nuint destinationStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx.IsSupported && nuint.Min(rows, columns) >= (nuint)Vector256<T>.Count)
        {
            if (typeof(T) == typeof(float))
                TransposeBlocks<SingleBlock8, T>(ref source, rows, columns, ref destination, destinationStride);
            else
                TransposeBlocks<DoubleBlock4, T>(ref source, rows, columns, ref destination, destinationStride);
        }
        else if (Vector128.IsHardwareAccelerated && nuint.Min(rows, columns) >= (nuint)Vector128<T>.Count)
        {
            if (typeof(T) == typeof(float))
                TransposeBlocks<SingleBlock4, T>(ref source, rows, columns, ref destination, destinationStride);
            else
                TransposeBlocks<DoubleBlock2, T>(ref source, rows, columns, ref destination, destinationStride);
        }
        else
        {
            TransposeElements(ref source, rows, columns, ref destination, destinationStride);
        }
    }

    /// <summary>Adds the sum of every column: sumsⱼ += Σᵣ source[r][j], which is taken from zero on from the first row to the last.</summary>
    /// <param name="source">The first element of the matrix.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns and of sums.</param>
    /// <param name="sums">The first of as many sums as there are columns.</param>
    public static void AddColumnSums<T>(ref T source, nuint rows, nuint columns, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && columns >= (nuint)Simd512<T>.Count)
            AddColumnSums<Simd512<T>, T>(ref source, rows, columns, ref sums);
        else if (Vector256.IsHardwareAccelerated && columns >= (nuint)Simd256<T>.Count)
            AddColumnSums<Simd256<T>, T>(ref source, rows, columns, ref sums);
        else if (columns >= (nuint)Simd128<T>.Count)
            AddColumnSums<Simd128<T>, T>(ref source, rows, columns, ref sums);
        else if (columns > 0)
            AddFewColumnSums(ref source, rows, columns, ref sums);
    }

    /// <summary>target += source, then source = 0, element by element.</summary>
    /// <param name="source">What is added, and cleared.</param>
    /// <param name="target">As many elements, added to.</param>
    public static void AddAndClear<T>(Span<T> source, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(target.Length, source.Length, nameof(target));
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = AddAndClear<Simd512<T>, T>(source, target, i);
        else if (Vector256.IsHardwareAccelerated)
            i = AddAndClear<Simd256<T>, T>(source, target, i);
        i = AddAndClear<Simd128<T>, T>(source, target, i);
        AddAndClear<Scalar<T>, T>(source, target, i);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int AddAndClear<TVector, T>(Span<T> source, Span<T> target, int i)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(target);
        for (; i <= source.Length - TVector.Count; i += TVector.Count)
        {
            (TVector.Load(ref to, (nuint)i) + TVector.Load(ref from, (nuint)i)).Store(ref to, (nuint)i);
            TVector.Zero.Store(ref from, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeBlocks<TBlock, T>(ref T source, nuint rows, nuint columns, ref T destination, nuint stride)
        where TBlock : struct, ITransposeBlock
        where T : unmanaged
    {
        // Down the rows first: every row of the destination is then written from front to back. The last block of each
        // direction is moved back to end with the matrix and writes some elements twice.
        for (nuint column = 0; column < columns; column += TBlock.Size)
        {
            nuint blockColumn = nuint.Min(column, columns - TBlock.Size);
            for (nuint row = 0; row < rows; row += TBlock.Size)
            {
                nuint blockRow = nuint.Min(row, rows - TBlock.Size);
                TBlock.Transpose(
                    ref Unsafe.Add(ref source, blockRow * columns + blockColumn), columns,
                    ref Unsafe.Add(ref destination, blockColumn * stride + blockRow), stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeElements<T>(ref T source, nuint rows, nuint columns, ref T destination, nuint stride)
        where T : unmanaged
    {
        for (nuint row = 0; row < rows; row++)
        {
            for (nuint column = 0; column < columns; column++)
                Unsafe.Add(ref destination, column * stride + row) = Unsafe.Add(ref source, row * columns + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumnSums<TVector, T>(ref T source, nuint rows, nuint columns, ref T sums)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Four registers at a time, as additions wait for one another along the rows. Registers that would reach beyond
        // the last column are moved back to end with it; what they add to is loaded before the others are stored.
        nuint width = (nuint)TVector.Count;
        nuint last = columns - width;
        TVector lastBefore = TVector.Load(ref sums, last);
        for (nuint column = 0; column < columns; column += 4 * width)
        {
            nuint column0 = nuint.Min(column, last);
            nuint column1 = nuint.Min(column + width, last);
            nuint column2 = nuint.Min(column + 2 * width, last);
            nuint column3 = nuint.Min(column + 3 * width, last);
            TVector before0 = column0 == last ? lastBefore : TVector.Load(ref sums, column0);
            TVector before1 = column1 == last ? lastBefore : TVector.Load(ref sums, column1);
            TVector before2 = column2 == last ? lastBefore : TVector.Load(ref sums, column2);
            TVector before3 = column3 == last ? lastBefore : TVector.Load(ref sums, column3);

            TVector sums0 = TVector.Zero, sums1 = TVector.Zero, sums2 = TVector.Zero, sums3 = TVector.Zero;
            ref T values = ref source;
            for (nuint row = 0; row < rows; row++)
            {
                sums0 += TVector.Load(ref values, column0);
                sums1 += TVector.Load(ref values, column1);
                sums2 += TVector.Load(ref values, column2);
                sums3 += TVector.Load(ref values, column3);
                values = ref Unsafe.Add(ref values, columns);
            }

            (before0 + sums0).Store(ref sums, column0);
            (before1 + sums1).Store(ref sums, column1);
            (before2 + sums2).Store(ref sums, column2);
            (before3 + sums3).Store(ref sums, column3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFewColumnSums<T>(ref T source, nuint rows, nuint columns, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Simd128<T> total = Simd128<T>.Zero;
        for (nuint row = 0; row < rows; row++)
            total += PartialVector.Load(ref Unsafe.Add(ref source, row * columns), columns);
        PartialVector.Store(PartialVector.Load(ref sums, columns) + total, ref sums, columns);
    }
}
