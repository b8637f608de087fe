using System;
using Generated.LinearAlgebra;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>A linear autoencoder with M hidden units spans the space of the first M principal components: Baldi, Hornik, 1989.</summary>
public class LinearAutoencoderTests
{
    private const int Features = 12, Count = 300, CodeSize = NarrowAutoencoder.CodeSize;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ALinearAutoencoderSpansThePrincipalSubspace(int seed)
    {
        double[] samples = Samples((ulong)seed);
        var data = new Dataset<double>(samples, Features, samples, Features);
        Pca<double> pca = Pca<double>.Fit(data, Components.Exactly(CodeSize));
        var network = new NarrowAutoencoder((ulong)seed);
        Assert.True(LargestAngle(network, pca) > 0.5);

        const int epochs = 400;
        var trainer = new Trainer<NarrowAutoencoder, double>(network) { Epochs = epochs, BatchSize = 30, Seed = (ulong)seed, Schedule = new CosineSchedule(epochs) };
        trainer.Train<HalfSquaredError>(data, new Adam<double>(0.02), TestContext.Current.CancellationToken);
        Assert.True(LargestAngle(network, pca) < 0.02, $"{LargestAngle(network, pca)}");

        // What it does not draw is what PCA discards: the distortion, which is over N − 1.
        double distortion = 2 * trainer.Evaluate<HalfSquaredError>(data).Loss * Count / (Count - 1);
        Assert.Equal(1, distortion / pca.Distortion, 1e-4);
    }

    // From the least singular value of the products of two orthonormal bases: the cosine of the largest angle.
    private static double LargestAngle(NarrowAutoencoder network, Pca<double> pca)
    {
        LayerShape decoder = NarrowAutoencoder.Shape.Layers[1];
        double[] weights = new double[CodeSize * Features], basis = new double[CodeSize * Features];
        for (int unit = 0; unit < CodeSize; unit++)
        {
            for (int feature = 0; feature < Features; feature++)
                weights[unit * Features + feature] = network.Parameters[decoder.WeightIndex(unit, feature)];
        }

        double[] square = new double[CodeSize * CodeSize], left = new double[CodeSize * CodeSize], values = new double[CodeSize];
        SingularValues.Decompose<double>(weights, CodeSize, Features, left, values, basis);
        for (int i = 0; i < CodeSize; i++)
        {
            for (int k = 0; k < CodeSize; k++)
            {
                for (int j = 0; j < Features; j++)
                    square[i * CodeSize + k] += basis[i * Features + j] * pca.PrincipalAxes[k * Features + j];
            }
        }

        SingularValues.Decompose<double>(square, CodeSize, CodeSize, left, values, new double[CodeSize * CodeSize]);
        return Math.Acos(Math.Min(values[^1], 1));
    }

    /// <summary>Independent sources of falling variance, mixed, around a mean that is not 0.</summary>
    private static double[] Samples(ulong seed)
    {
        var random = new RandomGenerator(seed);
        double[] mixing = new double[Features * Features], samples = new double[Count * Features];
        foreach (ref double entry in mixing.AsSpan())
            entry = random.NextGaussian() / Math.Sqrt(Features);
        for (int row = 0; row < Count; row++)
        {
            for (int j = 0; j < Features; j++)
                samples[row * Features + j] = 0.5;
            for (int source = 0; source < Features; source++)
            {
                double value = random.NextGaussian() * (source < CodeSize ? 1 : 0.3);
                for (int j = 0; j < Features; j++)
                    samples[row * Features + j] += value * mixing[source * Features + j];
            }
        }

        return samples;
    }
}

[Network(12, CodeSize, 12, Hidden = Activation.Linear, Precision = Precision.Double)]
internal sealed partial class NarrowAutoencoder
{
    public const int CodeSize = 3;
}
