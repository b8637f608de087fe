using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>A loss of the logits of classes.</summary>
internal interface IClassLogitsLoss
{
    /// <summary>Whether the entropy of the target is taken off, so that a loss is 0 where the probabilities are the target.</summary>
    static abstract bool IsRelativeToEntropy { get; }
}

/// <summary>What the losses of logits of classes share: p = softmax(z) is taken here, not by the network.</summary>
/// <remarks>
/// With any class m, <c>ln Σₖ e^zₖ = zₘ − ln pₘ</c>. The likeliest class is taken, and where its pₘ is near 1, it is taken as 1 − r with the
/// sum r of the other probabilities: so a loss near 0 and its gradient keep their digits, and one far from 0 does not saturate.
/// </remarks>
internal static class LogitsOfClasses
{
    /// <summary>From how many classes on the probabilities do not go on the stack.</summary>
    private const int MostOnStack = 256;

    /// <summary>The loss of one sample.</summary>
    public static T Value<TLoss, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target)
        where TLoss : struct, IClassLogitsLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(target.Length, output.Length, nameof(target));
        if (output.Length <= MostOnStack)
            return Value<TLoss, T>(output, target, stackalloc T[output.Length]);
        using var memory = ThreadScratch<T>.Rent(output.Length);
        return Value<TLoss, T>(output, target, MemoryMarshal.CreateSpan(ref memory.Reference, output.Length));
    }

    /// <summary>Writes scale · ∂L/∂z.</summary>
    public static void Gradient<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(target.Length, output.Length, nameof(target));
        SpanArguments.RequireLength(gradient.Length, output.Length, nameof(gradient));
        Likeliest likeliest = Softmax(output, gradient);
        ToGradient(gradient, target, likeliest, scale);
    }

    /// <summary>Writes the gradients of several rows and returns the sum of their losses.</summary>
    public static double Evaluate<TLoss, T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, T scale, Span<T> gradients)
        where TLoss : struct, IClassLogitsLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(targets.Length, outputs.Length, nameof(targets));
        SpanArguments.RequireLength(gradients.Length, outputs.Length, nameof(gradients));
        double sum = 0.0;
        for (int at = 0; at < outputs.Length; at += columns)
        {
            ReadOnlySpan<T> z = outputs.Slice(at, columns), t = targets.Slice(at, columns);
            Span<T> gradient = gradients.Slice(at, columns);
            Likeliest likeliest = Softmax(z, gradient);
            sum += Loss<TLoss, T>(z, t, likeliest);
            ToGradient(gradient, t, likeliest, scale);
        }

        return sum;
    }

    private static T Value<TLoss, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target, Span<T> p)
        where TLoss : struct, IClassLogitsLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Likeliest likeliest = Softmax(output, p);
        return T.CreateTruncating(Loss<TLoss, T>(output, target, likeliest));
    }

    /// <summary>Writes p = softmax(z), and tells the likeliest class.</summary>
    private static Likeliest Softmax<T>(ReadOnlySpan<T> z, Span<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SoftmaxFunction.Apply(ref MemoryMarshal.GetReference(z), ref MemoryMarshal.GetReference(p), rows: 1, (nuint)z.Length);
        int likeliest = 0;
        for (int k = 1; k < p.Length; k++)
        {
            if (p[k] > p[likeliest])
                likeliest = k;
        }

        double others = 0.0;
        for (int k = 0; k < p.Length; k++)
        {
            if (k != likeliest)
                others += double.CreateTruncating(p[k]);
        }

        return new Likeliest(likeliest, double.CreateTruncating(p[likeliest]), others);
    }

    /// <summary>Σ tⱼ (ln Σₖ e^zₖ − zⱼ), and Σ tⱼ ln tⱼ if the loss is relative to the target's entropy; 0 for a target of 0.</summary>
    private static double Loss<TLoss, T>(ReadOnlySpan<T> z, ReadOnlySpan<T> t, in Likeliest likeliest)
        where TLoss : struct, IClassLogitsLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = double.CreateTruncating(z[likeliest.Class]), logProbability = likeliest.LogProbability, loss = 0.0;
        for (int j = 0; j < z.Length; j++)
        {
            double target = double.CreateTruncating(t[j]);
            if (target == 0.0)
                continue;
            double surprise = largest - double.CreateTruncating(z[j]) - logProbability;
            loss += target * (TLoss.IsRelativeToEntropy ? surprise + VectorMath.Log(target) : surprise);
        }

        return loss;
    }

    /// <summary>Makes probabilities gradients: scale · (pⱼ Σₖ tₖ − tⱼ).</summary>
    private static void ToGradient<T>(Span<T> p, ReadOnlySpan<T> t, in Likeliest likeliest, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T total = T.Zero;
        foreach (T target in t)
            total += target;
        for (int j = 0; j < p.Length; j++)
            p[j] = scale * (total * p[j] - t[j]);
        if (likeliest.IsNearOne)
            p[likeliest.Class] = scale * (total - t[likeliest.Class] - total * T.CreateTruncating(likeliest.Others));
    }

    /// <summary>The likeliest class.</summary>
    /// <param name="Class">The class.</param>
    /// <param name="Probability">Its probability.</param>
    /// <param name="Others">The sum of the other probabilities, which has the digits that 1 less the probability has lost.</param>
    private readonly record struct Likeliest(int Class, double Probability, double Others)
    {
        /// <summary>Whether the probability is nearer to 1 than to 0. NaN is not.</summary>
        public bool IsNearOne => Probability > 0.5;

        /// <summary>The logarithm of the probability.</summary>
        public double LogProbability => IsNearOne ? VectorMath.Log1p(-Others) : VectorMath.Log(Probability);
    }
}
