// Rules of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The rules without targets.</summary>
public class HebbAndOjaTests
{
    [Fact]
    public void AStepOfHebbAddsTheProductOfInputAndOutput()
    {
        // y = 0.5·1 − 1·2 + 2·3 + 0.25 = 4.75; Δw = 0.125·4.75·x.
        var unit = new LinearUnit();
        unit.ImportParameters([0.5, -1, 2, 0.25]);
        LearningHistory history = new HebbRule<LinearUnit, double>(unit) { LearningRate = 0.125, Epochs = 1 }.Train([1, 2, 3]);
        Assert.Equal([0.5 + 0.59375, -1 + 1.1875, 2 + 1.78125], RuleData.Weights(unit));
        Assert.Equal(0.25, RuleData.Bias(unit));
        Assert.Equal(1, history.Epochs[0].Updates);
    }

    [Fact]
    public void HebbsWeightsGrowWithoutBound()
    {
        (double[] points, double[][] axes) = RuleData.Cloud(8, [4, 1, 0.25], seed: 1);
        var unit = new LinearUnit(seed: 1);
        LearningHistory history = new HebbRule<LinearUnit, double>(unit) { LearningRate = 0.01, Epochs = 60, Seed = 1 }.Train(points);
        double[] norms = [.. history.Epochs.Select(epoch => epoch.WeightNorm)];
        Assert.True(norms.Zip(norms.Skip(1)).All(pair => pair.Second > pair.First));

        // Eight samples an epoch: the part along the first axis grows by about (1 + ηλ)⁸ each time, and turns w to that axis.
        Assert.Equal(8 * Math.Log(1 + 0.01 * 4), Math.Log(norms[^1] / norms[^2]), 0.01);
        Assert.True(norms[^1] > 1e7);
        double[] w = RuleData.Weights(unit);
        Assert.True(Math.Abs(RuleData.Dot(w, axes[0])) / Math.Sqrt(RuleData.Dot(w, w)) > 0.999);
    }

    [Fact]
    public void HebbEndsInADivergenceThatLeavesFiniteParameters()
    {
        (double[] points, _) = RuleData.Cloud(8, [4, 1, 0.25], seed: 1);
        var unit = new LinearUnit(seed: 1);
        var error = Assert.Throws<TrainingDivergedException>(() => new HebbRule<LinearUnit, double>(unit) { LearningRate = 0.1, Epochs = 10_000 }.Train(points));
        Assert.True(error.Epoch > 50);
        Assert.DoesNotContain(unit.Parameters.ToArray(), parameter => !double.IsFinite(parameter));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OjaFindsTheFirstPrincipalAxisWithUnitLength(ulong seed)
    {
        (double[] points, double[][] axes) = RuleData.Cloud(8, [3, 1, 0.5], seed);
        var unit = new LinearUnit(seed);
        LearningHistory history = new OjaRule<LinearUnit, double>(unit) { LearningRate = 0.001, Epochs = 2000, Seed = seed }.Train(points);
        double[] w = RuleData.Weights(unit);

        // What remains of the motion is of the order of the learning rate.
        Assert.Equal(1, history.Epochs[^1].WeightNorm, 0.002);
        Assert.Equal(1, Math.Abs(RuleData.Dot(w, axes[0])), 0.002);

        // What the axis leaves over is half the variance of the others.
        Assert.Equal(0.5 * (1 + 0.5), history.Epochs[^1].Error, 0.01);
    }

    [Fact]
    public void OjaOfSeveralUnitsSpansThePrincipalSubspace()
    {
        (double[] points, double[][] axes) = RuleData.Cloud(64, [4, 3, 0.5, 0.4, 0.3, 0.2], seed: 5);
        var units = new LinearUnits(seed: 5);
        new OjaRule<LinearUnits, double>(units) { LearningRate = 0.001, Epochs = 600, Seed = 1 }.Train(points);
        double[] first = RuleData.Weights(units, 0), second = RuleData.Weights(units, 1);
        Assert.Equal(0, RuleData.Dot(first, second), 0.005);
        foreach (double[] w in new[] { first, second })
        {
            double inside = Math.Pow(RuleData.Dot(w, axes[0]), 2) + Math.Pow(RuleData.Dot(w, axes[1]), 2);
            Assert.Equal(1, RuleData.Dot(w, w), 0.005);
            Assert.Equal(1, inside, 0.005);
        }
    }

    [Fact]
    public void OjaRefusesBiases()
    {
        var unit = new LinearUnit(seed: 1);
        unit.Parameters[LinearUnit.Shape.Layers[0].BiasIndex(0)] = 1;
        Assert.Throws<ArgumentException>("network", () => new OjaRule<LinearUnit, double>(unit));
    }

    [Fact]
    public void OjaFindsOutATooLargeLearningRate()
    {
        (double[] points, _) = RuleData.Cloud(8, [30, 1, 0.25], seed: 1);
        var unit = new LinearUnit(seed: 1);
        Assert.Throws<TrainingDivergedException>(() => new OjaRule<LinearUnit, double>(unit) { LearningRate = 1 }.Train(points));
        Assert.DoesNotContain(unit.Parameters.ToArray(), parameter => !double.IsFinite(parameter));
    }

    [Fact]
    public void EitherOrderOfTheWeightsLearnsTheSame()
    {
        // One step of Hebb's rule on a layer whose weights lie in rows of inputs, against the formula.
        var random = new RandomGenerator(3);
        float[] x = [.. Enumerable.Range(0, 40).Select(_ => (float)random.NextGaussian())];
        var layer = new LinearLayer(seed: 1);
        float[] before = new float[LinearLayer.ParameterCount], after = new float[before.Length], y = new float[17];
        layer.ExportParameters(before);
        layer.Forward(x, y);
        new HebbRule<LinearLayer, float>(layer) { LearningRate = 0.5, Epochs = 1 }.Train(x);
        layer.ExportParameters(after);
        for (int unit = 0; unit < 17; unit++)
        {
            for (int i = 0; i < 40; i++)
                Assert.Equal(before[unit * 40 + i] + 0.5f * y[unit] * x[i], after[unit * 40 + i]);
        }
    }
}
