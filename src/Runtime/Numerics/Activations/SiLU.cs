using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = z·σ(z), also called swish; f′ = σ(z)(1 + z(1 − σ(z))).</summary>
public readonly struct SiLU : IActivationFunction
{
    /// <inheritdoc/>
    public static bool DerivativeTakesInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            z * VectorMath.Sigmoid<TVector, T>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector one = TVector.Create(T.One);
        TVector sigmoid = VectorMath.Sigmoid<TVector, T>(source);
        return sigmoid * TVector.MultiplyAdd(source, one - sigmoid, one);
    }
}
