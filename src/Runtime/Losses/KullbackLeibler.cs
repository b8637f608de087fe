using System;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// The divergence of a distribution y from a target distribution t, <c>L = Σ tⱼ (ln tⱼ − ln yⱼ)</c>; 0 where they agree.
/// With a softmax output layer δ = y − t, which holds for targets that sum to 1 only.
/// </summary>
/// <remarks>
/// A class of target 0 contributes 0, whatever y. The logarithm of y is at least −100, and the slope's divisor y at least
/// 10⁻¹², as in PyTorch's <c>BCELoss</c>, so that both stay finite.
/// </remarks>
public readonly struct KullbackLeibler : IElementwiseLoss<KullbackLeibler>
{
    static bool IElementwiseLoss<KullbackLeibler>.IsMeanOverOutputs => false;

    static int IElementwiseLoss<KullbackLeibler>.LeastToFillBlock => 3;

    static string? IElementwiseLoss<KullbackLeibler>.TargetError<T>(ReadOnlySpan<T> target) => TargetRules.FindNotDistribution(target);

    /// <inheritdoc cref="ILoss{T}.Matches"/>
    public static bool Matches(Activation outputActivation) => outputActivation == Activation.Softmax;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<KullbackLeibler>.Term<TVector, T>(TVector y, TVector t)
    {
        TVector term = t * (VectorMath.Log<TVector, T>(t) - Likelihood.Log<TVector, T>(y));
        return TVector.Select(TVector.Equals(t, TVector.Zero), TVector.Zero, term);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<KullbackLeibler>.Slope<TVector, T>(TVector y, TVector t) =>
        (TVector.Zero - t) / Likelihood.Divisor<TVector, T>(y);
}
