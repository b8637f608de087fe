using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Generated.Samples.Digits;

namespace Generated.Samples.Convolution;

/// <summary>How one network did: every seed has its own split, initial weights and order of the images.</summary>
/// <param name="Name">What the network is.</param>
/// <param name="Parameters">How many parameters it has.</param>
/// <param name="Accuracies">The share of test images read right, by seed.</param>
/// <param name="TrainingSeconds">The mean time of one training.</param>
/// <param name="ForwardNanoseconds">The time of one image.</param>
/// <param name="BatchMicroseconds">The time of 128 images.</param>
/// <param name="StepMicroseconds">The time of a training step of 32 images.</param>
internal sealed record Contest(
    string Name, int Parameters, IReadOnlyList<double> Accuracies, double TrainingSeconds,
    double ForwardNanoseconds, double BatchMicroseconds, double StepMicroseconds)
{
    public const int TrainingBatch = 32, ForwardBatch = 128;
    public const double LearningRate = 0.002, WeightDecay = 0.05;
    public const float LabelSmoothing = 0.1f;

    /// <summary>The mean over the seeds.</summary>
    public double Mean => Accuracies.Average();

    /// <summary>The standard error of the mean; NaN for a single seed, which says nothing about it.</summary>
    public double StandardError => Math.Sqrt(Accuracies.Sum(value => (value - Mean) * (value - Mean)) / (Accuracies.Count - 1) / Accuracies.Count);

    /// <summary>Trains a network of either kind with each seed, and times the last.</summary>
    /// <typeparam name="TNetwork">The network; the loop knows nothing else about it.</typeparam>
    public static Contest Hold<TNetwork>(string name, string csv, int seeds, int epochs)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        double[] accuracies = new double[seeds];
        double seconds = 0;
        TNetwork network = TNetwork.Create();
        DigitImages images = null!;
        for (int i = 0; i < seeds; i++)
        {
            ulong seed = (ulong)i + 1;
            images = DigitImages.Load(csv, seed);
            network = TNetwork.Create(seed);
            var trainer = new Trainer<TNetwork, float>(network)
            {
                Epochs = epochs,
                BatchSize = TrainingBatch,
                Seed = seed,
                Schedule = new CosineSchedule(epochs),
            };
            // No validation part: nothing is chosen by the test images, which are looked at once, at the end.
            var optimizer = new AdamW<float>(LearningRate) { WeightDecay = WeightDecay };
            seconds += trainer.Train<KullbackLeibler>(images.TrainingWithSmoothLabels(LabelSmoothing), optimizer).Duration.TotalSeconds / seeds;
            accuracies[i] = trainer.Evaluate<KullbackLeibler>(images.Test).Accuracy!.Value;
        }

        float[] inputs = images.Training.Inputs[..(ForwardBatch * DigitImages.Pixels)].ToArray(), outputs = new float[ForwardBatch * DigitImages.Classes];
        float[] targets = images.Training.Targets[..(TrainingBatch * DigitImages.Classes)].ToArray(), gradient = new float[TNetwork.Shape.ParameterCount];
        // A rate so small that the steps of the timing leave the weights where they are.
        var timed = new AdamW<float>(1e-7);
        return new Contest(
            name, TNetwork.Shape.ParameterCount, accuracies, seconds,
            1e9 * BestSeconds(200, () => network.Forward(inputs.AsSpan(0, DigitImages.Pixels), outputs.AsSpan(0, DigitImages.Classes))),
            1e6 * BestSeconds(10, () => network.ForwardBatch(inputs, outputs)),
            1e6 * BestSeconds(10, () =>
            {
                network.BackwardBatch<KullbackLeibler>(inputs.AsSpan(0, TrainingBatch * DigitImages.Pixels), targets, gradient);
                timed.Step(network.Parameters, gradient);
            }));
    }

    // The best of many: other programs only ever add to a time.
    private static double BestSeconds(int calls, Action call)
    {
        double best = double.PositiveInfinity;
        for (int repetition = 0; repetition < 50; repetition++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++)
                call();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / calls);
        }

        return best;
    }
}
