using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// The mean over the outputs of ½e² where |e| ≤ 1 and |e| − ½ beyond, with e = y − t; PyTorch's <c>HuberLoss</c> with δ = 1.
/// Huber: Robust estimation of a location parameter, 1964.
/// </summary>
public readonly struct Huber : IElementwiseLoss<Huber>
{
    static bool IElementwiseLoss<Huber>.IsMeanOverOutputs => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<Huber>.Term<TVector, T>(TVector y, TVector t)
    {
        TVector half = VectorMath.Constant<TVector, T>(0.5);
        TVector error = TVector.Abs(y - t);
        TVector isSmall = TVector.LessThanOrEqual(error, VectorMath.Constant<TVector, T>(1.0));
        return TVector.Select(isSmall, half * error * error, error - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<Huber>.Slope<TVector, T>(TVector y, TVector t)
    {
        TVector one = VectorMath.Constant<TVector, T>(1.0);
        TVector minusOne = VectorMath.Constant<TVector, T>(-1.0);
        TVector error = y - t;
        TVector limitedBelow = TVector.Select(TVector.LessThan(error, minusOne), minusOne, error);
        return TVector.Select(TVector.LessThan(one, error), one, limitedBelow);
    }
}
