// Rules of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The perceptron and the MADALINE.</summary>
public class ThresholdRuleTests
{
    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(0, 0, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(0, 0, 0, 0)]
    public void ThePerceptronLearnsEverySeparableGateAndStops(params int[] values)
    {
        Dataset<float> gate = RuleData.Gate<float>(values);
        var unit = new ThresholdUnit();
        LearningHistory history = new PerceptronRule<ThresholdUnit, float>(unit).Train(gate);
        Assert.Equal(LearningEnd.Converged, history.End);
        Assert.Equal((0, 0.0), (history.Epochs[^1].Updates, history.Epochs[^1].Error));
        Assert.All(history.Epochs.SkipLast(1), epoch => Assert.NotEqual(0, epoch.Updates));
        Assert.Equal(values.Select(value => (double)value), RuleData.Outputs(unit, gate));
    }

    [Fact]
    public void ThePerceptronNeverLearnsExclusiveOr()
    {
        LearningHistory history = new PerceptronRule<ThresholdUnit, float>(new()) { Epochs = 1000 }.Train(RuleData.Gate<float>(0, 1, 1, 0));
        Assert.Equal(LearningEnd.Completed, history.End);
        Assert.Equal(1000, history.Epochs.Count);
        Assert.All(history.Epochs, epoch => Assert.NotEqual(0, epoch.Updates));
    }

    [Fact]
    public void ThePerceptronLearnsFromMistakesOnly()
    {
        // z = 1·1 + 2·(−1) + 0.5 = −0.5 gives 0: right for the first sample, wrong for the second, which has the same inputs.
        var unit = new ThresholdUnit();
        unit.ImportParameters([1, 2, 0.5f]);
        var rule = new PerceptronRule<ThresholdUnit, float>(unit) { LearningRate = 0.25, Epochs = 1 };
        Assert.Equal(LearningEnd.Converged, rule.Train(Dataset.FromRows([[1f, -1f]], [[0f]])).End);
        Assert.Equal([1, 2, 0.5f], Canonical(unit));
        rule.Train(Dataset.FromRows([[1f, -1f]], [[1f]]));
        Assert.Equal([1.25f, 1.75f, 0.75f], Canonical(unit));
    }

    [Fact]
    public void ThePerceptronMakesNoMoreMistakesThanNovikoffAllows()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            // Points at some distance of a random hyperplane, which gives a lower bound of the best margin γ.
            var random = new RandomGenerator(seed);
            double[] normal = [.. Enumerable.Range(0, 6).Select(_ => random.NextGaussian())];
            double length = Math.Sqrt(RuleData.Dot(normal, normal));
            double[] inputs = new double[5 * 60], targets = new double[60];
            double margin = double.PositiveInfinity, radius = 0;
            for (int row = 0; row < targets.Length;)
            {
                double[] x = [.. Enumerable.Range(0, 5).Select(_ => random.NextGaussian()), 1];
                double distance = RuleData.Dot(normal, x) / length;
                if (Math.Abs(distance) < 0.1)
                    continue;
                x.AsSpan(0, 5).CopyTo(inputs.AsSpan(row * 5));
                targets[row++] = distance > 0 ? 1 : 0;
                margin = Math.Min(margin, Math.Abs(distance));
                radius = Math.Max(radius, Math.Sqrt(RuleData.Dot(x, x)));
            }

            var unit = new WideThresholdUnit();
            LearningHistory history = new PerceptronRule<WideThresholdUnit, double>(unit) { Epochs = 100_000, Seed = seed }.Train(new Dataset<double>(inputs, 5, targets, 1));
            Assert.Equal(LearningEnd.Converged, history.End);
            Assert.True(history.Epochs.Sum(epoch => epoch.Updates) <= Math.Pow(radius / margin, 2));
        }
    }

    [Fact]
    public void UnitsOfAPerceptronLearnByThemselves()
    {
        // Three units at once end where each alone ends, the order of the samples being the same.
        var random = new RandomGenerator(1);
        double[] inputs = [.. Enumerable.Range(0, 40 * 6).Select(_ => random.NextGaussian())];
        double[] targets = [.. Enumerable.Range(0, 40).SelectMany(row => new double[] { inputs[row * 6] > 0.1 ? 1 : 0, inputs[row * 6 + 1] > inputs[row * 6 + 2] ? 1 : 0, row % 3 == 0 ? 1 : 0 })];
        var all = new ThresholdUnits();
        new PerceptronRule<ThresholdUnits, double>(all) { Epochs = 20 }.Train(new Dataset<double>(inputs, 6, targets, 3));
        for (int unit = 0; unit < 3; unit++)
        {
            // The other two are asked for what they give anyway at weights of 0, which is 1.
            double[] single = [.. targets.Select((target, i) => i % 3 == unit ? target : 1)];
            var alone = new ThresholdUnits();
            new PerceptronRule<ThresholdUnits, double>(alone) { Epochs = 20 }.Train(new Dataset<double>(inputs, 6, single, 3));
            Assert.Equal(RuleData.Weights(alone, unit), RuleData.Weights(all, unit));
        }
    }

    [Fact]
    public void MadalineLearnsExclusiveOr()
    {
        Dataset<float> xor = RuleData.Gate<float>(0, 1, 1, 0);
        int learnt = 0;
        for (ulong seed = 1; seed <= 100; seed++)
        {
            var network = new Madaline(seed);
            LearningHistory history = new MadalineRule<Madaline, float>(network) { Seed = seed, Epochs = 500 }.Train(xor);
            if (history.End != LearningEnd.Converged)
                continue;
            learnt++;
            Assert.Equal([0, 1, 1, 0], RuleData.Outputs(network, xor));
        }

        Assert.True(learnt >= 90, $"{learnt} of 100 seeds");
    }

    [Fact]
    public void MadalineLearnsInDeeperNetworksWithSeveralOutputs()
    {
        // Exclusive or and its complement's half: (x₁ ⊕ x₂, x₁ ∧ x₂), the half adder.
        Dataset<double> adder = RuleData.Gate<double>(0, 0, 1, 0, 1, 0, 0, 1);
        int learnt = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var network = new DeepMadaline(seed);
            if (new MadalineRule<DeepMadaline, double>(network) { Seed = seed, Epochs = 1000 }.Train(adder).End != LearningEnd.Converged)
                continue;
            learnt++;
            Assert.Equal([0, 0, 1, 0, 1, 0, 0, 1], RuleData.Outputs(network, adder));
        }

        Assert.True(learnt >= 20, $"{learnt} of 40 seeds");
    }

    [Fact]
    public void MadalineTeachesTheUnitNearestZeroThatHelps()
    {
        // All hidden units are off; the output wants one of the last two on. The last is nearer to 0 than the second, the first nearest but of no use.
        var network = new Madaline();
        network.ImportParameters([0, 0, 0, 0, 0, 0, -0.1f, -0.5f, -0.2f, 0, 1, 1, -0.5f]);
        LearningHistory history = new MadalineRule<Madaline, float>(network) { Epochs = 1 }.Train(Dataset.FromRows([[1f, 0f]], [[1f]]));
        float[] after = Canonical(network);

        // z = −0.2 moves by α(1 − z) = 0.6 to 0.4, shared by the weight of the input 1 and the bias.
        Assert.Equal([0.3f, 0, -0.1f, -0.5f, 0.1f], [after[4], after[5], .. after[6..9]], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0f, 0, 0, 0], after[..4]);
        Assert.Equal([0f, 1, 1, -0.5f], after[9..]);
        Assert.Equal((1, 0.5), (history.Epochs[0].Updates, history.Epochs[0].Error));
    }

    [Fact]
    public void MadalineTeachesTheOutputWhereNoHiddenUnitHelps()
    {
        // The output does not listen to the hidden units; z = −0.2 moves by α(1 − z) = 0.6, all of it to the bias, as no hidden unit is on.
        var network = new Madaline();
        network.ImportParameters([0, 0, 0, 0, 0, 0, -1, -1, -1, 0, 0, 0, -0.2f]);
        new MadalineRule<Madaline, float>(network) { Epochs = 1 }.Train(Dataset.FromRows([[1f, 0f]], [[1f]]));
        float[] after = Canonical(network);
        Assert.Equal([0f, 0, 0, 0, 0, 0, -1, -1, -1, 0, 0, 0], after[..12]);
        Assert.Equal(0.4f, after[12], 1e-6f);
    }

    private static float[] Canonical<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        float[] canonical = new float[TNetwork.Shape.ParameterCount];
        network.ExportParameters(canonical);
        return canonical;
    }
}
