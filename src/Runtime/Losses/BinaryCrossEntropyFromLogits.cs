using System;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// The binary cross-entropy of a linear output layer, whose outputs z are logits of probabilities σ(z):
/// <c>L = Σ ((1 − tⱼ) ln(1 + e^zⱼ) + tⱼ ln(1 + e^−zⱼ)) / n</c>, the mean over the n outputs, for targets t from 0 to 1. PyTorch's
/// <c>BCEWithLogitsLoss</c>. Its gradient is (σ(z) − t) / n.
/// </summary>
/// <remarks>
/// Nothing is rounded to a probability of 0 or 1 in between: value and gradient are exact, but for rounding, however large a logit. The network
/// gives logits; σ(z) is the probability, which is 0.5 where z is 0.
/// </remarks>
public readonly struct BinaryCrossEntropyFromLogits : IElementwiseLoss<BinaryCrossEntropyFromLogits>
{
    static bool IElementwiseLoss<BinaryCrossEntropyFromLogits>.IsMeanOverOutputs => true;

    static int IElementwiseLoss<BinaryCrossEntropyFromLogits>.LeastToFillBlock => 3;

    static double IElementwiseLoss<BinaryCrossEntropyFromLogits>.OutputThatMeetsOne => 1000.0;

    static double IElementwiseLoss<BinaryCrossEntropyFromLogits>.Threshold => 0.0;

    static string? IElementwiseLoss<BinaryCrossEntropyFromLogits>.TargetError<T>(ReadOnlySpan<T> target) => TargetRules.FindNotProbability(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<BinaryCrossEntropyFromLogits>.Term<TVector, T>(TVector z, TVector t)
    {
        // ln(1 + e^z) is max(z, 0) and ln(1 + e^−|z|). No term is negative, so that nothing cancels.
        TVector no = VectorMath.Constant<TVector, T>(1.0) - t;
        TVector magnitude = TVector.Abs(z);
        TVector isPositive = TVector.LessThan(TVector.Zero, z);
        return TVector.Select(isPositive, no, t) * magnitude + VectorMath.Softplus<TVector, T>(TVector.Zero - magnitude);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<BinaryCrossEntropyFromLogits>.Slope<TVector, T>(TVector z, TVector t)
    {
        // (1 − t)·σ(z) − t·σ(−z), in which the smaller of the two probabilities keeps all its digits.
        TVector one = VectorMath.Constant<TVector, T>(1.0);
        TVector smaller = VectorMath.Sigmoid<TVector, T>(TVector.Zero - TVector.Abs(z));
        TVector larger = one - smaller;
        TVector isPositive = TVector.LessThan(TVector.Zero, z);
        return (one - t) * TVector.Select(isPositive, larger, smaller) - t * TVector.Select(isPositive, smaller, larger);
    }
}
