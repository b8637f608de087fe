using System;

namespace Generated;

/// <summary>
/// The categorical cross-entropy of a linear output layer, whose outputs z are logits of the probabilities p = softmax(z):
/// <c>L = Σ tⱼ (ln Σₖ e^zₖ − zⱼ)</c> over the classes j, for targets t that sum to 1 (one-hot, or smoothed). PyTorch's <c>CrossEntropyLoss</c>.
/// Its gradient is p − t.
/// </summary>
/// <remarks>
/// Nothing is rounded to a probability of 0 or 1 in between: value and gradient are exact, but for rounding, however large a logit. The
/// network gives logits, of which the largest is that of the likeliest class; <see cref="Kernels.SoftmaxFunction"/> makes probabilities of them.
/// </remarks>
public readonly struct CategoricalCrossEntropyFromLogits : ILoss<float>, ILoss<double>, IClassLogitsLoss
{
    static bool IClassLogitsLoss.IsRelativeToEntropy => false;

    static float ILoss<float>.Value(ReadOnlySpan<float> output, ReadOnlySpan<float> target) =>
        LogitsOfClasses.Value<CategoricalCrossEntropyFromLogits, float>(output, target);

    static void ILoss<float>.Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient) =>
        LogitsOfClasses.Gradient(output, target, scale, outputGradient);

    static bool ILoss<float>.TakesRows => true;

    static double ILoss<float>.Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int columns, bool matched, float scale, Span<float> gradients) =>
        LogitsOfClasses.Evaluate<CategoricalCrossEntropyFromLogits, float>(outputs, targets, columns, scale, gradients);

    static float ILoss<float>.DecisionThreshold => 0;

    static string? ILoss<float>.FindTargetError(ReadOnlySpan<float> target) => TargetRules.FindNotDistribution(target);

    static double ILoss<double>.Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) =>
        LogitsOfClasses.Value<CategoricalCrossEntropyFromLogits, double>(output, target);

    static void ILoss<double>.Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) =>
        LogitsOfClasses.Gradient(output, target, scale, outputGradient);

    static bool ILoss<double>.TakesRows => true;

    static double ILoss<double>.Evaluate(
        ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, int columns, bool matched, double scale, Span<double> gradients) =>
        LogitsOfClasses.Evaluate<CategoricalCrossEntropyFromLogits, double>(outputs, targets, columns, scale, gradients);

    static double ILoss<double>.DecisionThreshold => 0;

    static string? ILoss<double>.FindTargetError(ReadOnlySpan<double> target) => TargetRules.FindNotDistribution(target);
}
