using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>One loss, its definition in plain words of C#, and targets that suit it.</summary>
public abstract class LossCase(string name, Func<double[], double[], double> definition, LossCase.TargetKind targets)
{
    public enum TargetKind
    {
        Any,
        ZeroOrOne,
        Fraction,
        OneHot,
        Distribution,
    }

    private static readonly LossCase[] s_all =
    [
        new Of<HalfSquaredError>("HalfSquaredError", (y, t) => 0.5 * Sum(y, t, (a, b) => (a - b) * (a - b)), TargetKind.Any),
        new Of<MeanSquaredError>("MeanSquaredError", (y, t) => Sum(y, t, (a, b) => (a - b) * (a - b)) / y.Length, TargetKind.Any),
        new Of<MeanAbsoluteError>("MeanAbsoluteError", (y, t) => Sum(y, t, (a, b) => Math.Abs(a - b)) / y.Length, TargetKind.Any),
        new Of<Huber>("Huber", (y, t) => Sum(y, t, (a, b) => Math.Abs(a - b) <= 1 ? 0.5 * (a - b) * (a - b) : Math.Abs(a - b) - 0.5) / y.Length, TargetKind.Any),
        new Of<BinaryCrossEntropy>("BinaryCrossEntropy", (y, t) => -Sum(y, t, (a, b) => b * Math.Log(a) + (1 - b) * Math.Log(1 - a)) / y.Length, TargetKind.ZeroOrOne),
        new Of<CategoricalCrossEntropy>("CategoricalCrossEntropy", (y, t) => -Sum(y, t, (a, b) => b * Math.Log(a)), TargetKind.OneHot),
        new Of<KullbackLeibler>("KullbackLeibler", (y, t) => Sum(y, t, (a, b) => b * Math.Log(b / a)), TargetKind.Distribution),
        new Of<BinaryCrossEntropyFromLogits>("BinaryCrossEntropyFromLogits", (z, t) => -Sum(z, t, (a, b) => b * Math.Log(1 / (1 + Math.Exp(-a))) + (1 - b) * Math.Log(1 / (1 + Math.Exp(a)))) / z.Length, TargetKind.Fraction),
        new Of<CategoricalCrossEntropyFromLogits>("CategoricalCrossEntropyFromLogits", (z, t) => Sum(z, t, (a, b) => b * (Math.Log(z.Sum(Math.Exp)) - a)), TargetKind.OneHot),
        new Of<KullbackLeiblerFromLogits>("KullbackLeiblerFromLogits", (z, t) => Sum(z, t, (a, b) => b * (Math.Log(b) + Math.Log(z.Sum(Math.Exp)) - a)), TargetKind.Distribution),
    ];

    public static TheoryData<string> Names => [.. s_all.Select(loss => loss.Name)];

    public static TheoryData<string> ElementwiseNames => [.. s_all.Where(loss => loss.IsElementwise).Select(loss => loss.Name)];

    public string Name { get; } = name;

    public Func<double[], double[], double> Definition { get; } = definition;

    /// <summary>Whether the outputs are logits.</summary>
    public bool TakesLogits => Name.EndsWith("FromLogits", StringComparison.Ordinal);

    /// <summary>Whether the loss is a sum of one term per output.</summary>
    public bool IsElementwise => Name is not ("CategoricalCrossEntropyFromLogits" or "KullbackLeiblerFromLogits");

    /// <summary>Whether the loss is the mean over the outputs rather than their sum.</summary>
    public bool IsMeanOverOutputs => IsElementwise && Name is not ("HalfSquaredError" or "CategoricalCrossEntropy" or "KullbackLeibler");

    /// <summary>From how many outputs left over on they are summed in a block that is filled up.</summary>
    public int LeastToFillBlock => Name switch
    {
        "BinaryCrossEntropy" => 6,
        "KullbackLeibler" or "BinaryCrossEntropyFromLogits" => 3,
        _ => int.MaxValue,
    };

    /// <summary>The activation that the loss is matched with, if any.</summary>
    public Activation? Match => Enum.GetValues<Activation>().Where(Matches).Select(activation => (Activation?)activation).SingleOrDefault();

    public static LossCase Named(string name) => s_all.Single(loss => loss.Name == name);

    /// <summary>Outputs and targets that the loss is defined for.</summary>
    public (double[] Output, double[] Target) Sample(int size, ulong seed)
    {
        var random = new Generated.Numerics.RandomGenerator(seed);
        bool areProbabilities = targets != TargetKind.Any && !TakesLogits;
        double[] output = [.. Enumerable.Range(0, size).Select(_ => areProbabilities ? 0.05 + 0.9 * random.NextDouble() : 3 * random.NextGaussian())];
        double[] target = [.. Enumerable.Range(0, size).Select(_ => targets switch
        {
            TargetKind.Any => 3 * random.NextGaussian(),
            TargetKind.ZeroOrOne => random.NextInt(2),
            TargetKind.Fraction => random.NextDouble(),
            TargetKind.OneHot => 0,
            _ => 0.1 + random.NextDouble(),
        })];
        if (targets == TargetKind.OneHot)
            target[random.NextInt(size)] = 1;
        if (targets == TargetKind.Distribution)
            target = [.. target.Select(t => t / target.Sum())];
        return (output, target);
    }

    public abstract bool Matches(Activation activation);

    public abstract double Value(double[] output, double[] target);

    public abstract float Value(float[] output, float[] target);

    public abstract void Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> gradient);

    public abstract void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> gradient);

    public abstract void MatchedGradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> delta);

    private static double Sum(double[] y, double[] t, Func<double, double, double> term) => y.Zip(t, term).Sum();

    private sealed class Of<TLoss>(string name, Func<double[], double[], double> definition, TargetKind targets) : LossCase(name, definition, targets)
        where TLoss : struct, ILoss<float>, ILoss<double>
    {
        public override bool Matches(Activation activation)
        {
            bool matches = Loss<TLoss, double>.Matches(activation);
            Assert.Equal(matches, Loss<TLoss, float>.Matches(activation));
            return matches;
        }

        public override double Value(double[] output, double[] target) => Loss<TLoss, double>.Value(output, target);

        public override float Value(float[] output, float[] target) => Loss<TLoss, float>.Value(output, target);

        public override void Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> gradient) =>
            Loss<TLoss, double>.Gradient(output, target, scale, gradient);

        public override void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> gradient) =>
            Loss<TLoss, float>.Gradient(output, target, scale, gradient);

        public override void MatchedGradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> delta) =>
            Loss<TLoss, double>.MatchedGradient(output, target, scale, delta);
    }

    /// <summary>The static members of a loss, called as generated code calls them.</summary>
    private static class Loss<TLoss, T>
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static bool Matches(Activation activation) => TLoss.Matches(activation);

        public static T Value(ReadOnlySpan<T> output, ReadOnlySpan<T> target) => TLoss.Value(output, target);

        public static void Gradient(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> gradient) =>
            TLoss.Gradient(output, target, scale, gradient);

        public static void MatchedGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> delta) =>
            TLoss.MatchedGradient(output, target, scale, delta);
    }
}
