using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// <c>L = ½‖y − t‖²</c>, the sum over the outputs. Its gradient is y − t, without a factor: the loss of the textbooks.
/// With a linear output layer δ = y − t.
/// </summary>
public readonly struct HalfSquaredError : IElementwiseLoss<HalfSquaredError>
{
    static bool IElementwiseLoss<HalfSquaredError>.IsMeanOverOutputs => false;

    /// <inheritdoc cref="ILoss{T}.Matches"/>
    public static bool Matches(Activation outputActivation) => outputActivation == Activation.Linear;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<HalfSquaredError>.Term<TVector, T>(TVector y, TVector t)
    {
        TVector error = y - t;
        return VectorMath.Constant<TVector, T>(0.5) * error * error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<HalfSquaredError>.Slope<TVector, T>(TVector y, TVector t) => y - t;
}
