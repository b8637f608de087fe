using System;
using System.Runtime.CompilerServices;

namespace Generated;

/// <summary>
/// <c>L = −Σ tⱼ ln yⱼ</c> over the classes j, for a distribution y and targets t that sum to 1 (one-hot, or smoothed).
/// With a softmax output layer δ = y − t, which holds for such targets only.
/// </summary>
/// <remarks>
/// A class of target 0 contributes 0, whatever y. A logarithm is at least −100, and the slope's divisor y at least 10⁻¹²,
/// as in PyTorch's <c>BCELoss</c>, so that both stay finite.
/// </remarks>
public readonly struct CategoricalCrossEntropy : IElementwiseLoss<CategoricalCrossEntropy>
{
    static bool IElementwiseLoss<CategoricalCrossEntropy>.IsMeanOverOutputs => false;

    static string? IElementwiseLoss<CategoricalCrossEntropy>.TargetError<T>(ReadOnlySpan<T> target) => TargetRules.FindNotDistribution(target);

    /// <inheritdoc cref="ILoss{T}.Matches"/>
    public static bool Matches(Activation outputActivation) => outputActivation == Activation.Softmax;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<CategoricalCrossEntropy>.Term<TVector, T>(TVector y, TVector t) =>
        TVector.Select(TVector.Equals(t, TVector.Zero), TVector.Zero, TVector.Zero - t * Likelihood.Log<TVector, T>(y));

    // One logarithm for a one-hot target, whatever the number of classes.
    static T IElementwiseLoss<CategoricalCrossEntropy>.SingleTerm<T>(T y, T t) => t == T.Zero ? T.Zero : -(t * Likelihood.Log(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<CategoricalCrossEntropy>.Slope<TVector, T>(TVector y, TVector t) =>
        (TVector.Zero - t) / Likelihood.Divisor<TVector, T>(y);
}
