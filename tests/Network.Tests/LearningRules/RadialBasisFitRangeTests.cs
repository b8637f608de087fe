// Fits of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Radial basis networks on data of any scale: what single precision gives beside double, and what is refused before anything is written. Forty data sets of
/// up to 3,000 rows; with the environment variable GENERATED_EXHAUSTIVE=1, 400 of up to 100,000.
/// </summary>
public partial class RadialBasisFitRangeTests
{
    private static readonly bool s_exhaustive = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1";

    [Fact]
    public void SinglePrecisionFollowsDoubleOrRefuses()
    {
        int fitted = 0, refused = 0;
        for (int seed = 0; seed < (s_exhaustive ? 400 : 40); seed++)
        {
            var random = new RandomGenerator((ulong)seed);
            int count = (int)Math.Pow(10, 1 + (s_exhaustive ? 4 : 2.5) * random.NextDouble());
            double scale = Math.Pow(10, 40 * random.NextDouble() - 20), targetScale = Math.Pow(10, 20 * random.NextDouble() - 10);
            float[] inputs = [.. Enumerable.Range(0, 2 * count).Select(_ => (float)(scale * (2 * random.NextDouble() - 1)))];
            float[] targets = [.. Enumerable.Range(0, count).Select(row =>
                (float)(targetScale * Math.Sin(2 * inputs[2 * row] / scale) * (1 + inputs[2 * row + 1] / scale)))];
            var exact = new DoubleSurface();
            var single = new SingleSurface();
            float[] before = single.Parameters.ToArray();
            RadialBasisFitResult expected = new RadialBasisFit<DoubleSurface, double>(exact) { Seed = (ulong)seed, Iterations = 20 }
                .Train(Wide(inputs, targets));
            var fit = new RadialBasisFit<SingleSurface, float>(single) { Seed = (ulong)seed, Iterations = 20 };
            if (scale is < 1e-18 or > 1e18)
            {
                // β or the squares of distances are no numbers of single precision.
                if (TryTrain(fit, new Dataset<float>(inputs, 2, targets, 1)))
                    continue;
                Assert.Equal(before, single.Parameters.ToArray());
                refused++;
                continue;
            }

            RadialBasisFitResult result = fit.Train(new Dataset<float>(inputs, 2, targets, 1));
            Assert.Equal((expected.Iterations, expected.SquaredDistances), (result.Iterations, result.SquaredDistances));

            // Weights may differ where basis functions overlap; what the network gives may not, by more than its sums' own rounding.
            float[] outputs = new float[count];
            double[] exactOutputs = new double[count];
            single.ForwardBatch(inputs, outputs);
            exact.ForwardBatch(Array.ConvertAll(inputs, value => (double)value), exactOutputs);
            double largest = targets.Max(Math.Abs);
            for (int row = 0; row < count; row++)
                Assert.True(Math.Abs(outputs[row] - exactOutputs[row]) <= 1e-4 * largest,
                    $"Seed {seed}, row {row}: {outputs[row]:r} beside {exactOutputs[row]:r} of {largest}.");
            fitted++;
        }

        Assert.True(fitted > (s_exhaustive ? 300 : 25) && refused > 0, $"{fitted} fitted, {refused} refused");
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e155)]
    [InlineData(1e-165)]
    public void DistancesOutOfRangeChangeNothing(double scale)
    {
        var network = new DoubleSurface(seed: 1);
        double[] before = network.Parameters.ToArray();
        double[] inputs = [.. Enumerable.Range(0, 100).Select(i => scale * Math.Sin(i * i))];
        var data = new Dataset<double>(inputs, 2, new double[50], 1);
        Assert.Throws<ArgumentException>(() => new RadialBasisFit<DoubleSurface, double>(network).Train(data));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Theory]
    [InlineData(1e25, "squared distances")]
    [InlineData(1e-25, "squared distances")]
    public void SinglePrecisionRefusesWhatItsNetworkCannotCompute(double scale, string what)
    {
        var network = new SingleSurface(seed: 1);
        float[] before = network.Parameters.ToArray();
        float[] inputs = [.. Enumerable.Range(0, 100).Select(i => (float)(scale * Math.Sin(i * i)))];
        var error = Assert.Throws<ArgumentException>("data", () =>
            new RadialBasisFit<SingleSurface, float>(network).Train(new Dataset<float>(inputs, 2, new float[50], 1)));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void WeightsOutOfRangeChangeNothing()
    {
        var network = new SingleSurface(seed: 1);
        float[] before = network.Parameters.ToArray(), targets = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? float.MaxValue : float.MinValue)];
        float[] inputs = [.. Enumerable.Range(0, 100).Select(i => (float)Math.Sin(i * i))];
        var error = Assert.Throws<ArgumentException>("data", () =>
            new RadialBasisFit<SingleSurface, float>(network).Train(new Dataset<float>(inputs, 2, targets, 1)));
        Assert.Contains("weights are out of the range", error.Message, StringComparison.Ordinal);
        targets[7] = float.NaN;
        error = Assert.Throws<ArgumentException>("data", () =>
            new RadialBasisFit<SingleSurface, float>(network).Train(new Dataset<float>(inputs, 2, targets, 1)));
        Assert.StartsWith("Target 0 of sample 7 is NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    private static bool TryTrain(RadialBasisFit<SingleSurface, float> fit, Dataset<float> data)
    {
        try
        {
            fit.Train(data);
            return true;
        }
        catch (ArgumentException error)
        {
            Assert.Contains("out of the range", error.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private static Dataset<double> Wide(float[] inputs, float[] targets) =>
        new(Array.ConvertAll(inputs, value => (double)value), 2, Array.ConvertAll(targets, value => (double)value), 1);

    [Network(2)]
    [RadialBasis(6)]
    [Dense(1)]
    private sealed partial class SingleSurface;

    [Network(2, Precision = Precision.Double)]
    [RadialBasis(6)]
    [Dense(1)]
    private sealed partial class DoubleSurface;
}
