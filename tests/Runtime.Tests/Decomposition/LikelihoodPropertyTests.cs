using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Over random samples, ranks, gaps and numbers of latent variables, in both precisions: the likelihood never falls, the parameters that are kept are the
/// best, and a climb that rounding ended says so. Two hundred data sets; twenty thousand with the environment variable GENERATED_EXHAUSTIVE=1.
/// </summary>
public class LikelihoodPropertyTests
{
    private static readonly int s_cases = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 20_000 : 200;

    [Fact]
    public void TheLikelihoodNeverFallsForAnySamples()
    {
        int withoutNoise = 0, plateaus = 0;
        var ended = new Dictionary<ExpectationMaximizationOutcome, int>();
        for (int seed = 0; seed < s_cases; seed++)
        {
            var data = new RandomSamples(new RandomGenerator((ulong)seed));
            Check(seed, data, data.Samples);
            Check(seed, data, Array.ConvertAll(data.Samples, value => (float)value));
        }

        // All three ends are met.
        Assert.Equal(3, ended.Count);
        Assert.True(withoutNoise > s_cases / 20 && plateaus <= withoutNoise / 5, $"{plateaus} of {withoutNoise} ended on a plateau.");

        void Check<T>(int seed, RandomSamples data, T[] samples)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var options = new ExpectationMaximization { MaximumIterations = 100, Tolerance = seed % 2 == 0 ? 0 : 1e-10, Seed = (ulong)seed };
            ProbabilisticPca<T> model;
            try
            {
                model = ProbabilisticPca<T>.FitByEM(samples, data.Features, data.Components, options, TestContext.Current.CancellationToken);
            }
            catch (ArgumentException error) when (error.Message.StartsWith("Feature ", StringComparison.Ordinal))
            {
                // So many gaps that a feature has no value left.
                return;
            }

            AssertClimb(model.LogLikelihoods, model.Outcome, seed);
            AssertBest(model.LogLikelihoods, model.AverageLogLikelihood(samples), double.CreateTruncating(model.NoiseVariance), data.Variance, typeof(T), seed);

            // Samples with next to no noise beside the latent variables have no maximum: that is said, unless the climb has ended early, on a plateau where a
            // latent variable still stands for nothing.
            bool hasEnded = model.Outcome != ExpectationMaximizationOutcome.IterationLimit;
            if (typeof(T) == typeof(double) && data.IsExact && data.Rank <= data.Components && !data.HasGaps && hasEnded)
            {
                bool isPlateau = double.CreateTruncating(model.NoiseVariance) > 1e-6 * data.Variance;
                Assert.True(isPlateau || model.Outcome == ExpectationMaximizationOutcome.RoundingLimit,
                    $"Seed {seed} ends with {model.Outcome} at {model.NoiseVariance}.");
                withoutNoise++;
                plateaus += isPlateau ? 1 : 0;
            }

            if (data.HasGaps)
                return;

            try
            {
                var factors = FactorAnalysis<T>.Fit(samples, data.Features, data.Components, options, TestContext.Current.CancellationToken);
                AssertClimb(factors.LogLikelihoods, factors.Outcome, seed);
                double least = factors.NoiseVariance.ToArray().Min(double.CreateTruncating);
                AssertBest(factors.LogLikelihoods, factors.AverageLogLikelihood(samples), least, data.Variance, typeof(T), seed);
            }
            catch (ArgumentException error) when (error.Message.Contains("is constant", StringComparison.Ordinal))
            {
                // It has no density.
            }
        }

        void AssertClimb(IReadOnlyList<double> logLikelihoods, ExpectationMaximizationOutcome? outcome, int seed)
        {
            for (int i = 1; i < logLikelihoods.Count; i++)
                Assert.True(logLikelihoods[i] >= logLikelihoods[i - 1], $"Seed {seed} falls from {logLikelihoods[i - 1]:r} to {logLikelihoods[i]:r} at {i}.");
            ended[outcome!.Value] = ended.GetValueOrDefault(outcome.Value) + 1;
        }

        // Of noise that is little beside the parameters' last digit, the likelihood of the rounded parameters is another.
        static void AssertBest(IReadOnlyList<double> logLikelihoods, double given, double noise, double variance, Type type, int seed)
        {
            Assert.True(double.IsFinite(given), $"Seed {seed}: {given}");
            double ratio = noise / variance;
            double tolerance = type == typeof(float) ? 1e-6 / Math.Sqrt(ratio) : 1e-14 / ratio;
            if (tolerance < 0.01)
                Assert.True(Math.Abs(logLikelihoods[^1] - given) <= 1e-9 + tolerance,
                    $"Seed {seed}: {logLikelihoods[^1]:r} is not {given:r} at a noise of {ratio:g2}.");
        }
    }

    private sealed class RandomSamples
    {
        public RandomSamples(RandomGenerator random)
        {
            Features = 2 + random.NextInt(9);
            int count = Features + 1 + random.NextInt(random.NextInt(10) == 0 ? 2000 : 60);
            Components = 1 + random.NextInt(Features - 1);
            Rank = 1 + random.NextInt(Features);
            IsExact = random.NextInt(3) == 0;
            double noise = IsExact ? 0 : Math.Pow(10, -8 * random.NextDouble());
            double gaps = random.NextInt(2) == 0 ? 0 : 0.4 * random.NextDouble();
            HasGaps = gaps > 0;
            double scale = Math.Pow(10, 8 * random.NextDouble() - 4), offset = random.NextInt(2) * 10 * random.NextGaussian();
            double[] loadings = [.. Enumerable.Range(0, Features * Rank).Select(_ => random.NextGaussian())];
            Samples = new double[count * Features];
            for (int row = 0; row < count; row++)
            {
                double[] hidden = [.. Enumerable.Range(0, Rank).Select(k => random.NextGaussian() * Math.Pow(0.5, k))];
                for (int i = 0; i < Features; i++)
                {
                    double value = offset + noise * random.NextGaussian();
                    for (int k = 0; k < Rank; k++)
                        value += hidden[k] * loadings[i * Rank + k];
                    Samples[row * Features + i] = random.NextDouble() < gaps ? double.NaN : scale * value;
                }
            }

            double[] there = [.. Samples.Where(value => !double.IsNaN(value))];
            double mean = there.Average();
            Variance = there.Average(value => (value - mean) * (value - mean));
        }

        public int Features { get; }

        public int Components { get; }

        public int Rank { get; }

        public bool IsExact { get; }

        public bool HasGaps { get; }

        public double Variance { get; }

        public double[] Samples { get; }
    }
}
