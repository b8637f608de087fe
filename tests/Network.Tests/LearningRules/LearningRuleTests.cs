// Rules of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace Generated.Tests;

/// <summary>What all learning rules share.</summary>
public class LearningRuleTests
{
    [Fact]
    public void ARuleSaysWhichNetworkItNeeds()
    {
        AssertRefused("Hebb's rule learns in one dense layer with the activation Linear: a network such as [Network(2, 1, Output = Activation.Linear)] is wanted; this network is 2 → 1 Step.",
            () => new HebbRule<ThresholdUnit, float>(new()));
        AssertRefused("Oja's rule learns in one dense layer with the activation Linear", () => new OjaRule<SigmoidNetwork, double>(new()));
        AssertRefused("The perceptron rule learns in one dense layer with the activation Step", () => new PerceptronRule<LinearUnit, double>(new()));
        AssertRefused("The perceptron rule learns in one dense layer with the activation Step: a network such as [Network(2, 1, Output = Activation.Step)] is wanted; this network is 2 → 3 Step → 1 Step.",
            () => new PerceptronRule<Madaline, float>(new()));
        AssertRefused("The delta rule learns in one dense layer with the activation Linear", () => new DeltaRule<ThresholdUnit, float>(new()));
        AssertRefused("The delta rule learns in one dense layer with the activation Linear", () => new DeltaRule<RadialNetwork, float>(new()));
        AssertRefused("The generalised delta rule needs a derivative in every layer", () => new GeneralizedDeltaRule<Madaline, float>(new()));
        AssertRefused("The generalised delta rule needs a derivative in every layer: a network of dense layers", () => new GeneralizedDeltaRule<RadialNetwork, float>(new()));
        AssertRefused("The MADALINE rule learns in two or more dense layers with the activation Step", () => new MadalineRule<ThresholdUnit, float>(new()));
        AssertRefused("The MADALINE rule learns in two or more dense layers with the activation Step", () => new MadalineRule<SigmoidNetwork, double>(new()));
    }

    [Fact]
    public void DataThatDoNotFitAreRefused()
    {
        var unit = new ThresholdUnit(seed: 1);
        float[] before = unit.Parameters.ToArray();
        var rule = new PerceptronRule<ThresholdUnit, float>(unit);
        Assert.StartsWith("The samples have weights, but a learning rule takes all samples alike.", Assert.Throws<ArgumentException>(
            () => rule.Train(Dataset.FromRows([[1f, 0f], [0f, 1f]], [[1f], [0f]]).Balanced())).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => rule.Train(Dataset.FromRows([[1f]], [[1f]])));
        Assert.Contains("The data set has 1 inputs and 1 targets, but the network has 2 inputs and 1 outputs.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => rule.Train(Dataset.FromRows([[1f, 0f], [0f, 1f]], [[1f], [-1f]])));
        Assert.Contains("Target 0 of sample 1 is -1; a threshold unit gives 0 or 1, so 0 or 1 is wanted.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MadalineRule<Madaline, float>(new(1)).Train(Dataset.FromRows([[1f, 0f]], [[0.5f]])));
        Assert.Throws<ArgumentException>("inputs", () => new OjaRule<LinearUnit, double>(new(1)).Train([1, 2, 3, 4]));
        Assert.Throws<ArgumentException>("inputs", () => new HebbRule<LinearUnit, double>(new(1)).Train([]));
        Assert.Equal(before, unit.Parameters.ToArray());
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new PerceptronRule<ThresholdUnit, float>(new()) { LearningRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new PerceptronRule<ThresholdUnit, float>(new()) { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => new PerceptronRule<ThresholdUnit, float>(new()) { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new GeneralizedDeltaRule<SigmoidNetwork, double>(new()) { Momentum = 1 });
    }

    [Fact]
    public void EveryEpochIsToldOfOnceAndInOrder()
    {
        var told = new List<LearningEpoch>();
        LearningHistory history = new DeltaRule<LinearUnit, double>(new(1)) { Epochs = 5, EpochCompleted = told.Add }
            .Train(Dataset.FromRows([[1.0, 2, 3], [3, 2, 1]], [[1.0], [0]]));
        Assert.Equal(history.Epochs, told);
        Assert.Equal([1, 2, 3, 4, 5], told.Select(epoch => epoch.Epoch));
        Assert.All(told, epoch => Assert.Equal((5, 2), (epoch.Epochs, epoch.Updates)));
        Assert.Equal(LearningEnd.Completed, history.End);
    }

    [Fact]
    public void CancellingEndsTheLearningAndKeepsWhatWasLearnt()
    {
        using var cancellation = new CancellationTokenSource();
        var unit = new LinearUnit(1);
        double[] before = unit.Parameters.ToArray(), kept = [];
        LearningHistory history = new DeltaRule<LinearUnit, double>(unit)
        {
            EpochCompleted = progress =>
            {
                if (progress.Epoch != 3)
                    return;
                kept = unit.Parameters.ToArray();
                cancellation.Cancel();
            },
        }.Train(Dataset.FromRows([[1.0, 2, 3], [3, 2, 1]], [[1.0], [0]]), cancellation.Token);
        Assert.Equal(LearningEnd.Cancelled, history.End);
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(kept, unit.Parameters.ToArray());
        Assert.NotEqual(before, kept);
    }

    [Fact]
    public void TheOrderOfTheSamplesDependsOnTheSeedAlone()
    {
        Dataset<double> data = Dataset.FromRows([[1.0, 2, 3], [3, 2, 1], [-1, 0, 2], [2, -2, 1]], [[1.0], [0], [2], [1]]);
        double[] Learn(ulong seed, bool shuffle)
        {
            var unit = new LinearUnit();
            new DeltaRule<LinearUnit, double>(unit) { Epochs = 3, Seed = seed, Shuffle = shuffle }.Train(data);
            return unit.Parameters.ToArray();
        }

        Assert.Equal(Learn(1, true), Learn(1, true));
        Assert.NotEqual(Learn(1, true), Learn(2, true));
        Assert.Equal(Learn(1, false), Learn(2, false));
    }

    private static void AssertRefused(string message, Action make)
    {
        var error = Assert.Throws<ArgumentException>("network", make);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
