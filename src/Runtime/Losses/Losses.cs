using System;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>
/// A loss for each of two outputs, added up: <c>Losses&lt;float, CategoricalCrossEntropy, MeanSquaredError&gt;</c>. For three,
/// the second is such a pair itself: <c>Losses&lt;float, A, Losses&lt;float, B, C&gt;&gt;</c>.
/// <see cref="Weighted{T, TLoss, TWeight}"/> gives one a weight.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TFirst">The loss of the first output.</typeparam>
/// <typeparam name="TSecond">The loss of the second output, or the losses of the others.</typeparam>
public readonly struct Losses<T, TFirst, TSecond> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFirst : struct, ILoss<T>
    where TSecond : struct, ILoss<T>
{
    /// <inheritdoc/>
    public static int OutputCount => 1 + TSecond.OutputCount;

    /// <summary>Not to be had: which part of a row is which output, the network knows.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static T Value(ReadOnlySpan<T> output, ReadOnlySpan<T> target) => throw NotOfOne();

    /// <summary>Not to be had: which part of a row is which output, the network knows.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static void Gradient(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> outputGradient) => throw NotOfOne();

    /// <inheritdoc/>
    public static bool MatchesOutput(int output, Activation activation) =>
        output == 0 ? TFirst.Matches(activation) : TSecond.OutputCount > 1 ? TSecond.MatchesOutput(output - 1, activation) : TSecond.Matches(activation);

    /// <inheritdoc/>
    public static double EvaluateOutput(int output, ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients) =>
        output == 0 ? LossRows.Evaluate<TFirst, T>(outputs, targets, columns, matched, scale, gradients)
        : TSecond.OutputCount > 1 ? TSecond.EvaluateOutput(output - 1, outputs, targets, columns, matched, scale, gradients)
        : LossRows.Evaluate<TSecond, T>(outputs, targets, columns, matched, scale, gradients);

    /// <inheritdoc/>
    public static T ValueOfOutput(int output, ReadOnlySpan<T> values, ReadOnlySpan<T> target) =>
        output == 0 ? TFirst.Value(values, target)
        : TSecond.OutputCount > 1 ? TSecond.ValueOfOutput(output - 1, values, target)
        : TSecond.Value(values, target);

    /// <inheritdoc/>
    public static string? FindTargetErrorOfOutput(int output, ReadOnlySpan<T> target) =>
        output == 0 ? TFirst.FindTargetError(target)
        : TSecond.OutputCount > 1 ? TSecond.FindTargetErrorOfOutput(output - 1, target)
        : TSecond.FindTargetError(target);

    private static NotSupportedException NotOfOne() => new("Losses are those of several outputs; this network has one. Give its loss alone.");
}
