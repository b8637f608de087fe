using System;
using System.Collections.Generic;
using Generated.Samples.Digits;

namespace Generated.Samples.Autoencoder;

/// <summary>What a method makes of the test images.</summary>
/// <param name="Codes">Two numbers for each image.</param>
/// <param name="Images">The images made from them.</param>
/// <param name="Error">The mean squared error of a pixel.</param>
internal sealed record Reconstruction(float[] Codes, float[] Images, double Error)
{
    /// <summary>Compares images with the originals.</summary>
    public static Reconstruction Of(float[] codes, float[] images, Dataset<float> originals)
    {
        double sum = 0;
        for (int i = 0; i < images.Length; i++)
            sum += (images[i] - originals.Inputs[i]) * (double)(images[i] - originals.Inputs[i]);
        return new Reconstruction(codes, images, sum / images.Length);
    }
}

/// <summary>The deep autoencoder beside PCA with the same two numbers an image, on images that neither has seen.</summary>
/// <param name="Seed">Decides the split, the initial weights and the order of the images.</param>
/// <param name="Test">The test images and their digits.</param>
/// <param name="Pca">What PCA makes of them.</param>
/// <param name="Deep">What the autoencoder makes of them.</param>
/// <param name="TestErrors">The autoencoder's test error after every epoch.</param>
/// <param name="TrainingErrors">Its error on the training images after every epoch.</param>
internal sealed record DeepStory(
    ulong Seed, Dataset<float> Test, Reconstruction Pca, Reconstruction Deep, IReadOnlyList<double> TestErrors, IReadOnlyList<double> TrainingErrors)
{
    public const int CodeSize = 2, Epochs = 300;
    private const int CodeLayer = 3;

    /// <summary>By which share the autoencoder's test error is below PCA's.</summary>
    public double Margin => 1 - Deep.Error / Pca.Error;

    /// <summary>The digit of a test image.</summary>
    public int Digit(int row) => Metrics.PredictedClass(Test.Target(row));

    /// <summary>Trains the autoencoder.</summary>
    public static DeepStory Tell(DigitImages images, ulong seed)
    {
        Dataset<float> training = Itself(images.Training), test = Itself(images.Test);
        var network = new DeepAutoencoder(seed);
        List<double> testErrors = [], trainingErrors = [];
        var trainer = new Trainer<DeepAutoencoder, float>(network)
        {
            Epochs = Epochs,
            BatchSize = 32,
            Seed = seed,
            Schedule = new CosineSchedule(Epochs),
            EpochCompleted = _ =>
            {
                // Looked at only to draw their curves: nothing is decided by them.
                testErrors.Add(ErrorOn(network, test));
                trainingErrors.Add(ErrorOn(network, training));
            },
        };

        // The loss of a sigmoid: least, as the squared error is, where each unit is as dark as its pixel.
        trainer.Train<BinaryCrossEntropy>(training, new AdamW<float>(0.004) { WeightDecay = 0.1 });

        float[] codes = new float[CodeSize * test.Count];
        for (int row = 0; row < test.Count; row++)
            network.Activate(test.Input(row), CodeLayer, codes.AsSpan(CodeSize * row, CodeSize));
        return new DeepStory(seed, images.Test, WithPca(training, test), Reconstruction.Of(codes, Draw(network, test), test), testErrors, trainingErrors);
    }

    private static double ErrorOn(DeepAutoencoder network, Dataset<float> images) => Reconstruction.Of([], Draw(network, images), images).Error;

    private static float[] Draw(DeepAutoencoder network, Dataset<float> images)
    {
        float[] drawn = new float[DigitImages.Pixels * images.Count];
        network.ForwardBatch(images.Inputs, drawn);
        return drawn;
    }

    private static Reconstruction WithPca(Dataset<float> training, Dataset<float> test)
    {
        Pca<float> pca = Pca<float>.Fit(training, Components.Exactly(CodeSize));
        float[] codes = new float[CodeSize * test.Count], drawn = new float[DigitImages.Pixels * test.Count];
        pca.Transform(test.Inputs, codes);
        pca.InverseTransform(codes, drawn);
        return Reconstruction.Of(codes, drawn, test);
    }

    // An autoencoder's targets are its inputs.
    private static Dataset<float> Itself(Dataset<float> images) => new(images.Inputs, DigitImages.Pixels, images.Inputs, DigitImages.Pixels);
}
