using System;
using System.Linq;
using System.Threading;
using Generated.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Generated.Tests;

public class ProbabilisticPcaTests
{
    private static readonly ExpectationMaximization s_long = new() { MaximumIterations = 20000, Tolerance = 1e-15, Seed = 1 };

    [Theory]
    [InlineData("iris", 4, 2)]
    [InlineData("iris", 4, 1)]
    [InlineData("wine", 13, 2)]
    public void ExpectationMaximisationArrivesAtTheClosedForm(string name, int features, int components)
    {
        double[] samples = Golden.Samples(name);
        var closed = ProbabilisticPca<double>.Fit(samples, features, components);
        var climbed = ProbabilisticPca<double>.FitByEM(samples, features, components, s_long, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, climbed.NoiseVariance / closed.NoiseVariance, 1e-6);
        Golden.AssertClose(closed.Mean.ToArray(), climbed.Mean, 1e-6, "mean");
        Golden.AssertClose(closed.Loadings.ToArray(), climbed.Loadings, 1e-6, "loading");
        Assert.Equal(closed.AverageLogLikelihood(samples), climbed.AverageLogLikelihood(samples), 1e-9);
        Assert.Equal(climbed.AverageLogLikelihood(samples), climbed.LogLikelihoods[^1], 1e-9);
        // Without parameter expansion it takes tens of thousands of iterations for wine, with variances of up to 64,000 times the noise's.
        Assert.InRange(climbed.LogLikelihoods.Count, 4, 500);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void TheLikelihoodNeverFalls(double missing)
    {
        double[] samples = WithGaps(Golden.Samples("wine"), missing, seed: 2);
        // Proline, in hundreds, hides the others; on one scale all have a part.
        Dataset<double> wine = TestData.Csv<double>("wine.csv");
        var standardizer = Standardizer<double>.Fit(wine);
        standardizer.Apply(samples, samples);
        var model = ProbabilisticPca<double>.FitByEM(samples, 13, 3, new ExpectationMaximization { MaximumIterations = 200, Tolerance = 0 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(model.LogLikelihoods.Count > 10);
        for (int i = 1; i < model.LogLikelihoods.Count; i++)
            Assert.True(model.LogLikelihoods[i] >= model.LogLikelihoods[i - 1] - 1e-12, $"It falls from {model.LogLikelihoods[i - 1]:r} to {model.LogLikelihoods[i]:r} at {i}.");
    }

    [Fact]
    public void TheLikelihoodIsTheGaussians()
    {
        double[] samples = WithGaps(Golden.Samples("iris"), 0.2, seed: 3);
        var model = ProbabilisticPca<double>.Fit(Golden.Samples("iris"), 4, 2);
        double sum = 0;
        for (int row = 0; row < 150; row++)
        {
            // ln N(x; μ, WWᵀ + σ²I), over what is there.
            int[] there = [.. Enumerable.Range(0, 4).Where(i => !double.IsNaN(samples[row * 4 + i]))];
            if (there.Length == 0)
                continue;
            Matrix<double> covariance = Matrix<double>.Build.Dense(there.Length, there.Length, (i, j) =>
                Enumerable.Range(0, 2).Sum(k => model.Loadings[there[i] * 2 + k] * model.Loadings[there[j] * 2 + k]) + (i == j ? model.NoiseVariance : 0));
            Vector<double> deviation = Vector<double>.Build.Dense(there.Length, i => samples[row * 4 + there[i]] - model.Mean[there[i]]);
            sum -= 0.5 * (there.Length * Math.Log(2 * Math.PI) + Math.Log(covariance.Determinant()) + deviation * covariance.Inverse() * deviation);
        }

        Assert.Equal(sum / 150, model.AverageLogLikelihood(samples), 1e-10);
    }

    [Fact]
    public void MissingValuesAreFilledWithWhatTheOthersTell()
    {
        // Five features of two hidden variables and little noise: what is missing follows from the others.
        double[] whole = Hidden(400, noise: 0.05);
        double[] gappy = WithGaps(whole, 0.15, seed: 5);
        var model = ProbabilisticPca<double>.FitByEM(gappy, 5, 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0.05, Math.Sqrt(model.NoiseVariance), 0.01);
        double[] completed = [.. gappy];
        model.Complete(completed);
        double error = 0, variance = 0;
        int missing = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            if (!double.IsNaN(gappy[i]))
            {
                Assert.Equal(gappy[i], completed[i]);
                continue;
            }

            missing++;
            error += (completed[i] - whole[i]) * (completed[i] - whole[i]);
            variance += (whole[i] - model.Mean[i % 5]) * (whole[i] - model.Mean[i % 5]);
        }

        Assert.True(missing > 200);
        Assert.True(error < 0.05 * variance, $"{error} of {variance}");
    }

    [Fact]
    public void DrawnSamplesHaveTheModelsMeanAndCovariance()
    {
        var model = ProbabilisticPca<double>.Fit(Golden.Samples("iris"), 4, 2);
        var samples = new double[200_000 * 4];
        model.Sample(new RandomGenerator(6), samples);
        var fitted = ProbabilisticPca<double>.Fit(samples, 4, 2);
        Golden.AssertClose(model.Mean.ToArray(), fitted.Mean, 0.01, "mean");
        Golden.AssertClose(model.Loadings.ToArray(), fitted.Loadings, 0.02, "loading");
        Assert.Equal(1, fitted.NoiseVariance / model.NoiseVariance, 0.02);
    }

    [Fact]
    public void WithoutNoiseThePosteriorMeansAreTheWhitenedComponents()
    {
        double[] samples = Golden.Samples("iris");
        var model = ProbabilisticPca<double>.Fit(samples, 4, 3);
        var pca = Pca<double>.Fit(samples, 4, Components.Exactly(3));
        var latent = new double[3];
        model.Transform(samples.AsSpan(0, 4), latent);
        var scores = new double[3];
        pca.Transform(samples.AsSpan(0, 4), scores);
        for (int i = 0; i < 3; i++)
        {
            // ⟨z⟩ = √(λ − σ²)/λ times the score.
            double variance = pca.ExplainedVariance[i] * 149 / 150;
            Assert.Equal(scores[i] * Math.Sqrt(variance - model.NoiseVariance) / variance, latent[i], 1e-10);
        }
    }

    [Fact]
    public void ProgressIsToldAndCancellationObeyed()
    {
        int told = 0;
        using var source = new CancellationTokenSource();
        var options = new ExpectationMaximization
        {
            Tolerance = 0,
            Progress = (iteration, logLikelihood) =>
            {
                Assert.Equal(++told, iteration);
                Assert.True(double.IsFinite(logLikelihood));
                if (iteration == 4)
                    source.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => ProbabilisticPca<double>.FitByEM(Golden.Samples("iris"), 4, 2, options, source.Token));
        Assert.Equal(4, told);
    }

    [Fact]
    public void WhatCannotBeFittedIsNamed()
    {
        double[] samples = Golden.Samples("iris");
        AssertNamed("componentCount", "1 to 3", () => ProbabilisticPca<double>.Fit(samples, 4, 4));
        AssertNamed("componentCount", "1 to 3", () => ProbabilisticPca<double>.FitByEM(samples, 4, 0, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("samples", "Feature 2 of sample 0 is NaN", () => ProbabilisticPca<double>.Fit([.. samples.Select((value, i) => i == 2 ? double.NaN : value)], 4, 2));
        AssertNamed("samples", "Feature 2 of sample 0 is Infinity", () => ProbabilisticPca<double>.FitByEM([.. samples.Select((value, i) => i == 2 ? double.PositiveInfinity : value)], 4, 2, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("samples", "Feature 1 is missing in all", () => ProbabilisticPca<double>.FitByEM([1, double.NaN, 2, double.NaN], 2, 1, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("samples", "Nothing varies", () => ProbabilisticPca<double>.FitByEM([1, 2, 1, 2], 2, 1, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("componentCount", "no variance beside", () => ProbabilisticPca<double>.Fit([1, 1, 2, 2, 3, 3], 2, 1));
        AssertNamed("MaximumIterations", "0", () => new ExpectationMaximization { MaximumIterations = 0 });
        AssertNamed("Tolerance", "at least 0", () => new ExpectationMaximization { Tolerance = double.NaN });

        static void AssertNamed(string name, string message, Action act)
        {
            var error = Assert.ThrowsAny<ArgumentException>(act);
            Assert.Equal(name, error.ParamName);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NoiseThatVanishesEndsTheClimb()
    {
        // On a line exactly: the likelihood has no bound, the noise does.
        double[] samples = [.. Enumerable.Range(0, 40).Select(i => i / 2 * (i % 2 == 0 ? 1.0 : 2.0))];
        var model = ProbabilisticPca<double>.FitByEM(samples, 2, 1, new ExpectationMaximization { MaximumIterations = 500 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(model.NoiseVariance is > 0 and < 1e-6);
        Assert.True(double.IsFinite(model.AverageLogLikelihood(samples)));
    }

    internal static double[] WithGaps(double[] samples, double share, ulong seed)
    {
        var random = new RandomGenerator(seed);
        return [.. samples.Select(value => random.NextDouble() < share ? double.NaN : value)];
    }

    private static double[] Hidden(int count, double noise)
    {
        var random = new RandomGenerator(4);
        double[] loadings = [1, 0.5, -1, 1, 0.7, -0.6, 0.9, 0.8, -0.4, 1.2];
        var samples = new double[count * 5];
        for (int row = 0; row < count; row++)
        {
            double a = random.NextGaussian(), b = random.NextGaussian();
            for (int i = 0; i < 5; i++)
                samples[row * 5 + i] = 10 * i + a * loadings[2 * i] + b * loadings[2 * i + 1] + noise * random.NextGaussian();
        }

        return samples;
    }
}
