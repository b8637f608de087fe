using System;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>What a loss is multiplied by: an empty struct with a constant.</summary>
public interface ILossWeight
{
    /// <summary>The factor.</summary>
    static abstract double Value { get; }
}

/// <summary>A loss times a constant, so that of several outputs one counts more than another.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TWeight">What it is multiplied by.</typeparam>
public readonly struct Weighted<T, TLoss, TWeight> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, ILoss<T>
    where TWeight : struct, ILossWeight
{
    /// <inheritdoc/>
    public static bool TakesRows => true;

    /// <inheritdoc/>
    public static T DecisionThreshold => TLoss.DecisionThreshold;

    /// <inheritdoc/>
    public static T Value(ReadOnlySpan<T> output, ReadOnlySpan<T> target) => T.CreateTruncating(TWeight.Value) * TLoss.Value(output, target);

    /// <inheritdoc/>
    public static void Gradient(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> outputGradient) =>
        TLoss.Gradient(output, target, T.CreateTruncating(TWeight.Value) * scale, outputGradient);

    /// <inheritdoc/>
    public static bool Matches(Activation outputActivation) => TLoss.Matches(outputActivation);

    /// <inheritdoc/>
    public static void MatchedGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> delta) =>
        TLoss.MatchedGradient(output, target, T.CreateTruncating(TWeight.Value) * scale, delta);

    /// <inheritdoc/>
    public static double Evaluate(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients) =>
        TWeight.Value * LossRows.Evaluate<TLoss, T>(outputs, targets, columns, matched, T.CreateTruncating(TWeight.Value) * scale, gradients);

    /// <inheritdoc/>
    public static string? FindTargetError(ReadOnlySpan<T> target) => TLoss.FindTargetError(target);
}
