using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class IndependentComponentsTests
{
    private const int Count = 2000;

    [Theory]
    [InlineData(IcaContrast.Tanh)]
    [InlineData(IcaContrast.Cube)]
    public void MixedSourcesAreRecovered(IcaContrast contrast)
    {
        double[] sources = Sources(), mixed = Mix(sources);
        var model = IndependentComponents<double>.Fit(mixed, 4, 3, contrast, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(model.Converged);
        AssertRecovered(sources, model, mixed);
        var found = new double[Count * 3];
        model.Transform(mixed, found);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, Enumerable.Range(0, Count).Average(row => found[row * 3 + i]), 1e-12);
            Assert.Equal(1, Enumerable.Range(0, Count).Sum(row => found[row * 3 + i] * found[row * 3 + i]) / (Count - 1), 1e-10);
        }

        var back = new double[mixed.Length];
        model.InverseTransform(found, back);
        Golden.AssertClose(mixed, back, 1e-10, "sample");
    }

    [Fact]
    public void SinglePrecisionRecoversThemToo()
    {
        double[] sources = Sources(), mixed = Mix(sources);
        var model = IndependentComponents<float>.Fit([.. mixed.Select(value => (float)value)], 4, 3, tolerance: 1e-4, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(model.Converged);
        var found = new float[Count * 3];
        model.Transform([.. mixed.Select(value => (float)value)], found);
        AssertRecovered(sources, [.. found.Select(value => (double)value)]);
    }

    [Fact]
    public void TheSeedDoesNotDecideOrderOrSign()
    {
        double[] mixed = Mix(Sources());
        var first = IndependentComponents<double>.Fit(mixed, 4, 3, tolerance: 1e-12, cancellationToken: TestContext.Current.CancellationToken);
        var second = IndependentComponents<double>.Fit(mixed, 4, 3, tolerance: 1e-12, seed: 99, cancellationToken: TestContext.Current.CancellationToken);
        Golden.AssertClose(first.Mixing.ToArray(), second.Mixing, 1e-4, "mixing");
    }

    [Fact]
    public void TooFewIterationsAreSaid()
    {
        var model = IndependentComponents<double>.Fit(Mix(Sources()), 4, 3, maximumIterations: 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(model.Converged);
        Assert.Equal(1, model.Iterations);
    }

    [Fact]
    public void WhatCannotBeFittedIsNamed()
    {
        double[] mixed = Mix(Sources());
        AssertNamed("componentCount", "fewer directions", () => IndependentComponents<double>.Fit(mixed, 4, 4, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("components", "at most 4", () => IndependentComponents<double>.Fit(mixed, 4, 5, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("componentCount", "0", () => IndependentComponents<double>.Fit(mixed, 4, 0, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("maximumIterations", "0", () => IndependentComponents<double>.Fit(mixed, 4, 3, maximumIterations: 0, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("tolerance", "NaN", () => IndependentComponents<double>.Fit(mixed, 4, 3, tolerance: double.NaN, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("contrast", "no such", () => IndependentComponents<double>.Fit(mixed, 4, 3, (IcaContrast)7, cancellationToken: TestContext.Current.CancellationToken));
        AssertNamed("samples", "NaN", () => IndependentComponents<double>.Fit([1, 2, double.NaN, 4], 2, 1, cancellationToken: TestContext.Current.CancellationToken));

        static void AssertNamed(string name, string message, Action act)
        {
            var error = Assert.ThrowsAny<ArgumentException>(act);
            Assert.Equal(name, error.ParamName);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertRecovered(double[] sources, IndependentComponents<double> model, double[] mixed)
    {
        var found = new double[Count * 3];
        model.Transform(mixed, found);
        AssertRecovered(sources, found);
    }

    private static void AssertRecovered(double[] sources, double[] found)
    {
        int[] matches = [.. Enumerable.Range(0, 3).Select(source => Enumerable.Range(0, 3).MaxBy(i => Math.Abs(Correlation(sources, source, found, i))))];
        Assert.Equal([0, 1, 2], matches.Order());
        for (int source = 0; source < 3; source++)
            Assert.True(Math.Abs(Correlation(sources, source, found, matches[source])) > 0.99, $"Source {source}: {Correlation(sources, source, found, matches[source])}");
    }

    private static double Correlation(double[] a, int i, double[] b, int j)
    {
        double[] x = [.. Enumerable.Range(0, Count).Select(row => a[row * 3 + i])], y = [.. Enumerable.Range(0, Count).Select(row => b[row * 3 + j])];
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (p, q) => (p - meanX) * (q - meanY)).Sum()
            / Math.Sqrt(x.Sum(p => (p - meanX) * (p - meanX)) * y.Sum(q => (q - meanY) * (q - meanY)));
    }

    /// <summary>A sine, a square wave and uniform noise.</summary>
    private static double[] Sources()
    {
        var random = new RandomGenerator(11);
        return SymmetricMatrices.Values(Count * 3, i => (i % 3) switch
        {
            0 => Math.Sin(0.0351 * (i / 3)),
            1 => i / 3 / 37 % 2 == 0 ? 1 : -1,
            _ => 2 * random.NextDouble() - 1,
        });
    }

    /// <summary>Three sources as four sensors see them.</summary>
    private static double[] Mix(double[] sources)
    {
        double[] mixing = [1, 0.5, 0.3, 0.4, -1, 0.6, 0.8, 0.7, 1.5, -0.2, 0.3, 0.9];
        return SymmetricMatrices.Values(Count * 4, i => 5 + Enumerable.Range(0, 3).Sum(k => mixing[i % 4 * 3 + k] * sources[i / 4 * 3 + k]));
    }
}
