using System;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// <c>L = −Σ (tⱼ ln yⱼ + (1 − tⱼ) ln(1 − yⱼ)) / n</c>, the mean over the n outputs, for independent probabilities y and
/// targets t from 0 to 1; PyTorch's <c>BCELoss</c>. With a sigmoid output layer δ = (y − t) / n.
/// </summary>
/// <remarks>As in PyTorch, a logarithm is at least −100, and the slope's divisor y(1 − y) at least 10⁻¹², so that both stay finite.</remarks>
public readonly struct BinaryCrossEntropy : IElementwiseLoss<BinaryCrossEntropy>
{
    static bool IElementwiseLoss<BinaryCrossEntropy>.IsMeanOverOutputs => true;

    static int IElementwiseLoss<BinaryCrossEntropy>.LeastToFillBlock => 6;

    static string? IElementwiseLoss<BinaryCrossEntropy>.TargetError<T>(ReadOnlySpan<T> target) => TargetRules.FindNotProbability(target);

    /// <inheritdoc cref="ILoss{T}.Matches"/>
    public static bool Matches(Activation outputActivation) => outputActivation == Activation.Sigmoid;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<BinaryCrossEntropy>.Term<TVector, T>(TVector y, TVector t)
    {
        TVector no = VectorMath.Constant<TVector, T>(1.0) - t;
        return TVector.Zero - (t * Likelihood.Log<TVector, T>(y) + no * Likelihood.LogOfComplement<TVector, T>(y));
    }

    static T IElementwiseLoss<BinaryCrossEntropy>.SingleTerm<T>(T y, T t)
    {
        // A target of 0 or 1 needs one logarithm only.
        if (t == T.One)
            return -Likelihood.Log(y);
        if (t == T.Zero)
            return -Likelihood.LogOfComplement(y);
        return -(t * Likelihood.Log(y) + (T.One - t) * Likelihood.LogOfComplement(y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<BinaryCrossEntropy>.Slope<TVector, T>(TVector y, TVector t)
    {
        TVector variance = y * (VectorMath.Constant<TVector, T>(1.0) - y);
        return (y - t) / Likelihood.Divisor<TVector, T>(variance);
    }
}
