// Rules of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>The delta rule and the generalised delta rule.</summary>
public class DeltaRuleTests
{
    [Fact]
    public void AStepOfTheDeltaRuleIsWidrowAndHoffs()
    {
        // y = 0.5 − 2 + 6 + 0.25 = 4.75, t − y = −0.75; Δw = 0.125·(−0.75)·x.
        var unit = new LinearUnit();
        unit.ImportParameters([0.5, -1, 2, 0.25]);
        LearningHistory history = new DeltaRule<LinearUnit, double>(unit) { LearningRate = 0.125, Epochs = 1 }.Train(Dataset.FromRows([[1.0, 2, 3]], [[4.0]]));
        Assert.Equal([0.5 - 0.09375, -1 - 0.1875, 2 - 0.28125], RuleData.Weights(unit));
        Assert.Equal(0.25 - 0.09375, RuleData.Bias(unit));
        Assert.Equal(0.5 * 0.75 * 0.75, history.Epochs[0].Error);
    }

    [Fact]
    public void TheDeltaRuleApproachesLeastSquares()
    {
        // Inputs that are uncorrelated with each other and with the noise by construction, so the solution is known.
        double[] inputs = new double[3 * 32], targets = new double[32];
        for (int row = 0; row < 32; row++)
        {
            double[] x = [.. Enumerable.Range(0, 3).Select(axis => (row >> axis & 1) == 0 ? 1.0 : -1.0)];
            x.CopyTo(inputs, row * 3);
            double noise = 0.5 * ((row >> 3 & 1) == 0 ? 1 : -1);
            targets[row] = 2 * x[0] - x[1] + 0.5 * x[2] + 3 + noise;
        }

        var unit = new LinearUnit(seed: 1);
        LearningHistory history = new DeltaRule<LinearUnit, double>(unit) { LearningRate = 0.0005, Epochs = 2000, Seed = 1 }.Train(new Dataset<double>(inputs, 3, targets, 1));
        double[] w = [.. RuleData.Weights(unit), RuleData.Bias(unit)];
        foreach ((double wanted, double learnt) in new double[] { 2, -1, 0.5, 3 }.Zip(w))
            Assert.Equal(wanted, learnt, 0.01);
        Assert.Equal(0.125, history.Epochs[^1].Error, 0.002);
    }

    [Fact]
    public void TheDeltaRuleFindsOutATooLargeLearningRate()
    {
        var unit = new LinearUnit(seed: 1);
        double[] before = unit.Parameters.ToArray();
        var error = Assert.Throws<TrainingDivergedException>(() => new DeltaRule<LinearUnit, double>(unit) { LearningRate = 10, Epochs = 10_000 }
            .Train(Dataset.FromRows([[1.0, 2, 3], [3, 2, 1]], [[1.0], [0]])));
        Assert.Contains("smaller learning rate (it is 10)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(unit.Parameters.ToArray(), parameter => !double.IsFinite(parameter));
        Assert.Equal(before.Length, unit.Parameters.Length);
    }

    [Fact]
    public void TheGeneralisedRuleOfALinearLayerIsTheDeltaRule()
    {
        Dataset<double> data = Dataset.FromRows([[1.0, 2, 3], [3, 2, 1], [0, -1, 1]], [[1.0], [0], [2]]);
        LinearUnit first = new(seed: 1), second = new(seed: 1);
        new DeltaRule<LinearUnit, double>(first) { Epochs = 20, Seed = 4, LearningRate = 0.05 }.Train(data);
        new GeneralizedDeltaRule<LinearUnit, double>(second) { Epochs = 20, Seed = 4, LearningRate = 0.05 }.Train(data);
        foreach ((double wanted, double learnt) in first.Parameters.ToArray().Zip(second.Parameters.ToArray()))
            Assert.Equal(wanted, learnt, 1e-14);
    }

    [Fact]
    public void TheGeneralisedRuleIsGradientDescentSampleBySample()
    {
        Dataset<double> xor = RuleData.Gate<double>(0, 1, 1, 0);
        SigmoidNetwork first = new(seed: 1), second = new(seed: 1);
        LearningHistory history = new GeneralizedDeltaRule<SigmoidNetwork, double>(first) { Epochs = 50, Seed = 3, LearningRate = 0.5, Momentum = 0.9 }.Train(xor);
#pragma warning disable GEN0024 // The rule descends the squared error, whatever the activation.
        TrainingHistory training = new Trainer<SigmoidNetwork, double>(second) { Epochs = 50, Seed = 3, BatchSize = 1 }
            .Train<HalfSquaredError>(xor, new Sgd<double>(0.5) { Momentum = 0.9 });
#pragma warning restore GEN0024
        foreach ((double wanted, double learnt) in second.Parameters.ToArray().Zip(first.Parameters.ToArray()))
            Assert.Equal(wanted, learnt, 1e-12);
        Assert.Equal(training.Epochs[^1].TrainingLoss, history.Epochs[^1].Error, 1e-12);
    }

    [Fact]
    public void TheGeneralisedRuleLearnsExclusiveOr()
    {
        Dataset<double> xor = RuleData.Gate<double>(0, 1, 1, 0);
        var network = new SigmoidNetwork(seed: 1);
        var rule = new GeneralizedDeltaRule<SigmoidNetwork, double>(network) { Epochs = 2000, Seed = 1, LearningRate = 0.5, Momentum = 0.5 };
        Assert.True(rule.Train(xor).Epochs[^1].Error < 0.01);
        Assert.Equal([0, 1, 1, 0], RuleData.Outputs(network, xor).Select(output => Math.Round(output)));

        // Every training starts without motion: again from the same parameters, it ends where it did.
        double[] learnt = network.Parameters.ToArray();
        new SigmoidNetwork(seed: 1).Parameters.CopyTo(network.Parameters);
        rule.Train(xor);
        Assert.Equal(learnt, network.Parameters.ToArray());
    }
}
