using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Every model in single precision beside double, on the same numbers: scales from 10⁻²⁰ to 10²⁰, offsets of up to 10⁸ times the scale, 10 to a million rows.
/// Forty data sets of up to 10,000 rows; with the environment variable GENERATED_EXHAUSTIVE=1, 200 of up to a million.
/// </summary>
public class PrecisionPropertyTests
{
    private static readonly bool s_exhaustive = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1";

    [Fact]
    public void SinglePrecisionIsDoublePrecisionRounded()
    {
        int fitted = 0;
        for (int seed = 0; seed < (s_exhaustive ? 200 : 40); seed++)
        {
            float[] samples = Draw(new RandomGenerator((ulong)seed), out int features, out int kept);
            double[] wide = SinglePrecisionTests.Wide(samples);
            int count = samples.Length / features;
            var exact = Pca<double>.Fit(wide, features, Components.Exactly(kept), whiten: true);
            if (!(exact.ExplainedVariance[^1] > 0))
                continue;

            CheckPca(seed, samples, wide, exact);
            CheckLatent(seed, samples, wide, features, kept, exact);
            CheckDiscriminant(seed, samples, wide, features);
            CheckIndependent(seed, samples, wide, features, kept);
            CheckCentres(seed, samples, wide, features);
            fitted++;
        }

        Assert.True(fitted > (s_exhaustive ? 150 : 30));
    }

    private static void CheckPca(int seed, float[] samples, double[] wide, Pca<double> exact)
    {
        int features = exact.FeatureCount, kept = exact.ComponentCount, count = samples.Length / features;
        Pca<float> pca;
        var accumulator = new PcaAccumulator<float>(features);
        accumulator.Add(samples.AsSpan(0, count / 3 * features));
        accumulator.Add(samples.AsSpan(count / 3 * features));
        if (exact.TotalVariance > float.MaxValue)
        {
            Assert.Contains("so great", Assert.Throws<ArgumentException>("samples", () =>
                Pca<float>.Fit(samples, features, Components.Exactly(kept), whiten: true)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>("samples", () => accumulator.Fit(Components.Exactly(kept)));
            return;
        }

        pca = Pca<float>.Fit(samples, features, Components.Exactly(kept), whiten: true);
        Pca<float> chunks = accumulator.Fit(Components.Exactly(kept), whiten: true);
        AssertClose(seed, "mean", exact.Mean, pca.Mean, 1e-6);
        AssertClose(seed, "chunks' mean", exact.Mean, chunks.Mean, 1e-6);
        AssertClose(seed, "axis", exact.PrincipalAxes, pca.PrincipalAxes, 1e-6);
        for (int i = 0; i < kept; i++)
        {
            AssertRelative(seed, "ratio", exact.ExplainedVarianceRatio[i], pca.ExplainedVarianceRatio[i], 1e-6);
            AssertRelative(seed, "singular value", exact.SingularValues[i], pca.SingularValues[i], 1e-6);
            AssertRelative(seed, "chunks' singular value", exact.SingularValues[i], chunks.SingularValues[i], 1e-4);
            if (Doubles.Holds<float>(exact.ExplainedVariance[i]))
                AssertRelative(seed, "variance", exact.ExplainedVariance[i], pca.ExplainedVariance[i], 1e-4);
        }

        // The axes' last digits turn great deviations into errors along axes of little variance, as the samples' own last digits do.
        float[] white = new float[count * kept];
        double[] expected = new double[count * kept];
        pca.Transform(samples, white);
        exact.Transform(wide, expected);
        double spread = Math.Sqrt(exact.ExplainedVariance[0]);
        for (int i = 0; i < white.Length; i++)
        {
            double limit = (1e-4 + 1e-6 * spread / Math.Sqrt(exact.ExplainedVariance[i % kept])) * (1 + Math.Abs(expected[i]));
            Assert.True(Math.Abs(white[i] - expected[i]) <= limit, $"Seed {seed}: score {i} is {white[i]:r}, not {expected[i]:r}, of {count} × {features}.");
        }

        double noise = exact.NoiseVariance;
        if (noise > 1e-8 * exact.ExplainedVariance[0])
            Assert.Equal(exact.AverageLogLikelihood(wide), pca.AverageLogLikelihood(samples), 1e-3);
    }

    private static void CheckLatent(int seed, float[] samples, double[] wide, int features, int kept, Pca<double> pca)
    {
        // A density needs noise: of the data's own rounding there is some, but the two precisions' parameters differ by as much.
        if (!(pca.NoiseVariance > 1e-8 * pca.ExplainedVariance[0]))
            return;
        var options = new ExpectationMaximization { MaximumIterations = 20, Seed = (ulong)seed };
        var closed = ProbabilisticPca<double>.Fit(wide, features, kept);
        if (!Doubles.Holds<float>(closed.NoiseVariance))
        {
            Assert.Contains("out of the range of Single",
                Assert.Throws<ArgumentException>("samples", () => ProbabilisticPca<float>.Fit(samples, features, kept)).Message, StringComparison.Ordinal);
            return;
        }

        AssertRelative(seed, "noise", closed.NoiseVariance, ProbabilisticPca<float>.Fit(samples, features, kept).NoiseVariance, 1e-4);
        var climbed = ProbabilisticPca<double>.FitByEM(wide, features, kept, options, TestContext.Current.CancellationToken);
        var model = ProbabilisticPca<float>.FitByEM(samples, features, kept, options, TestContext.Current.CancellationToken);
        Assert.Equal(climbed.LogLikelihoods, model.LogLikelihoods);
        AssertRelative(seed, "climbed noise", climbed.NoiseVariance, model.NoiseVariance, 1e-4);
        AssertClose(seed, "loading", climbed.Loadings, model.Loadings, 1e-6);
        Assert.Equal(climbed.AverageLogLikelihood(wide), model.AverageLogLikelihood(samples), 1e-3);

        if (AreBothRefused(
            () => FactorAnalysis<double>.Fit(wide, features, kept, options, TestContext.Current.CancellationToken),
            () => FactorAnalysis<float>.Fit(samples, features, kept, options, TestContext.Current.CancellationToken)))
            return;
        var exact = FactorAnalysis<double>.Fit(wide, features, kept, options, TestContext.Current.CancellationToken);
        if (!exact.NoiseVariance.ToArray().All(Doubles.Holds<float>))
            return;
        var factors = FactorAnalysis<float>.Fit(samples, features, kept, options, TestContext.Current.CancellationToken);
        Assert.Equal(exact.LogLikelihoods, factors.LogLikelihoods);
        for (int i = 0; i < features; i++)
            AssertRelative(seed, "unique noise", exact.NoiseVariance[i], factors.NoiseVariance[i], 1e-4);
        AssertClose(seed, "factor loading", exact.Loadings, factors.Loadings, 1e-6);
    }

    private static void CheckDiscriminant(int seed, float[] samples, double[] wide, int features)
    {
        int count = samples.Length / features;
        int[] labels = [.. Enumerable.Range(0, count).Select(row => row % 3)], given = new int[count], expected = new int[count];
        if (AreBothRefused(() => FisherDiscriminant<double>.Fit(wide, features, labels), () => FisherDiscriminant<float>.Fit(samples, features, labels)))
            return;
        var exact = FisherDiscriminant<double>.Fit(wide, features, labels);
        var discriminant = FisherDiscriminant<float>.Fit(samples, features, labels);
        AssertClose(seed, "discriminant axis", exact.Axes, discriminant.Axes, 1e-6);
        AssertClose(seed, "discriminant ratio", exact.ExplainedVarianceRatio, discriminant.ExplainedVarianceRatio, 1e-6);
        discriminant.Predict(samples, given);
        exact.Predict(wide, expected);
        Assert.True(Enumerable.Range(0, count).Count(row => given[row] != expected[row]) <= count / 1000, $"Seed {seed}: other classes.");
    }

    private static void CheckIndependent(int seed, float[] samples, double[] wide, int features, int kept)
    {
        var exact = IndependentComponents<double>.Fit(wide, features, kept, maximumIterations: 5, seed: (ulong)seed,
            cancellationToken: TestContext.Current.CancellationToken);
        var model = IndependentComponents<float>.Fit(samples, features, kept, maximumIterations: 5, seed: (ulong)seed,
            cancellationToken: TestContext.Current.CancellationToken);
        AssertClose(seed, "unmixing", exact.Unmixing, model.Unmixing, 1e-6);
        AssertClose(seed, "mixing", exact.Mixing, model.Mixing, 1e-6);
    }

    private static void CheckCentres(int seed, float[] samples, double[] wide, int features)
    {
        float[] centres = new float[3 * features];
        double[] expected = new double[3 * features];
        if (AreBothRefused(
            () => KMeans.Fit<double>(wide, features, expected, (ulong)seed, iterations: 10, TestContext.Current.CancellationToken),
            () => KMeans.Fit<float>(samples, features, centres, (ulong)seed, iterations: 10, TestContext.Current.CancellationToken)))
            return;
        (double squares, _) = KMeans.Fit<float>(samples, features, centres, (ulong)seed, iterations: 10, TestContext.Current.CancellationToken);
        Assert.Equal(KMeans.Fit<double>(wide, features, expected, (ulong)seed, iterations: 10,
            TestContext.Current.CancellationToken).SquaredDistances, squares);
        AssertClose(seed, "centre", expected, centres, 1e-6);
    }

    /// <summary>Whether double precision refuses the samples, as it does where an offset has left a feature constant; then single precision does so too.</summary>
    private static bool AreBothRefused(Action fitDouble, Action fitSingle)
    {
        if (Record.Exception(fitDouble) is not { } refusal)
            return false;
        Assert.IsType<ArgumentException>(refusal);
        Assert.Equal(refusal.Message, Assert.Throws<ArgumentException>(fitSingle).Message);
        return true;
    }

    private static float[] Draw(RandomGenerator random, out int features, out int kept)
    {
        features = 3 + random.NextInt(6);
        kept = 1 + random.NextInt(2);
        int count = (int)Math.Pow(10, 1 + (s_exhaustive ? 5 : 3) * random.NextDouble());
        double scale = Math.Pow(10, 40 * random.NextDouble() - 20), offset = random.NextInt(4) * scale * Math.Pow(10, 8 * random.NextDouble()) / 3;
        double noise = Math.Pow(10, -3 * random.NextDouble());
        var samples = new float[count * features];
        double[] loadings = [.. Enumerable.Range(0, features * 2).Select(_ => random.NextGaussian())];
        for (int row = 0; row < count; row++)
        {
            // Uniform sources, so that independent components exist.
            double first = random.NextDouble() - 0.5, second = random.NextDouble() - 0.5;
            for (int i = 0; i < features; i++)
            {
                double deviation = first * loadings[2 * i] + 0.4 * second * loadings[2 * i + 1] + noise * random.NextGaussian();
                samples[row * features + i] = (float)(offset + scale * deviation);
            }
        }

        return samples;
    }

    private static void AssertRelative(int seed, string what, double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"Seed {seed}: {what} is {actual:r}, not {expected:r}.");

    private static void AssertClose(int seed, string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double relative) =>
        Golden.AssertClose(expected.ToArray(), SinglePrecisionTests.Wide(actual.ToArray()), relative, $"Seed {seed}: {what}");
}
