using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// <see cref="Standardizer{T}"/> and <see cref="Metrics"/> of random columns in both precisions, beside sums in twice double precision: scales from
/// 1e-20 to 1e20, offsets of up to 1e8 deviations, 10 to a million rows. GENERATED_EXHAUSTIVE=1 takes fifty times as many.
/// </summary>
public class SingleBesideDoubleTests
{
    private static readonly int s_columns = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 2_000 : 40;

    [Fact]
    public void StandardizedColumnsAreThoseOfExactSums()
    {
        for (int number = 0; number < s_columns; number++)
        {
            Column column = Column.Of(number);
            float[] single = column.Values(number + 1);
            double[] same = [.. single.Select(value => (double)value)];

            // The same numbers in both precisions have the same statistics, and outputs that differ by a rounding to single precision.
            Moments exact = Moments.Of(same);
            AssertStandardized<float>(column, single, same, exact, tolerance: 1e-7);
            AssertStandardized<double>(column, same, same, exact, tolerance: 1e-11);
        }
    }

    [Fact]
    public void MetricsAreThoseOfExactSums()
    {
        for (int number = 0; number < s_columns; number++)
        {
            Column column = Column.Of(number);
            float[] targets = column.Values(number + 1), outputs = column.Near(targets, number + 2);
            double[] errors = [.. targets.Zip(outputs, (target, output) => (double)output - target)];
            Moments ofTargets = Moments.Of([.. targets.Select(value => (double)value)]);
            double squares = errors.Sum(error => error / column.Scale * (error / column.Scale));
            double rootMeanSquare = Math.Sqrt(squares / errors.Length) * column.Scale;
            double deviation = ofTargets.StandardDeviation / column.Scale;
            double determination = deviation == 0 ? (squares == 0 ? 1 : 0) : 1 - squares / errors.Length / (deviation * deviation);
            double[] sameTargets = [.. targets.Select(value => (double)value)], sameOutputs = [.. outputs.Select(value => (double)value)];

            AssertClose(column, rootMeanSquare, Metrics.RootMeanSquaredError<float>(outputs, targets), 1e-10 * rootMeanSquare);
            AssertClose(column, rootMeanSquare, Metrics.RootMeanSquaredError<double>(sameOutputs, sameTargets), 1e-10 * rootMeanSquare);
            AssertClose(column, determination, Metrics.RSquared<float>(outputs, targets), 1e-9 * Math.Max(1, Math.Abs(determination)));
            AssertClose(column, determination, Metrics.RSquared<double>(sameOutputs, sameTargets), 1e-9 * Math.Max(1, Math.Abs(determination)));
        }
    }

    [Fact]
    public void ClassesAreTheSameInBothPrecisions()
    {
        for (int number = 0; number < s_columns; number++)
        {
            var random = new RandomGenerator((ulong)number);
            Column column = Column.Of(number);
            int classes = 2 + random.NextInt(6), rows = Math.Min(column.Rows, 100_000);
            float[] outputs = new float[rows * classes], targets = new float[rows * classes];
            int correct = 0;
            for (int row = 0; row < rows; row++)
            {
                int actual = random.NextInt(classes), predicted = random.NextInt(classes);
                bool isNumber = random.NextInt(10) > 0;
                targets[row * classes + actual] = 1;
                for (int i = 0; i < classes; i++)
                    outputs[row * classes + i] = (float)(column.Scale * random.NextDouble());
                outputs[row * classes + predicted] = (float)(1.5 * column.Scale);
                if (!isNumber)
                    outputs[row * classes + random.NextInt(classes)] = float.NaN;
                correct += isNumber && predicted == actual ? 1 : 0;
            }

            double[] sameOutputs = [.. outputs.Select(value => (double)value)], sameTargets = [.. targets.Select(value => (double)value)];
            Assert.Equal((double)correct / rows, Metrics.Accuracy<float>(outputs, targets, classes));
            Assert.Equal((double)correct / rows, Metrics.Accuracy<double>(sameOutputs, sameTargets, classes));
            ConfusionMatrix single = ConfusionMatrix.Of<float>(outputs, targets, classes),
                twice = ConfusionMatrix.Of<double>(sameOutputs, sameTargets, classes);
            Assert.Equal(single.ToString(), twice.ToString());
            Assert.Equal((double)correct / rows, single.Accuracy);
            Assert.Equal(single.MacroF1, twice.MacroF1);
        }
    }

    private static void AssertStandardized<T>(Column column, T[] values, double[] same, Moments exact, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var data = new Dataset<T>(values, 1, values, 1);
        var standardizer = Standardizer<T>.Fit(data);

        // The limit of the statistics: a mean in double is within half a unit in its last place.
        double limit = Math.BitIncrement(Math.Abs(exact.Mean)) - Math.Abs(exact.Mean);
        double deviation = exact.StandardDeviation == 0 ? 1 : exact.StandardDeviation;
        AssertClose(column, exact.Mean, standardizer.MeanInDouble[0], limit + 1e-12 * deviation);
        AssertClose(column, deviation, standardizer.StandardDeviationInDouble[0], 1e-10 * deviation);

        ReadOnlySpan<T> standardized = standardizer.Apply(data).Inputs;
        for (int row = 0; row < values.Length; row++)
        {
            double expected = (same[row] - exact.Mean - exact.Rest) / deviation;
            double allowed = tolerance * Math.Max(1, Math.Abs(expected)) + limit / deviation;
            if (Math.Abs(double.CreateTruncating(standardized[row]) - expected) > allowed)
                Assert.Fail($"{column}: row {row} is {standardized[row]}, but expected {expected}.");
        }
    }

    private static void AssertClose(Column column, double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{column}: expected {expected:R}, but got {actual:R}.");

    /// <summary>Where the values of a column lie.</summary>
    private sealed record Column(int Rows, double Scale, double Offset)
    {
        public static Column Of(int number)
        {
            var random = new RandomGenerator((ulong)number + 1);
            double decades = random.NextInt(40) == 0 ? 6 : 1 + 4 * random.NextDouble();
            double offset = random.NextInt(3) == 0 ? 0 : Math.Pow(10, 8 * random.NextDouble()) * (random.NextInt(2) == 0 ? 1 : -1);
            return new Column((int)Math.Pow(10, decades), Math.Pow(10, 40 * random.NextDouble() - 20), offset);
        }

        public float[] Values(int seed)
        {
            var random = new RandomGenerator((ulong)seed);
            return [.. Enumerable.Range(0, Rows).Select(_ => (float)(Scale * (Offset + random.NextGaussian())))];
        }

        public float[] Near(float[] values, int seed)
        {
            var random = new RandomGenerator((ulong)seed);
            return [.. values.Select(value => (float)(value + 0.3 * Scale * random.NextGaussian()))];
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} rows, scale {Scale:R}, offset {Offset:R}");
    }

    /// <summary>Mean (and what its rounding leaves) and standard deviation, of sums in two doubles each.</summary>
    private readonly record struct Moments(double Mean, double Rest, double StandardDeviation)
    {
        public static Moments Of(double[] values)
        {
            double high = 0, low = 0;
            foreach (double value in values)
            {
                // Knuth's exact sum of two numbers.
                double sum = high + value, part = sum - high;
                low += (high - (sum - part)) + (value - part);
                high = sum;
            }

            double mean = (high + low) / values.Length;

            // What is left of the sum after n times the mean, of which a fused multiply-add gives the exact product.
            double product = mean * values.Length, productRest = Math.FusedMultiplyAdd(mean, values.Length, -product);
            double rest = (high - product - productRest + low) / values.Length;
            double largest = values.Max(value => Math.Abs(value - mean));
            if (largest == 0)
                return new Moments(mean, rest, 0);
            double squares = values.Sum(value => (value - mean - rest) / largest * ((value - mean - rest) / largest));
            return new Moments(mean, rest, Math.Sqrt(squares / values.Length) * largest);
        }
    }
}
