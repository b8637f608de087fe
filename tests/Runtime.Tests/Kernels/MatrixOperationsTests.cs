using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Generated.Kernels;
using Xunit;

namespace Generated.Tests;

public class MatrixOperationsTests
{
    [Fact]
    public void MatricesOfEveryShapeAreTransposed()
    {
        for (int rows = 1; rows <= 20; rows++)
        {
            for (int columns = 1; columns <= 20; columns++)
            {
                Transposes<float>(rows, columns);
                Transposes<double>(rows, columns);
            }
        }

        Transposes<float>(100, 257);
        Transposes<double>(257, 100);
    }

    [Fact]
    public void BlocksOfEveryRegisterAreTransposed()
    {
        Block<SingleBlock4, float>();
        Block<DoubleBlock2, double>();
        if (Avx.IsSupported)
        {
            Block<SingleBlock8, float>();
            Block<DoubleBlock4, double>();
        }
    }

    [Fact]
    public void ColumnsAreSummedFromTheFirstRowToTheLast()
    {
        for (int columns = 1; columns <= 140; columns++)
        {
            ColumnSums<float>(columns);
            ColumnSums<double>(columns);
        }
    }

    private static T[] Matrix<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(rows * 1000 + columns);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
    }

    private static void Transposes<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] source = Matrix<T>(rows, columns);
        T[] transpose = new T[source.Length + 2];
        MatrixOperations.Transpose(ref source[0], (nuint)rows, (nuint)columns, ref transpose[1]);
        T[] expected = [T.Zero, .. Enumerable.Range(0, source.Length).Select(i => source[i % rows * columns + i / rows]), T.Zero];
        Assert.Equal(expected, transpose);
    }

    private static void Block<TBlock, T>()
        where TBlock : struct, ITransposeBlock
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = (int)TBlock.Size;
        T[] source = Matrix<T>(size, size);
        T[] transpose = new T[size * size];
        TBlock.Transpose(ref source[0], TBlock.Size, ref transpose[0], TBlock.Size);
        Assert.Equal(Enumerable.Range(0, size * size).Select(i => source[i % size * size + i / size]), transpose);
    }

    private static void ColumnSums<T>(int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 11;
        T[] source = Matrix<T>(rows, columns);
        T[] start = Matrix<T>(1, columns + 1);

        T[] sums = [.. start];
        MatrixOperations.AddColumnSums(ref source[0], rows, (nuint)columns, ref sums[0]);
        Assert.Equal(Added(start, source), sums);

        // Each call sums from zero and adds then.
        sums = [.. start];
        MatrixOperations.AddColumnSums(ref source[0], 4, (nuint)columns, ref sums[0]);
        MatrixOperations.AddColumnSums(ref source[0], 0, (nuint)columns, ref sums[0]);
        MatrixOperations.AddColumnSums(ref source[4 * columns], 7, (nuint)columns, ref sums[0]);
        Assert.Equal(Added(Added(start, source[..(4 * columns)]), source[(4 * columns)..]), sums);

        T[] Added(T[] before, T[] matrix)
        {
            T[] columnSums = new T[before.Length];
            for (int i = 0; i < matrix.Length; i++)
                columnSums[i % columns] += matrix[i];
            return [.. before.Zip(columnSums, (start, sum) => start + sum)];
        }
    }
}
