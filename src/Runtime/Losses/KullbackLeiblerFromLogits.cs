using System;

namespace Generated;

/// <summary>
/// The divergence of p = softmax(z), for the outputs z of a linear output layer, from a target distribution t:
/// <c>L = Σ tⱼ (ln tⱼ + ln Σₖ e^zₖ − zⱼ)</c>; 0 where they agree. PyTorch's <c>KLDivLoss(reduction="batchmean")</c> of <c>log_softmax(z)</c>.
/// Its gradient is p − t.
/// </summary>
/// <remarks>
/// A class of target 0 contributes 0. Nothing is rounded to a probability of 0 or 1 in between: value and gradient are exact, but for
/// rounding, however large a logit.
/// </remarks>
public readonly struct KullbackLeiblerFromLogits : ILoss<float>, ILoss<double>, IClassLogitsLoss
{
    static bool IClassLogitsLoss.IsRelativeToEntropy => true;

    static float ILoss<float>.Value(ReadOnlySpan<float> output, ReadOnlySpan<float> target) =>
        LogitsOfClasses.Value<KullbackLeiblerFromLogits, float>(output, target);

    static void ILoss<float>.Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient) =>
        LogitsOfClasses.Gradient(output, target, scale, outputGradient);

    static bool ILoss<float>.TakesRows => true;

    static double ILoss<float>.Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int columns, bool matched, float scale, Span<float> gradients) =>
        LogitsOfClasses.Evaluate<KullbackLeiblerFromLogits, float>(outputs, targets, columns, scale, gradients);

    static float ILoss<float>.DecisionThreshold => 0;

    static string? ILoss<float>.FindTargetError(ReadOnlySpan<float> target) => TargetRules.FindNotDistribution(target);

    static double ILoss<double>.Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) =>
        LogitsOfClasses.Value<KullbackLeiblerFromLogits, double>(output, target);

    static void ILoss<double>.Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) =>
        LogitsOfClasses.Gradient(output, target, scale, outputGradient);

    static bool ILoss<double>.TakesRows => true;

    static double ILoss<double>.Evaluate(
        ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, int columns, bool matched, double scale, Span<double> gradients) =>
        LogitsOfClasses.Evaluate<KullbackLeiblerFromLogits, double>(outputs, targets, columns, scale, gradients);

    static double ILoss<double>.DecisionThreshold => 0;

    static string? ILoss<double>.FindTargetError(ReadOnlySpan<double> target) => TargetRules.FindNotDistribution(target);
}
