using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = z for z &gt; 0, otherwise 0.01·z; f′ = 1 for a &gt; 0, otherwise 0.01.</summary>
public readonly struct LeakyReLU : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.SelectLess(TVector.Zero, z, z, z * VectorMath.Constant<TVector, T>(0.01));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.SelectLess(TVector.Zero, source, TVector.Create(T.One), VectorMath.Constant<TVector, T>(0.01));
}
