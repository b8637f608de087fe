using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>The logistic function, f(z) = 1 / (1 + e⁻ᶻ); f′ = a(1 − a).</summary>
public readonly struct Sigmoid : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            VectorMath.Sigmoid<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            source * (TVector.Create(T.One) - source);
}
