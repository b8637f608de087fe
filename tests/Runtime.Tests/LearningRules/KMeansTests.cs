// Searches of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using System.Threading;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Centres by k-means++ and Lloyd's algorithm.</summary>
public class KMeansTests
{
    [Fact]
    public void SeparateHeapsGetACentreEach()
    {
        // Nine heaps on a lattice: k-means++ meets each at once with most seeds.
        var random = new RandomGenerator(1);
        float[] points = [.. Enumerable.Range(0, 900).SelectMany(i => new[] { (float)(10 * (i % 3) + 0.1 * random.NextGaussian()), (float)(10 * (i / 3 % 3) + 0.1 * random.NextGaussian()) })];
        int found = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            float[] centres = new float[18];
            KMeans.Fit<float>(points, 2, centres, seed);
            found += Enumerable.Range(0, 9).Select(i => (Math.Round(centres[2 * i] / 10), Math.Round(centres[2 * i + 1] / 10))).Distinct().Count() == 9 ? 1 : 0;
        }

        Assert.InRange(found, 18, 20);
    }

    [Fact]
    public void CentresAreTheMeansOfTheirSamples()
    {
        double[] points = Gaussian(300 * 3, 2), centres = new double[7 * 3];
        (double squaredDistances, int iterations) = KMeans.Fit<double>(points, 3, centres, seed: 5);
        int[] nearest = [.. Enumerable.Range(0, 300).Select(row => Enumerable.Range(0, 7).MinBy(centre => Distance(points, row, centres, centre)))];
        for (int centre = 0; centre < 7; centre++)
        {
            int[] members = [.. Enumerable.Range(0, 300).Where(row => nearest[row] == centre)];
            Assert.NotEmpty(members);
            for (int i = 0; i < 3; i++)
                Assert.Equal(members.Average(row => points[row * 3 + i]), centres[centre * 3 + i], 1e-12);
        }

        Assert.Equal(Enumerable.Range(0, 300).Sum(row => Distance(points, row, centres, nearest[row])), squaredDistances, 1e-9);
        Assert.InRange(iterations, 1, 99);
    }

    [Fact]
    public void MoreIterationsAreNeverWorse()
    {
        double[] points = Gaussian(500 * 2, 3), centres = new double[20];
        double last = double.PositiveInfinity;
        for (int iterations = 1; iterations < 15; iterations++)
        {
            double distances = KMeans.Fit<double>(points, 2, centres, seed: 1, iterations).SquaredDistances;
            Assert.True(distances <= last);
            last = distances;
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameCentres()
    {
        double[] points = Gaussian(200 * 2, 3), first = new double[20], second = new double[20], other = new double[20];
        KMeans.Fit<double>(points, 2, first, seed: 1, iterations: 1);
        KMeans.Fit<double>(points, 2, second, seed: 1, iterations: 1);
        KMeans.Fit<double>(points, 2, other, seed: 2, iterations: 1);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void AsManyCentresAsSamplesAreTheSamples()
    {
        double[] points = [5, 1, 3, 3, 1, 9], centres = new double[4];
        Assert.Equal(0, KMeans.Fit<double>(points, 1, centres, seed: 1).SquaredDistances);
        Assert.Equal([1, 3, 5, 9], centres.Order());
    }

    [Fact]
    public void BadArgumentsAreRefusedBeforeAnythingIsWritten()
    {
        double[] centres = [7, 7, 7];
        var error = Assert.Throws<ArgumentException>("inputs", () => KMeans.Fit<double>([1, 2, 1, 2], 1, centres, seed: 1));
        Assert.StartsWith("There are only 2 different rows, but 3 centres are wanted.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>("inputs", () => KMeans.Fit<double>([1, 2, 3, 4, 5, double.NaN], 1, centres, seed: 1));
        Assert.StartsWith("Value 0 of row 5 is NaN", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("inputs", () => KMeans.Fit<double>([1, 2, 3, 4, 5], 2, centres, seed: 1));
        Assert.Throws<ArgumentException>("centres", () => KMeans.Fit<double>([1, 2, 3, 4], 2, centres, seed: 1));
        Assert.Throws<OperationCanceledException>(() => KMeans.Fit<double>([1, 2, 3, 4], 1, centres, seed: 1, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal([7.0, 7, 7], centres);
    }

    private static double Distance(double[] points, int row, double[] centres, int centre)
    {
        int size = 3;
        return Enumerable.Range(0, size).Sum(i => Math.Pow(points[row * size + i] - centres[centre * size + i], 2));
    }

    private static double[] Gaussian(int count, ulong seed)
    {
        var random = new RandomGenerator(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
