using System;
using System.Linq;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Generated.Tests;

public class SingularValuesTests
{
    private const double Epsilon = 1.0 / (1L << 52);

    [Fact]
    public void AThousandMatricesHaveTheSingularValuesThatMathNetFinds()
    {
        for (int index = 0; index < 1000; index++)
        {
            (int rows, int columns, double[] matrix) = Create(index);
            int rank = Math.Min(rows, columns);
            (double[] left, double[] values, double[] right) = Decompose(matrix, rows, columns);

            double greatest = matrix.Max(Math.Abs);
            double scale = greatest == 0 ? 1 : Math.ScaleB(1, Math.Min(1023, -Math.ILogB(greatest)));
            double[] scaled = [.. matrix.Select(element => element * scale)];
            double[] reference = [.. Matrix<double>.Build.Dense(columns, rows, scaled).Svd(false).S];
            double bound = 8 * Math.Max(rows, columns) * Epsilon * Math.Max(1, reference[0]);
            for (int i = 0; i < rank; i++)
                Assert.True(Math.Abs(values[i] * scale - reference[i]) <= bound, $"Matrix {index}: {values[i] * scale} is not {reference[i]}.");

            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double sum = 0;
                    for (int k = 0; k < rank; k++)
                        sum += left[k * rows + row] * (values[k] * scale) * right[k * columns + column];
                    Assert.True(Math.Abs(sum - scaled[row * columns + column]) <= bound, $"Matrix {index} is not the product.");
                }
            }

            AssertOrthonormal(index, left, rows);
            AssertOrthonormal(index, right, columns);
        }
    }

    [Fact]
    public void ColumnsOfDifferentScaleKeepTheirDigits()
    {
        // Orthogonal columns of lengths 1 to 10⁻¹⁶ times a well-conditioned matrix, where the eigenvalues of AᵀA would be lost.
        const int Size = 8;
        var random = new RandomGenerator(4);
        double[] q = SymmetricMatrices.RandomRotation(random, Size);
        double[] matrix = [.. q.Select((element, i) => element * Math.Pow(10, -2 * (i % Size)))];
        (_, double[] values, _) = Decompose(matrix, Size, Size);
        for (int i = 0; i < Size; i++)
            Assert.Equal(1, values[i] * Math.Pow(10, 2 * i), 1e-14);
    }

    [Fact]
    public void WhatIsNotFiniteIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Decompose([1, 2, 3, 4, double.NaN, 6], 3, 2));
        Assert.Equal("matrix", error.ParamName);
        Assert.Contains("Row 2, column 0 is NaN", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Decompose([1, double.NegativeInfinity], 1, 2));
        Assert.Throws<ArgumentException>(() => Decompose([1, 2, 3], 2, 2));
    }

    [Fact]
    public void SinglePrecisionFindsTheSameToItsOwn()
    {
        var random = new RandomGenerator(5);
        double[] matrix = SymmetricMatrices.Values(30 * 12, _ => random.NextGaussian());
        float[] single = [.. matrix.Select(element => (float)element)];
        var values = new float[12];
        SingularValues.Decompose<float>(single, 30, 12, new float[12 * 30], values, new float[12 * 12]);
        (_, double[] reference, _) = Decompose(matrix, 30, 12);
        Assert.All(values.Zip(reference), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    private static (int Rows, int Columns, double[] Matrix) Create(int index)
    {
        var random = new RandomGenerator((ulong)index, 78);
        int rows = index % 29 == 0 ? 1 : 1 + random.NextInt(30), columns = index % 31 == 0 ? 1 : 1 + random.NextInt(30);
        double factor = (index % 9) switch { 5 => 1e-200, 6 => 1e200, 7 => 1e-310, 8 => 1e306, _ => 1 };
        double[] matrix = SymmetricMatrices.Values(rows * columns, i => (index % 9) switch
        {
            // Zeros; rank 1; repeated columns; graded rows; anything.
            0 => 0,
            1 => (i / columns + 1.0) * (i % columns + 1.0),
            2 => Math.Cos(i / columns * (1.0 + i % columns / 2)),
            3 => Math.Pow(10, -i / columns) * random.NextGaussian(),
            _ => factor * (2 * random.NextDouble() - 1),
        });
        return (rows, columns, matrix);
    }

    private static (double[] Left, double[] Values, double[] Right) Decompose(double[] matrix, int rows, int columns)
    {
        int rank = Math.Min(rows, columns);
        var left = new double[rank * rows];
        var values = new double[rank];
        var right = new double[rank * columns];
        SingularValues.Decompose<double>(matrix, rows, columns, left, values, right);
        return (left, values, right);
    }

    private static void AssertOrthonormal(int index, double[] vectors, int length)
    {
        for (int i = 0; i < vectors.Length / length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double dot = vectors.AsSpan(i * length, length).ToArray().Zip(vectors.AsSpan(j * length, length).ToArray(), (a, b) => a * b).Sum();
                Assert.True(Math.Abs(dot - (i == j ? 1 : 0)) <= 8 * length * Epsilon + 1e-15, $"Matrix {index}: vectors {i} and {j} are not orthonormal: {dot}.");
            }
        }
    }
}
