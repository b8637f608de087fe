using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>Logarithms and divisors of probabilities, kept finite where a probability is 0 by PyTorch's limits for its <c>BCELoss</c>.</summary>
/// <remarks>NaN stays NaN, so that a training that diverges is noticed.</remarks>
internal static class Likelihood
{
    /// <summary>ln p, at least −100.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<TVector, T>(TVector p)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AtLeast<TVector, T>(VectorMath.Log<TVector, T>(p), -100.0);

    /// <summary>ln p, at least −100.</summary>
    public static T Log<T>(T p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Log<Scalar<T>, T>(new(p)).Value;

    /// <summary>ln(1 − p), at least −100.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOfComplement<TVector, T>(TVector p)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AtLeast<TVector, T>(VectorMath.Log1p<TVector, T>(TVector.Zero - p), -100.0);

    /// <summary>ln(1 − p), at least −100.</summary>
    public static T LogOfComplement<T>(T p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LogOfComplement<Scalar<T>, T>(new(p)).Value;

    /// <summary>p as a divisor: at least 10⁻¹².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Divisor<TVector, T>(TVector p)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AtLeast<TVector, T>(p, 1e-12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AtLeast<TVector, T>(TVector value, double limit)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector least = VectorMath.Constant<TVector, T>(limit);
        return TVector.Select(TVector.LessThan(value, least), least, value);
    }
}
