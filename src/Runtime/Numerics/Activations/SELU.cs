using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = λz for z &gt; 0, otherwise λα(eᶻ − 1); f′ = λ for a &gt; 0, otherwise a + λα. Klambauer et al., 2017.</summary>
public readonly struct SELU : IActivationFunction
{
    private const double Lambda = 1.0507009873554804934193349852946;
    private const double LambdaAlpha = Lambda * 1.6732632423543772848170429916717;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector positive = z * VectorMath.Constant<TVector, T>(Lambda);
        TVector negative = VectorMath.Expm1OfNonPositive<TVector, T>(z) * VectorMath.Constant<TVector, T>(LambdaAlpha);
        return TVector.SelectLess(TVector.Zero, z, positive, negative);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.SelectLess(TVector.Zero, source, VectorMath.Constant<TVector, T>(Lambda), source + VectorMath.Constant<TVector, T>(LambdaAlpha));
}
