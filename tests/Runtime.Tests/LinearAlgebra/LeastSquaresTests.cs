using System;
using System.Linq;
using Generated.LinearAlgebra;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Least squares by Householder reflections. Matrices are written column after column.</summary>
public class LeastSquaresTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 7, 2)]
    [InlineData(20, 4, 1)]
    [InlineData(50, 30, 3)]
    [InlineData(3, 8, 2)]
    [InlineData(1, 5, 1)]
    public void TheResidualIsOrthogonalAndTheSolutionOfLeastNorm(int rows, int columns, int rightSides)
    {
        double[] a = Random(rows * columns, 1), b = Random(rows * rightSides, 2), x = new double[columns * rightSides];
        Assert.Equal(Math.Min(rows, columns), LeastSquares.Solve([.. a], rows, columns, [.. b], x));
        AssertIsSolution(a, rows, columns, b, x);
    }

    [Theory]
    [InlineData(12, 6, 3)]
    [InlineData(6, 12, 2)]
    [InlineData(9, 9, 8)]
    [InlineData(30, 10, 1)]
    public void AMatrixOfLowerRankGetsTheSolutionOfLeastNorm(int rows, int columns, int rank)
    {
        // A product of a tall and a wide matrix.
        double[] tall = Random(rows * rank, 3), wide = Random(rank * columns, 4), b = Random(rows * 2, 5), x = new double[columns * 2];
        double[] a = Product(tall, rows, rank, wide, columns);
        Assert.Equal(rank, LeastSquares.Solve([.. a], rows, columns, [.. b], x));
        AssertIsSolution(a, rows, columns, b, x);

        // Least norm: x is a combination of the rows of A, so it has no part outside the space of the wide matrix' rows.
        double[] transposed = [.. Enumerable.Range(0, rank).SelectMany(k => Enumerable.Range(0, columns).Select(j => wide[j * rank + k]))];
        double[] along = new double[rank];
        LeastSquares.Solve([.. transposed], columns, rank, [.. x.AsSpan(0, columns)], along);
        double[] projected = Product(transposed, columns, rank, along, 1);
        for (int j = 0; j < columns; j++)
            Assert.Equal(x[j], projected[j], 1e-9);
    }

    [Fact]
    public void KnownSolutions()
    {
        // The line 1 + 2t through three points, two of them moved by ±1 in equal parts.
        double[] x = new double[2];
        Assert.Equal(2, LeastSquares.Solve([1, 1, 1, 1, 0, 0, 1, 1], 4, 2, [0.5, 1.5, 2, 4], x));
        Assert.Equal(1, x[0], 1e-14);
        Assert.Equal(2, x[1], 1e-14);

        // Two equal columns share what one would get.
        Assert.Equal(1, LeastSquares.Solve([1, 2, 1, 2], 2, 2, [3, 6], x));
        Assert.Equal(1.5, x[0], 1e-14);
        Assert.Equal(1.5, x[1], 1e-14);

        Assert.Equal(0, LeastSquares.Solve([0, 0, 0, 0], 2, 2, [3, 6], x));
        Assert.Equal([0.0, 0], x);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void HugeAndTinyMatricesLoseNothing(double scale)
    {
        double[] a = Random(30 * 5, 1), b = Random(30, 2), x = new double[5], scaled = new double[5];
        LeastSquares.Solve([.. a], 30, 5, [.. b], x);
        Assert.Equal(5, LeastSquares.Solve([.. a.Select(value => value * scale)], 30, 5, [.. b], scaled));
        for (int j = 0; j < 5; j++)
            Assert.Equal(x[j], scaled[j] * scale, 1e-13);
    }

    [Fact]
    public void ThePrecisionDecidesWhatCountsAsZero()
    {
        double[] a = [1, 1, 1, 1, 1, 1 + 1e-9], x = new double[2];
        Assert.Equal(2, LeastSquares.Solve([.. a], 3, 2, [1, 2, 3], x));
        Assert.True(Math.Abs(x[0]) > 1e8);
        Assert.Equal(1, LeastSquares.Solve([.. a], 3, 2, [1, 2, 3], x, precision: 1e-7));
        Assert.Equal(1, x[0], 1e-6);
    }

    [Fact]
    public void BadArgumentsAreRefusedBeforeAnythingIsWritten()
    {
        double[] a = [1, 2, 3, double.NaN], b = [1, 2], x = [7, 7];
        Assert.Throws<ArithmeticException>(() => LeastSquares.Solve(a, 2, 2, b, x));
        Assert.Throws<ArithmeticException>(() => LeastSquares.Solve([1, 2, 3, 4], 2, 2, [1, double.PositiveInfinity], x));
        Assert.Throws<ArgumentException>("a", () => LeastSquares.Solve([1, 2, 3], 2, 2, b, x));
        Assert.Throws<ArgumentException>("b", () => LeastSquares.Solve([1, 2, 3, 4], 2, 2, [1, 2, 3], x));
        Assert.Throws<ArgumentException>("x", () => LeastSquares.Solve([1, 2, 3, 4], 2, 2, [1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => LeastSquares.Solve([], 2, 0, [1, 2], x));
        Assert.Throws<ArgumentOutOfRangeException>("precision", () => LeastSquares.Solve([1, 2, 3, 4], 2, 2, [1, 2], x, precision: 0));
        Assert.Equal([1, 2, 3, double.NaN], a);
        Assert.Equal([7.0, 7], x);
    }

    private static void AssertIsSolution(double[] a, int rows, int columns, double[] b, double[] x)
    {
        double[] product = Product(a, rows, columns, x, x.Length / columns);
        for (int side = 0; side < b.Length / rows; side++)
        {
            for (int j = 0; j < columns; j++)
                Assert.Equal(0, Enumerable.Range(0, rows).Sum(i => a[j * rows + i] * (b[side * rows + i] - product[side * rows + i])), 1e-11);
        }
    }

    private static double[] Product(double[] left, int rows, int inner, double[] right, int columns) =>
        [.. Enumerable.Range(0, columns).SelectMany(j => Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, inner).Sum(k => left[k * rows + i] * right[j * inner + k])))];

    private static double[] Random(int count, ulong seed)
    {
        var random = new RandomGenerator(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
