using System;
using System.Linq;
using System.Numerics;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class GradientClippingTests
{
    [Fact]
    public void ValuesBeyondTheLimitBecomeTheLimitAndOthersKeepTheirBits()
    {
        float[] gradient = [.. Enumerable.Range(-40, 81).Select(i => i / 10f)];
        float[] expected = [.. gradient.Select(value => Math.Clamp(value, -1.5f, 1.5f))];
        GradientClipping.ClipByValue<float>(gradient, 1.5);
        Assert.Equal(expected, gradient);
    }

    [Fact]
    public void NotANumberStays()
    {
        double[] gradient = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0];
        GradientClipping.ClipByValue<double>(gradient, 2);
        Assert.Equal([double.NaN, 2, -2, -0.0], gradient);

        double[] infinite = [double.PositiveInfinity, 1];
        Assert.Equal(double.PositiveInfinity, GradientClipping.ClipByNorm<double>(infinite, 1));
        Assert.Equal([double.PositiveInfinity, 1], infinite);
        double[] notANumber = [1, double.NaN, 2];
        Assert.True(double.IsNaN(GradientClipping.ClipByNorm<double>(notANumber, 1)));
        Assert.Equal([1, double.NaN, 2], notANumber);
    }

    [Fact]
    public void ALongGradientIsShortenedAsPyTorchDoes()
    {
        double[] gradient = [3, -4];
        Assert.Equal(5.0, GradientClipping.ClipByNorm<double>(gradient, 2));
        Assert.Equal([3 * (2 / (5 + 1e-6)), -4 * (2 / (5 + 1e-6))], gradient);
    }

    [Fact]
    public void AShortGradientKeepsItsBits()
    {
        double[] gradient = [3, -4];
        Assert.Equal(5.0, GradientClipping.ClipByNorm<double>(gradient, 5.1));
        Assert.Equal([3.0, -4.0], gradient);
        double[] zero = [0.0, 0.0];
        Assert.Equal(0.0, GradientClipping.ClipByNorm<double>(zero, 1));
        Assert.Equal([0.0, 0.0], zero);
        Assert.Equal(0.0, GradientClipping.ClipByNorm<float>([], 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void TheNormIsThatOfTheOrderStated(int count)
    {
        Check<float>(1e-6);
        Check<double>(1e-14);

        void Check<T>(double tolerance)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var random = new RandomGenerator(1);
            T[] gradient = [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(random.NextGaussian()))];
            double exact = Math.Sqrt(gradient.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)));
            double norm = GradientClipping.Norm<T>(gradient);
            Assert.Equal(exact, norm, tolerance * exact);
            if (!Processor.HasFusedMultiplyAdd)
                return;

            // The same sums in plain loops: what every register width must give, to the last bit.
            int lanes = typeof(T) == typeof(float) ? 16 : 8;
            double sum = 0;
            for (int start = 0; start < count; start += 1024)
                sum += double.CreateTruncating(InOrder(gradient.AsSpan(start, Math.Min(1024, count - start)), lanes));
            Assert.Equal(Math.Sqrt(sum), norm);
        }
    }

    [Fact]
    public void TheNormNeitherOverflowsNorVanishes()
    {
        Assert.Equal(5e30, GradientClipping.Norm<float>([3e30f, 4e30f]), 1e24);
        Assert.Equal(5e-30, GradientClipping.Norm<float>([3e-30f, 4e-30f]), 1e-36);
        Assert.Equal(1.0, GradientClipping.Norm<double>([3e200, 4e200]) / 5e200, 1e-15);
        Assert.Equal(1.0, GradientClipping.Norm<double>([3e-200, 4e-200]) / 5e-200, 1e-15);
    }

    [Fact]
    public void LimitsOutOfRangeAreNamed()
    {
        double[] gradient = [3];
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ClipByValue<double>(gradient, 0)).ParamName);
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ClipByNorm<double>(gradient, double.NaN)).ParamName);
        Assert.Equal([3.0], gradient);
    }

    [Fact]
    public void ClippingAllocatesNothing()
    {
        float[] gradient = [.. Enumerable.Range(0, 3000).Select(i => (float)i)];
        Allocation.AssertNone(() =>
        {
            GradientClipping.ClipByValue<float>(gradient, 100);
            GradientClipping.ClipByNorm<float>(gradient, 1);
        });
    }

    private static T InOrder<T>(ReadOnlySpan<T> block, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sums = new T[4, lanes];
        int i = 0;
        for (; i + 4 * lanes <= block.Length; i += 4 * lanes)
        {
            for (int j = 0; j < 4 * lanes; j++)
                sums[j / lanes, j % lanes] = T.FusedMultiplyAdd(block[i + j], block[i + j], sums[j / lanes, j % lanes]);
        }

        for (; i + lanes <= block.Length; i += lanes)
        {
            for (int j = 0; j < lanes; j++)
                sums[0, j] = T.FusedMultiplyAdd(block[i + j], block[i + j], sums[0, j]);
        }

        T[] folded = [.. Enumerable.Range(0, lanes).Select(j => (sums[0, j] + sums[1, j]) + (sums[2, j] + sums[3, j]))];
        while (folded.Length > 1)
            folded = [.. Enumerable.Range(0, folded.Length / 2).Select(j => folded[j] + folded[j + folded.Length / 2])];
        T sum = folded[0];
        for (; i < block.Length; i++)
            sum = T.FusedMultiplyAdd(block[i], block[i], sum);
        return sum;
    }
}
