using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = max(z, 0), NaN and −0 staying what they are; f′ = 1 for a &gt; 0, otherwise 0.</summary>
public readonly struct ReLU : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The processors' max instructions disagree on NaN and −0; a comparison does not.
        return TVector.SelectLess(z, TVector.Zero, TVector.Zero, z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.And(TVector.LessThan(TVector.Zero, source), TVector.Create(T.One));
}
