using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Models of ordinary data in single precision: what is summed is summed in double.</summary>
public class SinglePrecisionTests
{
    private static readonly double[] s_first = [1, 0.5, -1, 0.3, 0.8, -0.2], s_second = [0.1, 1, 0.4, -0.9, 0.6, 0.7];

    /// <summary>scikit-learn 1.2.1 on the same samples: FactorAnalysis(2, tol=1e-13, max_iter=200000, svd_method="lapack").noise_variance_[0].</summary>
    [Theory]
    [InlineData(0.3, 0.08301765)]
    [InlineData(0.01, 9.27304682e-05)]
    [InlineData(0.003, 8.34669233e-06)]
    [InlineData(1e-4, 9.27501764e-09)]
    [InlineData(1e-5, 9.27775634e-11)]
    public void FactorAnalysisFindsTheNoiseThatScikitLearnFinds(double deviation, double expected)
    {
        float[] samples = TwoFactors(2000, j => deviation * (1 + j % 3), seed: 1);
        var model = FactorAnalysis<float>.Fit(samples, 6, 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, model.NoiseVariance[0] / expected, 1e-4);
        Assert.Equal(ExpectationMaximizationOutcome.Converged, model.Outcome);
        var exact = FactorAnalysis<double>.Fit(Wide(samples), 6, 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, exact.NoiseVariance[0] / expected, 1e-4);
        Assert.Equal(exact.LogLikelihoods, model.LogLikelihoods);
    }

    /// <summary>scikit-learn 1.2.1 on the same samples: the mean of PCA's last four eigenvalues, over N.</summary>
    [Theory]
    [InlineData(20_000, 0.003, 8.99712881541741e-06)]
    [InlineData(200_000, 0.001, 1.0020588480765194e-06)]
    public void ProbabilisticPcaFindsTheNoiseThatIsLeft(int count, double deviation, double expected)
    {
        float[] samples = TwoFactors(count, _ => deviation, seed: 2);
        Assert.Equal(1, ProbabilisticPca<float>.Fit(samples, 6, 2).NoiseVariance / expected, 1e-6);
        var climbed = ProbabilisticPca<float>.FitByEM(samples, 6, 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, climbed.NoiseVariance / expected, 1e-5);
        Assert.Equal(1, ProbabilisticPca<double>.Fit(Wide(samples), 6, 2).NoiseVariance / expected, 1e-6);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-5)]
    [InlineData(1e-6)]
    public void DoublePrecisionFindsNoiseOfAMillionthToo(double deviation)
    {
        var random = new RandomGenerator(3);
        var samples = new double[2000 * 6];
        double left = 0;
        for (int row = 0; row < 2000; row++)
        {
            double f = random.NextGaussian(), g = random.NextGaussian();
            for (int j = 0; j < 6; j++)
            {
                double noise = deviation * random.NextGaussian();
                samples[row * 6 + j] = f * s_first[j] + g * s_second[j] + noise;
                left += noise * noise;
            }
        }

        // Of the noise, two of six directions and the mean look like signal.
        var model = ProbabilisticPca<double>.FitByEM(samples, 6, 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, model.NoiseVariance / (left / (6 * 2000)), 0.02);
        Assert.Equal(ExpectationMaximizationOutcome.Converged, model.Outcome);
        if (deviation >= 1e-5)
            Assert.Equal(1, model.NoiseVariance / ProbabilisticPca<double>.Fit(samples, 6, 2).NoiseVariance, 2e-5);
    }

    [Theory]
    [InlineData(PcaRoute.Covariance)]
    [InlineData(PcaRoute.Gram)]
    public void OrdinaryUnitsKeepAllVariances(PcaRoute route)
    {
        // An income, an age, two shares of about a half and a rate: variances of 10⁸ to 10⁻².
        double[] deviations = [15_000, 10, 0.5, 0.49, 0.1];
        var random = new RandomGenerator(4);
        float[] samples = [.. Enumerable.Range(0, 400 * 5).Select(i => (float)(3 * deviations[i % 5] + deviations[i % 5] * random.NextGaussian()))];
        var pca = Pca<float>.Fit(samples, 5, Components.All, whiten: true, route);
        var exact = Pca<double>.Fit(Wide(samples), 5, Components.All);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(1, exact.ExplainedVariance[i] / (deviations[i] * deviations[i]), 0.3);
            Assert.Equal(1, pca.ExplainedVariance[i] / exact.ExplainedVariance[i], 1e-4);
        }

        var white = new float[samples.Length];
        pca.Transform(samples, white);
        for (int i = 0; i < 5; i++)
            Assert.Equal(1, Enumerable.Range(0, 400).Sum(row => (double)white[row * 5 + i] * white[row * 5 + i]) / 399, 1e-4);
    }

    [Theory]
    [InlineData(PcaRoute.Covariance)]
    [InlineData(PcaRoute.Gram)]
    [InlineData(PcaRoute.Iterative)]
    public void TinyValuesHaveTheAxesOfOrdinaryOnes(PcaRoute route)
    {
        float[] samples = [.. Golden.Samples("iris").Select(value => (float)value)];
        float[] tiny = [.. samples.Select(value => value * 1e-25f)];
        var expected = Pca<double>.Fit(Wide(tiny), 4, Components.Exactly(2), whiten: true, route);
        var pca = Pca<float>.Fit(tiny, 4, Components.Exactly(2), whiten: true, route);
        AssertClose(expected.PrincipalAxes, pca.PrincipalAxes, 1e-6);
        AssertClose(expected.ExplainedVarianceRatio, pca.ExplainedVarianceRatio, 1e-6);
        Assert.Equal(1, pca.SingularValues[1] / expected.SingularValues[1], 1e-6);
        float[] white = new float[150 * 2], back = new float[tiny.Length];
        pca.Transform(tiny, white);
        Assert.Equal(1, Enumerable.Range(0, 150).Sum(row => white[2 * row] * white[2 * row]) / 149, 1e-4);
        pca.InverseTransform(white, back);
        Assert.Equal(1, back[0] / tiny[0], 0.05);
        Assert.Equal(expected.AverageLogLikelihood(Wide(tiny)), pca.AverageLogLikelihood(tiny), 1e-4);

        // Variances of 10⁻⁵⁰ are 0 in single precision, and a file has no more.
        Assert.Equal([0, 0], pca.ExplainedVariance);
        Assert.Contains("scale the samples up", Assert.Throws<InvalidOperationException>(() => pca.Save(new System.IO.MemoryStream())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsOutOfRangeIsSaid()
    {
        double[] samples = Golden.Samples("iris");
        float[] great = [.. samples.Select(value => (float)(value * 1e25))];
        AssertSays("so great", () => Pca<float>.Fit(great, 4, Components.Exactly(2)));
        AssertSays("noise variance of 5.07e+48 is out of the range of Single", () => ProbabilisticPca<float>.Fit(great, 4, 2));
        AssertSays("out of the range of Single", () => ProbabilisticPca<float>.FitByEM(great, 4, 2, cancellationToken: TestContext.Current.CancellationToken));
        AssertSays("out of the range of Single", () =>
            FactorAnalysis<float>.Fit([.. samples.Select(value => (float)(value * 1e-25))], 4, 1, cancellationToken: TestContext.Current.CancellationToken));

        // In double precision, squares leave the range at 10⁻¹⁶²; there the axes were those of nothing.
        double[] tiny = [.. samples.Select(value => value * 1e-165)];
        foreach (PcaRoute route in new[] { PcaRoute.Covariance, PcaRoute.Gram, PcaRoute.Iterative })
            AssertSays("vary so little", () => Pca<double>.Fit(tiny, 4, Components.Exactly(2), whiten: false, route));
        AssertSays("vary so little", () => ProbabilisticPca<double>.FitByEM(tiny, 4, 2, cancellationToken: TestContext.Current.CancellationToken));
        AssertSays("Feature 0 varies so little", () => FactorAnalysis<double>.Fit(tiny, 4, 1, cancellationToken: TestContext.Current.CancellationToken));
        AssertSays("vary so little", () => IndependentComponents<double>.Fit(tiny, 4, 2, cancellationToken: TestContext.Current.CancellationToken));
        AssertSays("Feature 0 varies so little", () => FisherDiscriminant<double>.Fit(tiny, 4, [.. Enumerable.Range(0, 150).Select(row => row / 50)]));
        var accumulator = new PcaAccumulator<double>(4);
        accumulator.Add(tiny);
        Assert.Contains("vary so little", Assert.Throws<InvalidOperationException>(() => accumulator.Fit(Components.All)).Message, StringComparison.Ordinal);

        // A constant is no reason to complain, however small.
        accumulator = new PcaAccumulator<double>(4);
        accumulator.Add([1e-170, 0, 1, 2, 1e-170, 0, 1, 2]);
        Assert.Equal(0, accumulator.Fit(Components.All).TotalVariance);
        Assert.Throws<ArgumentException>("samples", () => accumulator.Add([1e200, 0, 1, 2]));
        Assert.Equal(2, accumulator.SampleCount);

        static void AssertSays(string what, Action fit) =>
            Assert.Contains(what, Assert.Throws<ArgumentException>("samples", fit).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowByRowTenMillionRowsKeepTheirVariance()
    {
        // Uniform on (−1, 1): a variance of 1/3, and at an offset of 1000 the same.
        var accumulator = new PcaAccumulator<float>(2);
        var random = new RandomGenerator(5);
        Span<float> row = stackalloc float[2];
        for (int i = 0; i < 10_000_000; i++)
        {
            row[0] = (float)(2 * random.NextDouble() - 1);
            row[1] = row[0] + 1000;
            accumulator.Add(row);
        }

        var pca = accumulator.Fit(Components.All);
        Assert.Equal(10_000_000, accumulator.SampleCount);
        Assert.Equal(2.0 / 3, pca.TotalVariance, 2e-4);
        Assert.Equal(1000, pca.Mean[1], 1e-3);
    }

    [Fact]
    public void AGreatMeanIsNotRoundedAway()
    {
        // Ten minutes in seconds since 1970: single precision has steps of 128 s there, and the mean lies between two.
        float[] samples = [.. Enumerable.Range(0, 600).SelectMany(i => new[] { (float)(1_700_000_000.0 + i), (float)(i % 7) })];
        var exact = Pca<double>.Fit(Wide(samples), 2, Components.All, whiten: true);
        var pca = Pca<float>.Fit(samples, 2, Components.All, whiten: true);
        float[] white = new float[samples.Length];
        double[] expected = new double[samples.Length];
        pca.Transform(samples, white);
        exact.Transform(Wide(samples), expected);
        AssertClose(expected, white, 1e-5);
        Assert.Equal(exact.AverageLogLikelihood(Wide(samples)), pca.AverageLogLikelihood(samples), 1e-4);

        // What the mean lost is in the file.
        using var stream = new System.IO.MemoryStream();
        pca.Save(stream);
        stream.Position = 0;
        var again = new float[samples.Length];
        Pca<float>.Load(stream).Transform(samples, again);
        Assert.Equal(white, again);
    }

    [Fact]
    public void ProbabilityOfTenMinutesIsThatOfDoublePrecision()
    {
        var random = new RandomGenerator(6);
        float[] samples = new float[500 * 3];
        for (int row = 0; row < 500; row++)
        {
            double time = 1_700_000_000.0 + 10_000 * random.NextGaussian();
            for (int i = 0; i < 3; i++)
                samples[row * 3 + i] = (float)(time + (i + 1) * 200 * random.NextGaussian());
        }

        double[] wide = Wide(samples);
        var exact = ProbabilisticPca<double>.Fit(wide, 3, 1);
        var model = ProbabilisticPca<float>.Fit(samples, 3, 1);
        Assert.Equal(exact.AverageLogLikelihood(wide), model.AverageLogLikelihood(samples), 1e-4);
        Assert.Equal(
            FactorAnalysis<double>.Fit(wide, 3, 1, cancellationToken: TestContext.Current.CancellationToken).AverageLogLikelihood(wide),
            FactorAnalysis<float>.Fit(samples, 3, 1, cancellationToken: TestContext.Current.CancellationToken).AverageLogLikelihood(samples), 1e-4);
        int[] labels = [.. Enumerable.Range(0, 500).Select(row => samples[row * 3] > 1_700_000_000f ? 1 : 0)], given = new int[500], expected = new int[500];
        FisherDiscriminant<float>.Fit(samples, 3, labels).Predict(samples, given);
        FisherDiscriminant<double>.Fit(wide, 3, labels).Predict(wide, expected);
        Assert.Equal(expected, given);
    }

    internal static double[] Wide(float[] samples) => Array.ConvertAll(samples, value => (double)value);

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance) =>
        Golden.AssertClose(expected.ToArray(), Wide(actual.ToArray()), tolerance, "value");

    /// <summary>x = f·A + g·B + noise, f, g and noise Gaussian.</summary>
    private static float[] TwoFactors(int count, Func<int, double> deviation, ulong seed)
    {
        var random = new RandomGenerator(seed);
        var samples = new float[count * 6];
        for (int row = 0; row < count; row++)
        {
            double f = random.NextGaussian(), g = random.NextGaussian();
            for (int j = 0; j < 6; j++)
                samples[row * 6 + j] = (float)(f * s_first[j] + g * s_second[j] + deviation(j) * random.NextGaussian());
        }

        return samples;
    }
}
