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
            sum += Math.Pow(images[i] - originals.Inputs[i], 2);
        return new Reconstruction(codes, images, sum / images.Length);
    }
}

/// <summary>The deep autoencoder beside PCA with the same two numbers an image, on images that neither has seen.</summary>
/// <param name="Seed">Decides the split, the initial weights and the order of the images.</param>
/// <param name="Test">The test images and their digits.</param>
/// <param name="Pca">What PCA makes of them.</param>
/// <param name="Deep">What the autoencoder makes of them.</param>
/// <param name="TestErrors">The autoencoder's test error after every epoch.</param>
/// <param name="TrainingErrors">Its training error in every epoch.</param>
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

            // Looked at only to draw its curve: nothing is decided by it.
            Validation = test,
            Schedule = new CosineSchedule(Epochs),
            EpochCompleted = progress =>
            {
                testErrors.Add(progress.ValidationLoss!.Value);
                trainingErrors.Add(progress.TrainingLoss);
            },
        };
#pragma warning disable GEN0024 // Outputs are grey levels, not probabilities, and PCA is measured by the same error.
        trainer.Train<MeanSquaredError>(training, new AdamW<float>(0.004) { WeightDecay = 0.1 });
#pragma warning restore GEN0024

        float[] codes = new float[CodeSize * test.Count], drawn = new float[DigitImages.Pixels * test.Count];
        for (int row = 0; row < test.Count; row++)
            network.Activate(test.Input(row), CodeLayer, codes.AsSpan(CodeSize * row, CodeSize));
        network.ForwardBatch(test.Inputs, drawn);
        return new DeepStory(seed, images.Test, WithPca(training, test), Reconstruction.Of(codes, drawn, test), testErrors, trainingErrors);
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
