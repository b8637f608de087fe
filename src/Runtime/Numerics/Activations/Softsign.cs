using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = z / (1 + |z|); f′ = (1 − |a|)².</summary>
public readonly struct Softsign : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            z / (TVector.Create(T.One) + TVector.Abs(z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector distance = TVector.Create(T.One) - TVector.Abs(source);
        return distance * distance;
    }
}
