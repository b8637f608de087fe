using System;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Generated.LinearAlgebra;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class PcaTests
{
    public static TheoryData<int, PcaRoute> GoldenRoutes()
    {
        var data = new TheoryData<int, PcaRoute>();
        for (int index = 0; index < Golden.Cases("pca.json").Length; index++)
        {
            foreach (PcaRoute route in new[] { PcaRoute.Automatic, PcaRoute.Covariance, PcaRoute.Gram, PcaRoute.Iterative })
            {
                // The digits' products of samples are a matrix of 1797 × 1797: too much for a unit test.
                if (index != 3 || route != PcaRoute.Gram)
                    data.Add(index, route);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(GoldenRoutes))]
    public void EveryRouteAgreesWithScikitLearn(int index, PcaRoute route)
    {
        JsonElement golden = Golden.Cases("pca.json")[index];
        double[] samples = Golden.Samples(golden.GetProperty("name").GetString()!);
        int features = golden.GetProperty("features").GetInt32(), count = golden.GetProperty("samples").GetInt32();
        int kept = golden.GetProperty("components").GetInt32();
        Assert.Equal(count * features, samples.Length);
        bool whiten = golden.GetProperty("whiten").GetBoolean();
        var pca = Pca<double>.Fit(samples, features, Components.Exactly(kept), whiten, route);

        Assert.Equal((features, kept, (long)count, whiten), (pca.FeatureCount, pca.ComponentCount, pca.SampleCount, pca.Whitens));
        Golden.AssertClose(golden.Numbers("mean"), pca.Mean, 1e-13, "mean");
        Golden.AssertClose(golden.Numbers("explainedVariance"), pca.ExplainedVariance, 1e-11, "variance");
        Golden.AssertClose(golden.Numbers("explainedVarianceRatio"), pca.ExplainedVarianceRatio, 1e-11, "ratio");
        Golden.AssertClose(golden.Numbers("singularValues"), pca.SingularValues, 1e-11, "singular value");
        Assert.Equal(golden.Number("noiseVariance"), pca.NoiseVariance, 1e-11 * pca.ExplainedVariance[0]);
        double logLikelihood = golden.Number("averageLogLikelihood");
        if (whiten)
            Assert.Equal(logLikelihood, ScikitLearnsWhenWhitening(pca, samples), 1e-7 * Math.Abs(logLikelihood));
        else
            Assert.Equal(logLikelihood, pca.AverageLogLikelihood(samples), 1e-9 * Math.Abs(logLikelihood));
        Assert.Equal(golden.Number("meanSquaredReconstructionDistance"), pca.Distortion * (count - 1) / count, 1e-11 * pca.TotalVariance);

        // Signs agree by the rule, except where scikit-learn 1.2 takes them from the samples and not from the axes.
        double[] axes = golden.Numbers("principalAxes"), projected = golden.Numbers("firstFiveProjected");
        for (int i = 0; i < kept; i++)
        {
            double[] axis = axes[(i * features)..((i + 1) * features)];
            if (axis.MaxBy(Math.Abs) > 0)
                continue;
            for (int k = 0; k < features; k++)
                axes[i * features + k] *= -1;
            for (int row = 0; row < 5; row++)
                projected[row * kept + i] *= -1;
        }

        Golden.AssertClose(axes, pca.PrincipalAxes, 1e-9, "axis");
        var scores = new double[5 * kept];
        pca.Transform(samples.AsSpan(0, 5 * features), scores);
        Golden.AssertClose(projected, scores, 1e-9, "score");
        var reconstructed = new double[5 * features];
        pca.InverseTransform(scores, reconstructed);
        Golden.AssertClose(golden.Numbers("firstFiveReconstructed"), reconstructed, 1e-9, "reconstruction");
    }

    [Fact]
    public void SinglePrecisionFollowsDouble()
    {
        double[] samples = Golden.Samples("digits");
        var exact = Pca<double>.Fit(samples, 64, Components.Exactly(10));
        var pca = Pca<float>.Fit([.. samples.Select(value => (float)value)], 64, Components.Exactly(10));
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(1, pca.ExplainedVariance[i] / exact.ExplainedVariance[i], 1e-5);
            for (int k = 0; k < 64; k++)
                Assert.Equal(exact.PrincipalAxes[i * 64 + k], pca.PrincipalAxes[i * 64 + k], 1e-4);
        }
    }

    [Theory]
    [InlineData(700, 400, 20)]
    [InlineData(300, 900, 8)]
    public void LargeDataAgreeByAllRoutes(int count, int features, int kept)
    {
        // Large enough for the subspace iteration on the matrix, which Components.All never takes.
        double[] samples = Decaying(count, features);
        var all = Pca<double>.Fit(samples, features, Components.All);
        foreach (PcaRoute route in new[] { PcaRoute.Automatic, PcaRoute.Iterative })
        {
            var pca = Pca<double>.Fit(samples, features, Components.Exactly(kept), whiten: false, route);
            Golden.AssertClose(all.ExplainedVariance[..kept].ToArray(), pca.ExplainedVariance, 1e-12, "variance");
            Golden.AssertClose(all.PrincipalAxes[..(kept * features)].ToArray(), pca.PrincipalAxes, 1e-9, "axis");
            Assert.Equal(1, pca.TotalVariance / all.TotalVariance, 1e-12);
            Assert.Equal(1, pca.Distortion / (all.TotalVariance - Sum(pca.ExplainedVariance)), 1e-11);
        }
    }

    [Theory]
    [InlineData(PcaRoute.Automatic)]
    [InlineData(PcaRoute.Gram)]
    [InlineData(PcaRoute.Iterative)]
    public void APowerOfTwoChangesNoBitOfTheAxes(PcaRoute route)
    {
        // Far enough from 1 for the squares of variances to leave the range.
        double[] samples = Decaying(310, 300);
        var pca = Pca<double>.Fit(samples, 300, Components.Exactly(8), whiten: false, route);
        foreach (int exponent in new[] { -450, 450 })
        {
            var scaled = Pca<double>.Fit([.. samples.Select(value => Math.ScaleB(value, exponent))], 300, Components.Exactly(8), whiten: false, route);
            Assert.Equal(pca.PrincipalAxes, scaled.PrincipalAxes);
            Assert.Equal([.. pca.ExplainedVariance.ToArray().Select(value => Math.ScaleB(value, 2 * exponent))], scaled.ExplainedVariance.ToArray());
            Assert.Equal(Math.ScaleB(pca.Distortion, 2 * exponent), scaled.Distortion);
        }
    }

    [Fact]
    public void AShareOfTheVarianceIsKeptByTheFewestComponents()
    {
        double[] samples = Golden.Samples("digits");
        var all = Pca<double>.Fit(samples, 64, Components.All);
        foreach (double share in new[] { 0.1, 0.5, 0.95, 0.999 })
        {
            var pca = Pca<double>.Fit(samples, 64, Components.Explaining(share));
            Assert.True(Sum(pca.ExplainedVarianceRatio) >= share);
            Assert.True(Sum(pca.ExplainedVarianceRatio.AsSpan()[..^1]) < share);
            Assert.Equal(all.PrincipalAxes[..pca.PrincipalAxes.Length], pca.PrincipalAxes);
        }

        // scikit-learn's PCA(0.95).
        Assert.Equal(29, Pca<double>.Fit(samples, 64, Components.Explaining(0.95)).ComponentCount);
    }

    [Fact]
    public void WhitenedSamplesHaveUnitCovarianceAndComeBack()
    {
        double[] samples = Golden.Samples("wine");
        var pca = Pca<double>.Fit(samples, 13, Components.All, whiten: true);
        var white = new double[samples.Length];
        pca.Transform(samples, white);
        int count = samples.Length / 13;
        for (int i = 0; i < 13; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, count).Sum(row => white[row * 13 + i] * white[row * 13 + j]) / (count - 1), 1e-9);
        }

        var back = new double[samples.Length];
        pca.InverseTransform(white, back);
        Golden.AssertClose(samples, back, 1e-12, "sample");
    }

    [Fact]
    public void ChunksGiveWhatAllSamplesTogetherDo()
    {
        double[] samples = Golden.Samples("digits");
        var together = Pca<double>.Fit(samples, 64, Components.Exactly(10), whiten: true);
        var accumulator = new PcaAccumulator<double>(64);
        var second = new PcaAccumulator<double>(64);
        int row = 0;
        foreach (int size in new[] { 1, 2, 300, 64, 1000, 430 })
        {
            (row < 400 ? accumulator : second).Add(samples.AsSpan(row * 64, size * 64));
            row += size;
        }

        accumulator.Merge(second);
        accumulator.Merge(new PcaAccumulator<double>(64));
        Assert.Equal(1797, accumulator.SampleCount);
        Pca<double> pca = accumulator.Fit(Components.Exactly(10), whiten: true);
        Golden.AssertClose(together.Mean.ToArray(), pca.Mean, 1e-13, "mean");
        Golden.AssertClose(together.ExplainedVariance.ToArray(), pca.ExplainedVariance, 1e-12, "variance");
        Golden.AssertClose(together.PrincipalAxes.ToArray(), pca.PrincipalAxes, 1e-10, "axis");
        Assert.Equal(1, pca.NoiseVariance / together.NoiseVariance, 1e-10);
    }

    [Fact]
    public void ARowsResultDoesNotDependOnTheOthers()
    {
        Check<double>();
        Check<float>();

        static void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T[] samples = [.. Decaying(500, 300).Select(T.CreateTruncating)];
            var pca = Pca<T>.Fit(samples, 300, Components.Exactly(27), whiten: true);
            var together = new T[500 * 27];
            pca.Transform(samples, together);
            var back = new T[samples.Length];
            pca.InverseTransform(together, back);
            foreach (int rows in new[] { 1, 2, 3, 5, 50 })
            {
                var few = new T[rows * 27];
                pca.Transform(samples.AsSpan(100 * 300, rows * 300), few);
                Assert.Equal(together[(100 * 27)..((100 + rows) * 27)], few);
                var fewBack = new T[rows * 300];
                pca.InverseTransform(few, fewBack);
                Assert.Equal(back[(100 * 300)..((100 + rows) * 300)], fewBack);
            }
        }
    }

    [Fact]
    public void TransformingAllocatesNothing()
    {
        double[] samples = Golden.Samples("wine");
        var pca = Pca<double>.Fit(samples, 13, Components.Exactly(3), whiten: true);
        var scores = new double[samples.Length / 13 * 3];
        var back = new double[samples.Length];
        Allocation.AssertNone(() => pca.Transform(samples, scores));
        Allocation.AssertNone(() => pca.InverseTransform(scores, back));
        Allocation.AssertNone(() => pca.Transform(samples.AsSpan(0, 13), scores.AsSpan(0, 3)));
    }

    [Fact]
    public void ComponentsStandInForANetworksInputs()
    {
        Dataset<float> wine = TestData.Csv<float>("wine.csv");
        var pca = Pca<float>.Fit(wine, Components.Exactly(3));
        Dataset<float> small = pca.Transform(wine);
        Assert.Equal((wine.Count, 3, 3), (small.Count, small.InputSize, small.TargetSize));
        Assert.Equal(wine.Targets, small.Targets);
        Assert.Equal(wine.ClassNames, small.ClassNames);
        Assert.Empty(small.InputNames);
        var input = new float[3];
        pca.Transform(wine.Input(7), input);
        Assert.Equal(small.Input(7), input);
        var error = Assert.Throws<ArgumentException>(() => pca.Transform(TestData.Csv<float>("iris.csv")));
        Assert.Contains("has 4 inputs, but 13 were fitted", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PcaRoute.Covariance)]
    [InlineData(PcaRoute.Gram)]
    public void ComponentsBeyondTheRankHaveNoVarianceAndOrthogonalAxes(PcaRoute route)
    {
        // Ten samples in a plane of a space of six.
        var random = new RandomGenerator(1);
        double[] plane = SymmetricMatrices.RandomRotation(random, 6);
        double[] samples = new double[60];
        for (int row = 0; row < 10; row++)
        {
            double x = random.NextGaussian(), y = random.NextGaussian();
            for (int i = 0; i < 6; i++)
                samples[row * 6 + i] = 100 + 3 * x * plane[i] + y * plane[6 + i];
        }

        var pca = Pca<double>.Fit(samples, 6, Components.All, whiten: true, route);
        Assert.Equal(6, pca.ComponentCount);
        Assert.True(pca.ExplainedVariance[1] > 0.01);
        Assert.Equal([0, 0, 0, 0], pca.ExplainedVariance[2..]);
        Assert.Equal(0, pca.Distortion);
        AssertOrthonormal(pca);
        var white = new double[60];
        pca.Transform(samples, white);
        Assert.All(Enumerable.Range(0, 60).Where(i => i % 6 >= 2), i => Assert.Equal(0, white[i]));
        var back = new double[60];
        pca.InverseTransform(white, back);
        Golden.AssertClose(samples, back, 1e-13, "sample");
        Assert.Contains("fewer directions", Assert.Throws<InvalidOperationException>(() => pca.AverageLogLikelihood(samples)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PcaRoute.Covariance)]
    [InlineData(PcaRoute.Gram)]
    [InlineData(PcaRoute.Iterative)]
    public void ConstantDataHaveAMeanAndNoVariance(PcaRoute route)
    {
        // 0.1 seven times has a rounded mean that is not 0.1.
        double[] samples = [.. Enumerable.Repeat(new[] { 0.1, -3.3, 7 }, 7).SelectMany(row => row)];
        var pca = Pca<double>.Fit(samples, 3, Components.Exactly(2), whiten: true, route);
        Assert.Equal([0.1, -3.3, 7], pca.Mean);
        Assert.Equal([0, 0], pca.ExplainedVariance);
        Assert.Equal([0, 0], pca.ExplainedVarianceRatio);
        Assert.Equal(0, pca.TotalVariance);
        AssertOrthonormal(pca);
        var scores = new double[2];
        pca.Transform([5, 5, 5], scores);
        Assert.Equal([0, 0], scores);
    }

    [Fact]
    public void AConstantColumnHasNoPartInAnyAxis()
    {
        double[] samples = Golden.Samples("iris");
        double[] wider = [.. Enumerable.Range(0, 150).SelectMany(row => samples[(row * 4)..(row * 4 + 4)].Append(0.1))];
        var pca = Pca<double>.Fit(wider, 5, Components.Exactly(4));
        Golden.AssertClose(Pca<double>.Fit(samples, 4, Components.All).ExplainedVariance.ToArray(), pca.ExplainedVariance, 1e-13, "variance");
        for (int i = 0; i < 4; i++)
            Assert.Equal(0, pca.PrincipalAxes[i * 5 + 4]);
    }

    [Fact]
    public void ALargeOffsetCostsNoVariance()
    {
        double[] samples = Golden.Samples("iris");
        var pca = Pca<double>.Fit([.. samples.Select(value => value + 1e6)], 4, Components.All);
        Golden.AssertClose(Pca<double>.Fit(samples, 4, Components.All).ExplainedVariance.ToArray(), pca.ExplainedVariance, 1e-8, "variance");
    }

    [Fact]
    public void WhatCannotBeFittedIsNamed()
    {
        double[] samples = [1, 2, 3, 4, 5, 6];
        AssertNamed<ArgumentException>("samples", "There is 1 sample; at least 2 are wanted", () => Pca<double>.Fit(samples, 6, Components.All));
        AssertNamed<ArgumentException>("samples", "There are 0 samples", () => Pca<double>.Fit([], 6, Components.All));
        AssertNamed<ArgumentException>("samples", "whole rows of 4", () => Pca<double>.Fit(samples, 4, Components.All));
        AssertNamed<ArgumentOutOfRangeException>("featureCount", "", () => Pca<double>.Fit(samples, 0, Components.All));
        AssertNamed<ArgumentOutOfRangeException>("components", "at most 2 components", () => Pca<double>.Fit(samples, 3, Components.Exactly(3)));
        AssertNamed<ArgumentException>("components", "a share of the variance needs all", () => Pca<double>.Fit(samples, 2, Components.Explaining(0.5), false, PcaRoute.Iterative));
        AssertNamed<ArgumentException>("samples", "Feature 1 of sample 2 is NaN", () => Pca<double>.Fit([1, 2, 3, 4, 5, double.NaN], 2, Components.All));
        AssertNamed<ArgumentException>("samples", "Feature 0 of sample 0 is Infinity", () => Pca<double>.Fit([double.PositiveInfinity, 2, 3, 4], 2, Components.All));
        foreach (PcaRoute route in new[] { PcaRoute.Covariance, PcaRoute.Gram, PcaRoute.Iterative })
            AssertNamed<ArgumentException>("samples", "out of range", () => Pca<double>.Fit([1e200, 2, -1e200, 4], 2, Components.Exactly(1), false, route));
        AssertNamed<ArgumentOutOfRangeException>("route", "no such route", () => Pca<double>.Fit(samples, 2, Components.All, false, (PcaRoute)9));
        AssertNamed<ArgumentOutOfRangeException>("count", "0", () => Components.Exactly(0));
        AssertNamed<ArgumentOutOfRangeException>("share", "between 0 and 1", () => Components.Explaining(1));
        AssertNamed<ArgumentOutOfRangeException>("share", "between 0 and 1", () => Components.Explaining(double.NaN));
        Assert.Throws<InvalidOperationException>(() => new PcaAccumulator<double>(2).Fit(Components.All));
        AssertNamed<ArgumentException>("samples", "NaN", () => new PcaAccumulator<double>(2).Add([1, double.NaN]));
        AssertNamed<ArgumentException>("other", "3", () => new PcaAccumulator<double>(2).Merge(new PcaAccumulator<double>(3)));

        static void AssertNamed<TError>(string name, string message, Action act)
            where TError : ArgumentException
        {
            var error = Assert.Throws<TError>(act);
            Assert.Equal(name, error.ParamName);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WrongLengthsWriteNothing()
    {
        var pca = Pca<double>.Fit(Golden.Samples("iris"), 4, Components.Exactly(2));
        double[] scores = [9, 9, 9];
        Assert.Throws<ArgumentException>(() => pca.Transform([1, 2, 3, 4], scores));
        Assert.Throws<ArgumentException>(() => pca.Transform([1, 2, 3], scores));
        Assert.Throws<ArgumentException>(() => pca.InverseTransform([1, 2], scores));
        Assert.Equal([9, 9, 9], scores);
        double[] shared = [1, 2, 3, 4, 0, 0];
        Assert.Equal("samples", Assert.Throws<ArgumentException>(() => pca.Transform(shared.AsSpan(0, 4), shared.AsSpan(3, 2))).ParamName);
        pca.Transform([], []);
    }

    [Fact]
    public void TheAxesSpanWhatALinearAutoencoderCould()
    {
        // The mean squared distance from the reconstruction is the sum of the discarded eigenvalues, and no other plane's is less.
        double[] samples = Golden.Samples("wine");
        var pca = Pca<double>.Fit(samples, 13, Components.Exactly(2));
        double distance = Distance(pca, samples);
        Assert.Equal(1, distance / (pca.Distortion * 177 / 178), 1e-10);
    }

    [Fact]
    public void WhiteningDoesNotChangeTheLikelihood()
    {
        double[] samples = Golden.Samples("wine");
        double expected = Pca<double>.Fit(samples, 13, Components.Exactly(3)).AverageLogLikelihood(samples);
        Assert.Equal(expected, Pca<double>.Fit(samples, 13, Components.Exactly(3), whiten: true).AverageLogLikelihood(samples), 1e-10);
    }

    /// <summary>
    /// scikit-learn's score depends on whitening: it then takes σ² + λ(λ − σ²) for the variance along an axis. Ours is λ either way;
    /// this is theirs, of what we fitted. Theirs has seven digits only: of a precision matrix with elements of 1 it takes an eigenvalue of 10⁻¹⁰.
    /// </summary>
    private static double ScikitLearnsWhenWhitening(Pca<double> pca, double[] samples)
    {
        int features = pca.FeatureCount, kept = pca.ComponentCount, count = samples.Length / features;
        var white = new double[count * kept];
        pca.Transform(samples, white);
        double noise = pca.NoiseVariance, sum = (features - kept) * Math.Log(noise);
        double beside = samples.Select((value, i) => (value - pca.Mean[i % features]) * (value - pca.Mean[i % features])).Sum();
        for (int i = 0; i < kept; i++)
        {
            double variance = pca.ExplainedVariance[i], theirs = noise + variance * (variance - noise);
            double along = variance * Enumerable.Range(0, count).Sum(row => white[row * kept + i] * white[row * kept + i]);
            sum += Math.Log(theirs) + along / theirs / count;
            beside -= along;
        }

        return -0.5 * (features * Math.Log(2 * Math.PI) + sum + beside / noise / count);
    }

    private static double Distance(Pca<double> pca, double[] samples)
    {
        var scores = new double[samples.Length / pca.FeatureCount * pca.ComponentCount];
        pca.Transform(samples, scores);
        var back = new double[samples.Length];
        pca.InverseTransform(scores, back);
        return samples.Zip(back, (a, b) => (a - b) * (a - b)).Sum() / (samples.Length / pca.FeatureCount);
    }

    private static void AssertOrthonormal(Pca<double> pca)
    {
        int features = pca.FeatureCount;
        for (int i = 0; i < pca.ComponentCount; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, VectorOperations.Dot(pca.PrincipalAxes.Slice(i * features, features), pca.PrincipalAxes.Slice(j * features, features)), 1e-13);
        }
    }

    private static double[] Decaying(int count, int features)
    {
        var random = new RandomGenerator(9);
        return SymmetricMatrices.Values(count * features, i => random.NextGaussian() * Math.Pow(1 + i % features, -0.7) + i % features);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum;
    }
}
