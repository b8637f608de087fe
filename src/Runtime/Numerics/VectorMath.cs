using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>
/// The exponential, the logarithm and functions made of them, written once for every register width on operations
/// that are rounded exactly, so that a lane has the same bits whatever the width of the register it rides in, and
/// on every processor with a fused multiply-add.
/// </summary>
/// <remarks>
/// Errors are the largest found, in units in the last place of the exact result: over every float, and over 10⁷ doubles.
/// Where the processor has no fused multiply-add, exp, log and log1p stay below 1, the others below 2.01 (double: 2.5).
/// Polynomials are minimax fits by Remez' algorithm. Arguments and results may be subnormal; NaN gives NaN.
/// </remarks>
public static partial class VectorMath
{
    /// <inheritdoc cref="Exp{TVector, T}"/>
    public static float Exp(float x) => Exp<Scalar<float>, float>(new(x)).Value;

    /// <inheritdoc cref="Exp{TVector, T}"/>
    public static double Exp(double x) => Exp<Scalar<double>, double>(new(x)).Value;

    /// <inheritdoc cref="Log{TVector, T}"/>
    public static float Log(float x) => Log<Scalar<float>, float>(new(x)).Value;

    /// <inheritdoc cref="Log{TVector, T}"/>
    public static double Log(double x) => Log<Scalar<double>, double>(new(x)).Value;

    /// <inheritdoc cref="Log1p{TVector, T}"/>
    public static float Log1p(float x) => Log1p<Scalar<float>, float>(new(x)).Value;

    /// <inheritdoc cref="Log1p{TVector, T}"/>
    public static double Log1p(double x) => Log1p<Scalar<double>, double>(new(x)).Value;

    /// <inheritdoc cref="Tanh{TVector, T}"/>
    public static float Tanh(float x) => Tanh<Scalar<float>, float>(new(x)).Value;

    /// <inheritdoc cref="Tanh{TVector, T}"/>
    public static double Tanh(double x) => Tanh<Scalar<double>, double>(new(x)).Value;

    /// <inheritdoc cref="Sigmoid{TVector, T}"/>
    public static float Sigmoid(float x) => Sigmoid<Scalar<float>, float>(new(x)).Value;

    /// <inheritdoc cref="Sigmoid{TVector, T}"/>
    public static double Sigmoid(double x) => Sigmoid<Scalar<double>, double>(new(x)).Value;

    /// <inheritdoc cref="Softplus{TVector, T}"/>
    public static float Softplus(float x) => Softplus<Scalar<float>, float>(new(x)).Value;

    /// <inheritdoc cref="Softplus{TVector, T}"/>
    public static double Softplus(double x) => Softplus<Scalar<double>, double>(new(x)).Value;

    /// <inheritdoc cref="Erf{TVector, T}"/>
    public static float Erf(float x) => Erf<Scalar<float>, float>(new(x)).Value;

    /// <inheritdoc cref="Erf{TVector, T}"/>
    public static double Erf(double x) => Erf<Scalar<double>, double>(new(x)).Value;

    /// <summary>All lanes <paramref name="value"/>, rounded to T.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Constant<TVector, T>(double value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? TVector.Create(Unsafe.BitCast<float, T>((float)value))
            : TVector.Create(Unsafe.BitCast<double, T>(value));

    /// <summary>All lanes <paramref name="single"/> or <paramref name="double"/>, as T is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Constant<TVector, T>(float single, double @double)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? TVector.Create(Unsafe.BitCast<float, T>(single))
            : TVector.Create(Unsafe.BitCast<double, T>(@double));

    /// <summary>All lanes with these bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bits<TVector, T>(int single, long @double)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? TVector.Create(Unsafe.BitCast<int, T>(single))
            : TVector.Create(Unsafe.BitCast<long, T>(@double));

    /// <summary>c₀ + c₁x + c₂x² + c₃x³, in two halves that do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Cubic<TVector, T>(TVector x, TVector square, double c0, double c1, double c2, double c3)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.MultiplyAdd(square, Line<TVector, T>(x, c2, c3), Line<TVector, T>(x, c0, c1));

    /// <summary>c₀ + c₁x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Line<TVector, T>(TVector x, double c0, double c1)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.MultiplyAdd(x, Constant<TVector, T>(c1), Constant<TVector, T>(c0));
}
