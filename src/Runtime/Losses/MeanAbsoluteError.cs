using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary><c>L = Σ|yⱼ − tⱼ| / n</c>, the mean over the n outputs; PyTorch's <c>L1Loss</c>. The slope at y = t is 0.</summary>
public readonly struct MeanAbsoluteError : IElementwiseLoss<MeanAbsoluteError>
{
    static bool IElementwiseLoss<MeanAbsoluteError>.IsMeanOverOutputs => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<MeanAbsoluteError>.Term<TVector, T>(TVector y, TVector t) => TVector.Abs(y - t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<MeanAbsoluteError>.Slope<TVector, T>(TVector y, TVector t)
    {
        TVector one = VectorMath.Constant<TVector, T>(1.0);
        // Neither less nor greater: the difference is 0, or NaN, which must not be lost.
        TVector notGreater = TVector.Select(TVector.LessThan(y, t), TVector.Zero - one, y - t);
        return TVector.Select(TVector.LessThan(t, y), one, notGreater);
    }
}
