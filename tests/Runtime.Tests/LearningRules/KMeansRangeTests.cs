// Searches of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Values so great or so small that the squares of their distances leave the range of double precision.</summary>
public class KMeansRangeTests
{
    [Theory]
    [InlineData(1e200, 1)]
    [InlineData(1e200, 3)]
    [InlineData(1e154, 3)]
    [InlineData(1e307, 2)]
    public void SquaresThatOverflowAreAnError(double scale, int count) => AssertRefused(scale, count, "so great");

    [Theory]
    [InlineData(1e-165, 3)]
    [InlineData(1e-200, 2)]
    [InlineData(1e-155, 3)]
    public void SquaresThatUnderflowAreAnError(double scale, int count) => AssertRefused(scale, count, "differ by so little");

    [Theory]
    [InlineData(1e-140)]
    [InlineData(1e-20)]
    [InlineData(1e150)]
    public void CentresScaleWithTheData(double scale)
    {
        double[] points = Points(), centres = new double[6], scaled = new double[6];
        (double squares, _) = KMeans.Fit<double>(points, 2, centres, seed: 1);
        (double scaledSquares, _) = KMeans.Fit<double>([.. points.Select(value => value * scale)], 2, scaled, seed: 1);
        Golden.AssertClose([.. centres.Select(value => value * scale)], scaled, 1e-12, "centre");
        Assert.Equal(1, scaledSquares / scale / scale / squares, 1e-12);
    }

    [Fact]
    public void GreatValuesOfLittleSpreadAreNoProblem()
    {
        // A sum of a thousand of them is in range; and so are the squares of the distances.
        double[] points = [.. Enumerable.Range(0, 1000).Select(i => 1e150 + (i % 2 == 0 ? 0 : 1e140))], centres = new double[2];
        KMeans.Fit<double>(points, 1, centres, seed: 1);
        Assert.Equal([1e150, 1e150 + 1e140], centres.Order(), (a, b) => Math.Abs(a / b - 1) < 1e-13);
    }

    private static void AssertRefused(double scale, int count, string what)
    {
        double[] points = [.. Points().Select(value => value * scale)], centres = [.. Enumerable.Repeat(7.0, 2 * count)];
        var error = Assert.Throws<ArgumentException>("inputs", () => KMeans.Fit<double>(points, 2, centres, seed: 1));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.All(centres, value => Assert.Equal(7.0, value));
    }

    private static double[] Points()
    {
        var random = new RandomGenerator(1);
        return [.. Enumerable.Range(0, 200).Select(i => 5 * (i / 2 % 3) + 0.3 * random.NextGaussian())];
    }
}
