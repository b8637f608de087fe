using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class RandomGeneratorTests
{
    [Fact]
    public void SplitMixGivesItsKnownAnswers()
    {
        ulong state = 1234567;
        ulong[] numbers = [.. Enumerable.Range(0, 5).Select(_ => RandomGenerator.SplitMix(ref state))];
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], numbers);
    }

    [Fact]
    public void XoshiroGivesItsKnownAnswers()
    {
        var random = new RandomGenerator(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360,
            607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void SeedGivesItsKnownAnswers()
    {
        var random = new RandomGenerator(42);
        Assert.Equal(1546998764402558742UL, random.NextUInt64());
        Assert.Equal(6990951692964543102UL, random.NextUInt64());
        Assert.Equal(12544586762248559009UL, random.NextUInt64());
        random.Restart(0);
        Assert.Equal(11091344671253066420UL, random.NextUInt64());
    }

    [Fact]
    public void RestartForgetsEverything()
    {
        var random = new RandomGenerator(7, stream: 3);
        double[] first = [random.NextGaussian(), random.NextDouble(), random.NextInt(1000)];

        // The first is the second of a pair; the second leaves one over.
        random.NextGaussian();
        random.NextGaussian();
        random.Restart(7, stream: 3);
        double[] again = [random.NextGaussian(), random.NextDouble(), random.NextInt(1000)];
        Assert.Equal(first, again);
    }

    [Fact]
    public void StreamsDiffer()
    {
        ulong[] firsts = [.. Enumerable.Range(0, 1000).Select(stream => new RandomGenerator(1, (ulong)stream).NextUInt64())];
        Assert.Equal(1000, firsts.Distinct().Count());
        Assert.Equal(new RandomGenerator(1).NextUInt64(), firsts[0]);
    }

    [Fact]
    public void EveryNumberBelowTheBoundIsEquallyLikely()
    {
        var random = new RandomGenerator(5);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.NextInt(7)]++;
        // Standard deviation 93; five of them.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 463, 10_000 + 463));
        Assert.Equal(0, random.NextInt(1));
        Assert.InRange(random.NextInt(int.MaxValue), 0, int.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void DoublesFillTheUnitInterval()
    {
        var random = new RandomGenerator(5);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        Assert.All(numbers, number => Assert.InRange(number, 0, 1 - 1e-16));
        Assert.Equal(0.5, numbers.Average(), 5 * 0.2887 / Math.Sqrt(100_000));
        Assert.True(numbers.Min() < 1e-4 && numbers.Max() > 1 - 1e-4);
    }

    [Fact]
    public void GaussiansHaveTheMomentsOfTheNormalDistribution()
    {
        const int Count = 200_000;
        var random = new RandomGenerator(11);
        double[] numbers = [.. Enumerable.Range(0, Count).Select(_ => random.NextGaussian())];
        double deviation = 5 / Math.Sqrt(Count);
        Assert.Equal(0, numbers.Average(), deviation);
        Assert.Equal(1, numbers.Average(x => x * x), deviation * Math.Sqrt(2));
        Assert.Equal(0, numbers.Average(x => x * x * x), deviation * Math.Sqrt(15));
        Assert.Equal(3, numbers.Average(x => x * x * x * x), deviation * Math.Sqrt(96));
        Assert.Equal(0, numbers.Zip(numbers.Skip(1), (x, y) => x * y).Average(), deviation);
    }

    [Fact]
    public void ShuffleMakesEveryOrderEquallyLikely()
    {
        var random = new RandomGenerator(3);
        var counts = Enumerable.Range(0, 24_000).Select(_ =>
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            return new string(items);
        }).CountBy(order => order).ToDictionary();
        Assert.Equal(24, counts.Count);
        // Standard deviation 31; five of them.
        Assert.All(counts.Values, count => Assert.InRange(count, 1000 - 155, 1000 + 155));
    }
}
