using System;
using System.Linq;
using System.Numerics;
using Generated.LinearAlgebra;
using Generated.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Generated.Tests;

public class SymmetricEigenTests
{
    private const double Epsilon = 1.0 / (1L << 52);

    [Fact]
    public void AThousandMatricesHaveTheEigenvaluesThatMathNetFinds()
    {
        for (int index = 0; index < 1000; index++)
        {
            (int order, double[] matrix) = SymmetricMatrices.Create(index);
            var values = new double[order];
            var vectors = new double[order * order];
            SymmetricEigen.Decompose<double>(matrix, order, values, vectors);

            // Scaled, which is exact, since the reference loses what is tiny or huge.
            double greatest = matrix.Max(Math.Abs);
            double scale = greatest == 0 ? 1 : Math.ScaleB(1, Math.Min(1023, -Math.ILogB(greatest)));
            double[] scaled = [.. matrix.Select(element => element * scale)];
            double[] reference = [.. Matrix<double>.Build.Dense(order, order, scaled).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];
            double norm = Math.Max(1, reference.Max(Math.Abs));
            for (int i = 0; i < order; i++)
                Assert.True(Math.Abs(values[i] * scale - reference[i]) <= 8 * order * Epsilon * norm, $"Matrix {index}: {values[i] * scale} is not {reference[i]}.");
            AssertDecomposes(index, scaled, order, [.. values.Select(value => value * scale)], vectors, 8 * order * Epsilon * norm, 8 * order * Epsilon);
        }
    }

    [Fact]
    public void SinglePrecisionFindsTheSameToItsOwn()
    {
        const double SingleEpsilon = 1.0 / (1 << 23);
        for (int index = 0; index < 1000; index++)
        {
            (int order, double[] matrix) = SymmetricMatrices.Create(index);
            double greatest = matrix.Max(Math.Abs);
            if (greatest is not (0 or (> 1e-30 and < 1e30)))
                continue;
            float[] single = [.. matrix.Select(element => (float)element)];
            double[] rounded = [.. single.Select(element => (double)element)];
            var values = new float[order];
            var vectors = new float[order * order];
            SymmetricEigen.Decompose<float>(single, order, values, vectors);
            var reference = new double[order];
            SymmetricEigen.Decompose<double>(rounded, order, reference, []);
            double norm = Math.Max(reference.Max(Math.Abs), 1e-30);
            for (int i = 0; i < order; i++)
                Assert.True(Math.Abs(values[i] - reference[i]) <= 8 * order * SingleEpsilon * norm, $"Matrix {index}: {values[i]} is not {reference[i]}.");
            AssertDecomposes(index, rounded, order, [.. values.Select(value => (double)value)], [.. vectors.Select(value => (double)value)], 8 * order * SingleEpsilon * norm, 8 * order * SingleEpsilon);
        }
    }

    [Theory]
    [InlineData(150)]
    [InlineData(233)]
    public void LargeMatricesAreDecomposed(int order)
    {
        var random = new RandomGenerator((ulong)order);
        double[] eigenvalues = SymmetricMatrices.Values(order, i => i % 7 == 0 ? 5 : random.NextGaussian());
        double[] matrix = SymmetricMatrices.WithEigenvalues(random, eigenvalues);
        var values = new double[order];
        var vectors = new double[order * order];
        SymmetricEigen.Decompose<double>(matrix, order, values, vectors);
        Assert.All(values.Zip(eigenvalues.OrderDescending()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        AssertDecomposes(order, matrix, order, values, vectors, 1e-12, 1e-13);
    }

    [Fact]
    public void AFewVectorsAreTheFirstOfAll()
    {
        (int order, double[] matrix) = SymmetricMatrices.Create(14);
        var values = new double[order];
        var vectors = new double[order * order];
        SymmetricEigen.Decompose<double>(matrix, order, values, vectors);
        var again = new double[order];
        var few = new double[3 * order];
        SymmetricEigen.Decompose<double>(matrix, order, again, few);
        Assert.Equal(values, again);
        Assert.Equal(vectors[..few.Length], few);
        SymmetricEigen.Decompose<double>(matrix, order, again, []);
        Assert.Equal(values, again);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void WhatIsNotFiniteIsRefusedAndNothingWritten(double bad)
    {
        double[] matrix = [1, 2, 3, 2, 5, bad, 3, bad, 6];
        var values = new double[3];
        var vectors = new double[9];
        var error = Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose<double>(matrix, 3, values, vectors));
        Assert.Equal("matrix", error.ParamName);
        Assert.Contains("Row 2", error.Message, StringComparison.Ordinal);
        Assert.All(values.Concat(vectors), value => Assert.Equal(0, value));
    }

    [Fact]
    public void WrongLengthsAreNamed()
    {
        Assert.Equal("matrix", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose<double>(new double[3], 2, new double[2], [])).ParamName);
        Assert.Equal("eigenvalues", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose<double>(new double[4], 2, new double[1], [])).ParamName);
        Assert.Equal("eigenvectors", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose<double>(new double[4], 2, new double[2], new double[3])).ParamName);
        Assert.Equal("eigenvectors", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose<double>(new double[4], 2, new double[2], new double[6])).ParamName);
        Assert.Equal("order", Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricEigen.Decompose<double>([], 0, [], [])).ParamName);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void SubspaceIterationFindsTheLargest(double decay)
    {
        const int Order = 120, Count = 5;
        var random = new RandomGenerator(3);
        double[] eigenvalues = SymmetricMatrices.Values(Order, i => decay == 0 ? random.NextDouble() : Math.Pow(1 + i, -decay));
        // Repeated in front: a method of single vectors would find one of them.
        eigenvalues[0] = eigenvalues[1] = eigenvalues[2] = 2;
        double[] matrix = SymmetricMatrices.WithEigenvalues(random, eigenvalues);
        var values = new double[Count];
        var vectors = new double[Count * Order];
        Assert.True(LargestEigenpairs.TryFind(new PackedSymmetricMatrix<double>(matrix, Order), Count, 1000 * Order, values, vectors));
        Assert.All(values.Zip(eigenvalues.OrderDescending()), pair => Assert.Equal(pair.Second, pair.First, 1e-13));
        AssertDecomposes(0, matrix, Order, values, vectors, 1e-12, 1e-13);
    }

    [Fact]
    public void SubspaceIterationBearsMatricesOfLowRank()
    {
        const int Order = 60;
        var random = new RandomGenerator(3);
        foreach (int rank in new[] { 0, 1, 2, 10 })
        {
            double[] matrix = SymmetricMatrices.WithEigenvalues(random, SymmetricMatrices.Values(Order, i => i < rank ? 3 + i : 0));
            var values = new double[4];
            var vectors = new double[4 * Order];
            Assert.True(LargestEigenpairs.TryFind(new PackedSymmetricMatrix<double>(matrix, Order), 4, 100000, values, vectors));
            for (int i = 0; i < 4; i++)
                Assert.Equal(i < rank ? 2 + rank - i : 0, values[i], 1e-12);
            AssertDecomposes(rank, matrix, Order, values, vectors, 1e-11, 1e-13);
        }
    }

    [Fact]
    public void SubspaceIterationSaysWhenItHasNotConverged()
    {
        const int Order = 100;
        double[] matrix = SymmetricMatrices.WithEigenvalues(new RandomGenerator(3), SymmetricMatrices.Values(Order, i => 1 - 1e-9 * i));
        Assert.False(LargestEigenpairs.TryFind(new PackedSymmetricMatrix<double>(matrix, Order), 5, 200, new double[5], new double[5 * Order]));
    }

    /// <summary>Av = λv, and the vectors are orthonormal.</summary>
    private static void AssertDecomposes(int index, double[] matrix, int order, double[] values, double[] vectors, double residual, double orthogonality)
    {
        for (int i = 0; i < vectors.Length / order; i++)
        {
            ReadOnlySpan<double> vector = vectors.AsSpan(i * order, order);
            for (int row = 0; row < order; row++)
                Assert.True(Math.Abs(Dot(matrix.AsSpan(row * order, order), vector) - values[i] * vector[row]) <= residual, $"Matrix {index}: vector {i} is no eigenvector.");
            for (int j = 0; j <= i; j++)
                Assert.True(Math.Abs(Dot(vector, vectors.AsSpan(j * order, order)) - (i == j ? 1 : 0)) <= orthogonality, $"Matrix {index}: vectors {i} and {j} are not orthonormal.");
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
