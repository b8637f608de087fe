using System;
using System.Threading;

namespace Generated.Samples.Digits;

/// <summary>How the network is trained.</summary>
internal static class DigitTraining
{
    public const int BatchSize = 32, Epochs = 100;
    public const double LearningRate = 0.2, Momentum = 0.9, WeightDecay = 1e-3;
    public const float LabelSmoothing = 0.1f;

    /// <summary>Trains the network.</summary>
    /// <param name="network">The network, freshly initialised.</param>
    /// <param name="images">The training images to learn from, and the test images, which are looked at only to report.</param>
    /// <param name="epochs">How often to go through the training images.</param>
    /// <param name="learningRate">The first learning rate, from which it falls to zero.</param>
    /// <param name="seed">Decides the order of the images.</param>
    /// <param name="report">Told of every epoch.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    public static TrainingHistory Train(
        DigitClassifier network, DigitImages images, int epochs, double learningRate, ulong seed, Action<TrainingProgress>? report, CancellationToken cancellation)
    {
        // 2,410 weights could learn 1,437 images by heart. What keeps them from it: weight decay, a learning rate that
        // falls to zero along a cosine, and smoothed labels, against which the Kullback–Leibler divergence is the loss.
        // The test images are looked at after every epoch only to draw their curve: nothing is decided by them.
        var optimizer = new Sgd<float>(learningRate) { Momentum = Momentum, WeightDecay = WeightDecay };
        var trainer = new Trainer<DigitClassifier, float>(network)
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            Seed = seed,
            Validation = images.Test,
            Schedule = new CosineSchedule(epochs),
            EpochCompleted = report,
        };
        return trainer.Train<KullbackLeibler>(images.TrainingWithSmoothLabels(LabelSmoothing), optimizer, cancellation);
    }
}
