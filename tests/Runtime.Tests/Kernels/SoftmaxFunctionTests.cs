using System;
using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class SoftmaxFunctionTests
{
    [Fact]
    public void RowsOfEveryLengthFollowTheDefinition()
    {
        for (int columns = 1; columns <= 70; columns++)
        {
            Definition<float>(columns, 5e-7);
            Definition<double>(columns, 1e-15);
        }
    }

    [Fact]
    public void RowsSumToOne()
    {
        foreach (int columns in (int[])[1, 2, 3, 10, 16, 33, 1000])
        {
            float[] row = Matrix<float>(1, columns, seed: columns, scale: 60);
            SoftmaxFunction.Apply(ref row[0], ref row[0], 1, (nuint)columns);
            Assert.Equal(1, row.Sum(a => (double)a), 1e-6);
            Assert.All(row, a => Assert.InRange(a, 0, 1));
        }
    }

    [Fact]
    public void EveryRegisterGivesTheSameBits()
    {
        for (int columns = 2; columns <= 70; columns++)
        {
            SameBits<float>(columns);
            SameBits<double>(columns);
        }
    }

    [Fact]
    public void LargeInputsDoNotOverflow()
    {
        double[] row = [1e300, 1e300, -1e300, 0, 1e300];
        SoftmaxFunction.Apply(ref row[0], ref row[0], 1, 5);
        Assert.Equal([1.0 / 3, 1.0 / 3, 0, 0, 1.0 / 3], row);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(40)]
    public void ARowWithoutASoftmaxIsNotANumber(int columns)
    {
        foreach (float value in (float[])[float.NaN, float.PositiveInfinity])
        {
            // A row of its own between two others, which must not be touched by it.
            float[] rows = Matrix<float>(3, columns, seed: 1, scale: 1);
            rows[columns + columns / 2] = value;
            SoftmaxFunction.Apply(ref rows[0], ref rows[0], 3, (nuint)columns);
            Assert.All(rows[columns..(2 * columns)], a => Assert.True(float.IsNaN(a)));
            Assert.Equal(1, rows[..columns].Sum(), 1e-5);
            Assert.Equal(1, rows[(2 * columns)..].Sum(), 1e-5);
        }

        float[] nothing = [.. Enumerable.Repeat(float.NegativeInfinity, columns)];
        SoftmaxFunction.Apply(ref nothing[0], ref nothing[0], 1, (nuint)columns);
        Assert.All(nothing, a => Assert.True(float.IsNaN(a)));
    }

    [Fact]
    public void AnInputOfMinusInfinityGetsZero()
    {
        float[] row = [0, float.NegativeInfinity, 0, float.NegativeInfinity];
        SoftmaxFunction.Apply(ref row[0], ref row[0], 1, 4);
        Assert.Equal([0.5f, 0, 0.5f, 0], row);
    }

    private static T[] Matrix<T>(int rows, int columns, int seed, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => T.CreateTruncating(scale * (random.NextDouble() - 0.5)))];
    }

    private static void Definition<T>(int columns, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 3;
        T[] z = Matrix<T>(rows, columns, seed: columns, scale: 10);
        T[] delta = Matrix<T>(rows, columns, seed: columns + 1000, scale: 2);
        T[] a = new T[rows * columns + 1];
        a[^1] = T.NaN;
        SoftmaxFunction.Apply(ref z[0], ref a[0], rows, (nuint)columns);
        T[] below = [.. delta, T.NaN];
        SoftmaxFunction.ApplyDerivative(ref below[0], ref a[0], rows, (nuint)columns);
        for (int row = 0; row < rows; row++)
        {
            int start = row * columns;
            double maximum = Enumerable.Range(start, columns).Max(i => double.CreateTruncating(z[i]));
            double[] powers = [.. Enumerable.Range(start, columns).Select(i => Math.Exp(double.CreateTruncating(z[i]) - maximum))];
            double mean = Enumerable.Range(start, columns).Sum(i => double.CreateTruncating(delta[i]) * powers[i - start]) / powers.Sum();
            for (int column = 0; column < columns; column++)
            {
                double expected = powers[column] / powers.Sum();
                Assert.Equal(expected, double.CreateTruncating(a[start + column]), tolerance);
                Assert.Equal(expected * (double.CreateTruncating(delta[start + column]) - mean), double.CreateTruncating(below[start + column]), 2 * tolerance);
            }
        }

        Assert.True(T.IsNaN(a[^1]) && T.IsNaN(below[^1]), "written behind the last row");
        SoftmaxFunction.Apply(ref z[0], ref z[0], rows, (nuint)columns);
        Assert.Equal(a[..^1], z);
    }

    private static void SameBits<T>(int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] z = Matrix<T>(2, columns, seed: columns, scale: 10);
        T[] expected = new T[z.Length];
        SoftmaxFunction.Apply(ref z[0], ref expected[0], 2, (nuint)columns);
        T[] expectedBelow = [.. z];
        SoftmaxFunction.ApplyDerivative(ref expectedBelow[0], ref expected[0], 2, (nuint)columns);
        if (columns >= Simd512<T>.Count)
        {
            Same<Simd512<T>, Simd512<T>>();
            Same<Simd256<T>, Pair<Simd256<T>, T>>();
            Same<Simd128<T>, Pair<Pair<Simd128<T>, T>, T>>();
        }
        else if (columns >= Simd256<T>.Count)
        {
            Same<Simd256<T>, Simd256<T>>();
            Same<Simd128<T>, Pair<Simd128<T>, T>>();
        }

        void Same<TVector, TBlock>()
            where TVector : struct, ISimd<TVector, T>
            where TBlock : struct, ISimdBlock<TBlock, T>
        {
            T[] a = [.. z];
            SoftmaxFunction.Apply<TVector, TBlock, T>(ref a[0], ref a[0], 2, (nuint)columns);
            Assert.Equal(expected, a);
            T[] below = [.. z];
            SoftmaxFunction.ApplyDerivative<TBlock, T>(ref below[0], ref a[0], 2, (nuint)columns);
            Assert.Equal(expectedBelow, below);
        }
    }
}
