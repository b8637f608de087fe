using System;
using System.Linq;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>Epochs of 784-128-10 through the <see cref="Trainer{TNetwork, T}"/>.</summary>
internal static class ThreadedTraining
{
    /// <summary>The steps of an epoch.</summary>
    public const int Steps = 4;

    /// <summary>Makes a training of which one call is an epoch; the fastest epoch counts.</summary>
    /// <param name="rows">The rows of a step.</param>
    /// <param name="threads">The number of threads.</param>
    public static Func<int, CallCost> Epoch(int rows, int threads)
    {
        var job = new Job(Networks.Digits, Work.SgdStep, rows * Steps);
        var data = new Dataset<float>(job.Inputs, job.Network.Shape.InputSize, job.Targets, job.Network.Shape.OutputSize);
        Network784x128x10 network = new(seed: 1);
        return epochs =>
        {
            var trainer = new Trainer<Network784x128x10, float>(network) { Epochs = Math.Max(epochs, 4), BatchSize = rows, MaxDegreeOfParallelism = threads };
            TrainingHistory history = trainer.Train<CategoricalCrossEntropy>(data, new Sgd<float>(Job.ResidingRate));
            return new CallCost(history.Epochs.Min(epoch => epoch.Duration.TotalNanoseconds), double.NaN);
        };
    }
}
