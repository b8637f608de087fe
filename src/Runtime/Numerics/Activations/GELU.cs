using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>
/// f(z) = z·Φ(z) = ½z(1 + erf(z/√2)), Φ the normal distribution function; f′ = Φ(z) + zφ(z). Hendrycks, Gimpel, 2016; the exact form, not
/// the tanh approximation.
/// </summary>
public readonly struct GELU : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DerivativeTakesInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector half = VectorMath.Constant<TVector, T>(0.5);
        return z * TVector.MultiplyAdd(half, VectorMath.Erf<TVector, T>(z * VectorMath.Constant<TVector, T>(0.7071067811865476)), half);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector half = VectorMath.Constant<TVector, T>(0.5);
        TVector cumulative = TVector.MultiplyAdd(half, VectorMath.Erf<TVector, T>(source * VectorMath.Constant<TVector, T>(0.7071067811865476)), half);
        TVector density = VectorMath.Constant<TVector, T>(0.3989422804014327)
            * VectorMath.ExpOfNonPositive<TVector, T>(source * source * VectorMath.Constant<TVector, T>(-0.5));
        return TVector.MultiplyAdd(source, density, cumulative);
    }
}
