using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = z·tanh(ln(1 + eᶻ)). Misra, 2019.</summary>
public readonly struct Mish : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DerivativeTakesInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector t = VectorMath.ExpOfNonPositive<TVector, T>(TVector.Or(z, VectorMath.Constant<TVector, T>(-0.0)));
        TVector two = VectorMath.Constant<TVector, T>(2);
        // With t = e^−|z|, tanh(ln(1 + eᶻ)) is (1 + 2t) / (1 + 2t + 2t²) for z ≥ 0 and t(t + 2) / (t(t + 2) + 2) for z < 0.
        TVector numerator = TVector.SelectLess(z, TVector.Zero, t * (t + two), TVector.MultiplyAdd(two, t, TVector.Create(T.One)));
        TVector rest = TVector.SelectLess(z, TVector.Zero, two, two * t * t);
        return z * (numerator / (numerator + rest));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector t = VectorMath.ExpOfNonPositive<TVector, T>(TVector.Or(source, VectorMath.Constant<TVector, T>(-0.0)));
        TVector two = VectorMath.Constant<TVector, T>(2);
        TVector one = TVector.Create(T.One);
        TVector numerator = TVector.SelectLess(source, TVector.Zero, t * (t + two), TVector.MultiplyAdd(two, t, one));
        TVector denominator = numerator + TVector.SelectLess(source, TVector.Zero, two, two * t * t);
        // The derivative of the quotient is 4t(1 + t) / denominator² for z < 0 and t times that for z ≥ 0.
        TVector slope = two * two * t * TVector.SelectLess(source, TVector.Zero, one, t) * (one + t);
        return TVector.MultiplyAdd(numerator, denominator, source * slope) / (denominator * denominator);
    }
}
