using System.Numerics;

namespace Generated.Numerics;

/// <summary>
/// An activation function of a single value, <c>a = f(z)</c>, and its derivative. One empty struct each, written once
/// for every register width; the JIT specialises the kernels for it.
/// </summary>
public interface IActivationFunction
{
    /// <summary>Whether <see cref="Derivative"/> is computed from z, as for GELU, SiLU and Mish, rather than from a = f(z).</summary>
    static virtual bool DerivativeTakesInput => false;

    /// <summary>f(z), lane by lane.</summary>
    static abstract TVector Value<TVector, T>(TVector z)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>f′(z), lane by lane.</summary>
    /// <param name="source">a = f(z), or z itself where <see cref="DerivativeTakesInput"/> says so.</param>
    static abstract TVector Derivative<TVector, T>(TVector source)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
