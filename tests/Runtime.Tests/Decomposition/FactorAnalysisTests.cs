using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class FactorAnalysisTests
{
    /// <summary>scikit-learn 1.2.1: FactorAnalysis(m, tol=1e-14, max_iter=200000, svd_method="lapack").fit(x).score(x).</summary>
    [Theory]
    [InlineData(1, -20.360234778625152)]
    [InlineData(2, -19.533946960495012)]
    public void TheLikelihoodArrivesWhereScikitLearnsDoes(int factors, double logLikelihood)
    {
        double[] samples = Golden.Samples("wine");
        var model = FactorAnalysis<double>.Fit(samples, 13, factors, new ExpectationMaximization { MaximumIterations = 100_000, Tolerance = 1e-12 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(logLikelihood, model.AverageLogLikelihood(samples), 1e-7);
        Assert.Equal(model.LogLikelihoods[^1], model.AverageLogLikelihood(samples), 1e-9);
    }

    [Theory]
    [InlineData("wine", 13, 3)]
    [InlineData("iris", 4, 1)]
    public void TheLikelihoodNeverFalls(string name, int features, int factors)
    {
        var model = FactorAnalysis<double>.Fit(Golden.Samples(name), features, factors, new ExpectationMaximization { MaximumIterations = 300, Tolerance = 0 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(model.LogLikelihoods.Count > 10);
        for (int i = 1; i < model.LogLikelihoods.Count; i++)
            Assert.True(model.LogLikelihoods[i] >= model.LogLikelihoods[i - 1] - 1e-12, $"It falls from {model.LogLikelihoods[i - 1]:r} to {model.LogLikelihoods[i]:r} at {i}.");
    }

    [Fact]
    public void FactorsAndNoiseOfDrawnSamplesAreFoundAgain()
    {
        double[] loadings = [1, 0, 0.8, 0.3, -0.9, 0.5, 0.2, 1.1, 0, 0.7, 0.4, -0.8];
        double[] noise = [0.1, 0.5, 0.2, 0.3, 0.4, 0.15];
        var random = new RandomGenerator(8);
        var samples = new double[50_000 * 6];
        for (int row = 0; row < 50_000; row++)
        {
            double a = random.NextGaussian(), b = random.NextGaussian();
            for (int i = 0; i < 6; i++)
                samples[row * 6 + i] = i + a * loadings[2 * i] + b * loadings[2 * i + 1] + Math.Sqrt(noise[i]) * random.NextGaussian();
        }

        var model = FactorAnalysis<double>.Fit(samples, 6, 2, cancellationToken: TestContext.Current.CancellationToken);
        Golden.AssertClose(noise, model.NoiseVariance, 0.05, "noise");
        // Factors may turn; what they give the covariance may not.
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                Assert.Equal(
                    loadings[2 * i] * loadings[2 * j] + loadings[2 * i + 1] * loadings[2 * j + 1],
                    model.Loadings[2 * i] * model.Loadings[2 * j] + model.Loadings[2 * i + 1] * model.Loadings[2 * j + 1], 0.04);
            }
        }

        var drawn = new double[50_000 * 6];
        model.Sample(random, drawn);
        var again = FactorAnalysis<double>.Fit(drawn, 6, 2, cancellationToken: TestContext.Current.CancellationToken);
        Golden.AssertClose(model.Loadings.ToArray(), again.Loadings, 0.06, "loading");
        var factors = new double[2];
        model.Transform(model.Mean, factors);
        Assert.Equal([0, 0], factors);
        var back = new double[6];
        model.InverseTransform([0, 0], back);
        Assert.Equal(model.Mean, back);
    }

    [Fact]
    public void AFeaturesScaleDoesNotMatter()
    {
        double[] samples = Golden.Samples("iris");
        var model = FactorAnalysis<double>.Fit(samples, 4, 1, cancellationToken: TestContext.Current.CancellationToken);
        var scaled = FactorAnalysis<double>.Fit([.. samples.Select((value, i) => i % 4 == 2 ? 1e6 * value : value)], 4, 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, scaled.NoiseVariance[2] / (1e12 * model.NoiseVariance[2]), 1e-6);
        Assert.Equal(1, scaled.Loadings[0] / model.Loadings[0], 1e-6);
    }

    [Fact]
    public void WhatCannotBeFittedIsNamed()
    {
        double[] samples = Golden.Samples("iris");
        AssertNamed("factorCount", "1 to 3", () => FactorAnalysis<double>.Fit(samples, 4, 4, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("samples", "Feature 1 is constant", () => FactorAnalysis<double>.Fit([.. samples.Select((value, i) => i % 4 == 1 ? 0.1 : value)], 4, 2, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("samples", "Feature 1 of sample 0 is NaN", () => FactorAnalysis<double>.Fit([1, double.NaN, 3, 4], 2, 1, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("samples", "at least 2", () => FactorAnalysis<double>.Fit([1, 2], 2, 1, cancellationToken: TestContext.Current.CancellationToken));

        static void AssertNamed(string name, string message, Action act)
        {
            var error = Assert.ThrowsAny<ArgumentException>(act);
            Assert.Equal(name, error.ParamName);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }
}
