using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = z for z &gt; 0, otherwise eᶻ − 1 (α = 1); f′ = 1 for a &gt; 0, otherwise a + 1. Clevert, Unterthiner, Hochreiter, 2016.</summary>
public readonly struct ELU : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.SelectLess(TVector.Zero, z, z, VectorMath.Expm1OfNonPositive<TVector, T>(z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.SelectLess(TVector.Zero, source, TVector.Create(T.One), source + TVector.Create(T.One));
}
