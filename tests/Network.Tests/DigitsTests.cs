using System;
using System.Linq;
using System.Threading;
using Generated.Samples.Digits;
using Xunit;

namespace Generated.Tests;

/// <summary>The main job, without its terminal and its report.</summary>
public class DigitsTests
{
    [Fact]
    public void TheMainJobIsAsAccurateAsItSays()
    {
        double[] accuracies = [.. Enumerable.Range(1, 10).Select(seed => Accuracy((ulong)seed))];
        string all = string.Join(", ", accuracies.Select(accuracy => $"{accuracy:P2}"));
        Assert.True(accuracies.Average() >= 0.975, all);
        Assert.True(accuracies.Min() >= 0.96, all);
    }

    [Fact]
    public void TheSameSeedGivesTheSameLossToTheLastDigit()
    {
        TrainingProgress[] first = Train(3, 20, out DigitClassifier network), second = Train(3, 20, out DigitClassifier again);
        Assert.Equal(first.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss)), second.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss)));
        Assert.Equal(network.Parameters.ToArray(), again.Parameters.ToArray());
        Assert.NotEqual(first[^1].TrainingLoss, Train(4, 20, out _)[^1].TrainingLoss);
    }

    [Fact]
    public void AnEpochAllocatesNothing()
    {
        DigitImages images = DigitImages.Load(DigitImages.DefaultPath, 1);
        // The first epochs allocate what goes with the parameters, and compile.
        long[] bytes = new long[12];
        DigitTraining.Train(new DigitClassifier(1), images, bytes.Length, DigitTraining.LearningRate, 1,
            progress => bytes[progress.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread(), CancellationToken.None);
        // The runtime itself may allocate where it puts the optimised version of a method in place: in an epoch or two, not in all.
        Assert.InRange(Enumerable.Range(5, bytes.Length - 5).Count(epoch => bytes[epoch] != bytes[epoch - 1]), 0, 2);
    }

    private static double Accuracy(ulong seed)
    {
        DigitImages images = DigitImages.Load(DigitImages.DefaultPath, seed);
        var network = new DigitClassifier(seed);
        DigitTraining.Train(network, images, DigitTraining.Epochs, DigitTraining.LearningRate, seed, null, CancellationToken.None);
        float[] outputs = new float[images.Test.Count * DigitImages.Classes];
        network.ForwardBatch(images.Test.Inputs, outputs);
        return Metrics.Accuracy<float>(outputs, images.Test.Targets, DigitImages.Classes);
    }

    private static TrainingProgress[] Train(ulong seed, int epochs, out DigitClassifier network)
    {
        network = new DigitClassifier(seed);
        DigitImages images = DigitImages.Load(DigitImages.DefaultPath, seed);
        return [.. DigitTraining.Train(network, images, epochs, DigitTraining.LearningRate, seed, null, CancellationToken.None).Epochs];
    }
}
