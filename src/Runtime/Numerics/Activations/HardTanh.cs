using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>f(z) = z limited to [−1, 1]; f′ = 1 for |a| &lt; 1, otherwise 0.</summary>
public readonly struct HardTanh : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector one = TVector.Create(T.One);
        TVector atLeast = TVector.SelectLess(z, TVector.Zero - one, TVector.Zero - one, z);
        return TVector.SelectLess(one, z, one, atLeast);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.And(TVector.LessThan(TVector.Abs(source), TVector.Create(T.One)), TVector.Create(T.One));
}
