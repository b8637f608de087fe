using System;

namespace Generated.Kernels;

/// <summary>
/// The loss <c>L = gᵀy</c> with the "target" g: its gradient is g itself, which makes the backward pass a
/// vector-Jacobian product for any upstream gradient.
/// </summary>
public readonly struct UpstreamGradient : ILoss<float>, ILoss<double>
{
    /// <inheritdoc/>
    public static float Value(ReadOnlySpan<float> output, ReadOnlySpan<float> target) => 0;

    /// <inheritdoc/>
    public static double Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) => 0;

    /// <inheritdoc/>
    public static void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient) =>
        target.CopyTo(outputGradient);

    /// <inheritdoc/>
    public static void Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) =>
        target.CopyTo(outputGradient);
}
