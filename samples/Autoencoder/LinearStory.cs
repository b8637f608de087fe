using System;
using System.Collections.Generic;
using Generated.Samples.Digits;

namespace Generated.Samples.Autoencoder;

/// <summary>How far the linear autoencoder was after an epoch.</summary>
/// <param name="Epoch">The number of epochs.</param>
/// <param name="Angle">The largest principal angle between what its decoder spans and the principal subspace, in radians.</param>
/// <param name="Error">The mean squared error of a pixel.</param>
internal readonly record struct LinearStep(int Epoch, double Angle, double Error);

/// <summary>The linear autoencoder beside PCA with as many components.</summary>
/// <param name="Pca">The principal components.</param>
/// <param name="PcaError">The mean squared error of a pixel with them: no linear code of this size has less.</param>
/// <param name="Steps">The training, from before the first epoch on.</param>
/// <param name="Decoder">What each code unit draws: 10 rows of 64 weights.</param>
internal sealed record LinearStory(Pca<double> Pca, double PcaError, IReadOnlyList<LinearStep> Steps, double[] Decoder)
{
    public const int CodeSize = 10, Epochs = 300;
    private const ulong Seed = 1;

    /// <summary>Trains the autoencoder.</summary>
    public static LinearStory Tell(DigitImages images)
    {
        double[] pixels = Array.ConvertAll(images.Training.Inputs.ToArray(), pixel => (double)pixel);
        var data = new Dataset<double>(pixels, DigitImages.Pixels, pixels, DigitImages.Pixels);
        Pca<double> pca = Pca<double>.Fit(data, Components.Exactly(CodeSize));

        var network = new LinearAutoencoder(Seed);
        double before = new Trainer<LinearAutoencoder, double>(network).Evaluate<MeanSquaredError>(data).Loss;
        List<LinearStep> steps = [new LinearStep(0, Angle(network, pca), before)];
        var trainer = new Trainer<LinearAutoencoder, double>(network)
        {
            Epochs = Epochs,
            BatchSize = 32,
            Seed = Seed,
            Validation = data,
            Schedule = new CosineSchedule(Epochs),
            EpochCompleted = progress => steps.Add(new LinearStep(progress.Epoch, Angle(network, pca), progress.ValidationLoss!.Value)),
        };
        trainer.Train<MeanSquaredError>(data, new Adam<double>(0.01));

        // The distortion J is over N − 1 and a whole image.
        double pcaError = pca.Distortion * (data.Count - 1) / data.Count / DigitImages.Pixels;
        return new LinearStory(pca, pcaError, steps, DecoderOf(network));
    }

    private static double Angle(LinearAutoencoder network, Pca<double> pca) =>
        Subspace.LargestAngle(DecoderOf(network), pca.PrincipalAxes, DigitImages.Pixels);

    private static double[] DecoderOf(LinearAutoencoder network)
    {
        LayerShape decoder = LinearAutoencoder.Shape.Layers[1];
        double[] weights = new double[CodeSize * DigitImages.Pixels];
        for (int unit = 0; unit < CodeSize; unit++)
        {
            for (int pixel = 0; pixel < DigitImages.Pixels; pixel++)
                weights[unit * DigitImages.Pixels + pixel] = network.Parameters[decoder.WeightIndex(unit, pixel)];
        }

        return weights;
    }
}
