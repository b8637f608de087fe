using System;
using System.Numerics;
using Generated.Numerics;

namespace Generated.Tests;

/// <summary>A function of <see cref="VectorMath"/>, for any register.</summary>
public interface IMathFunction
{
    /// <summary>The function for a register.</summary>
    static abstract TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A reference for single precision: right to about the last place of double precision.</summary>
    static abstract double Reference(double x);

    /// <summary>A reference for double precision, right to about 100 bits, where neither it nor the steps towards it overflow or are subnormal.</summary>
    static abstract DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double>;
}

public readonly struct ExpFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Exp<TVector, T>(x);

    public static double Reference(double x) => Math.Exp(x);

    public static DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double> => DoubleDouble<TVector>.Exp(x);
}

public readonly struct LogFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Log<TVector, T>(x);

    public static double Reference(double x) => Math.Log(x);

    public static DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double> => DoubleDouble<TVector>.Log(x);
}

public readonly struct TanhFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Tanh<TVector, T>(x);

    public static double Reference(double x) => Math.Tanh(x);

    public static DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double> => DoubleDouble<TVector>.Tanh(x);
}

public readonly struct SigmoidFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Sigmoid<TVector, T>(x);

    public static double Reference(double x) => 1 / (1 + Math.Exp(-x));

    public static DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double> => (DoubleDouble<TVector>)1 / (DoubleDouble<TVector>.Exp(TVector.Zero - x) + 1);
}

// The framework has none of the following; in double precision ours are within two units of the last place of
// reference.csv, which is far below what single precision can tell.
public readonly struct Log1pFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Log1p<TVector, T>(x);

    public static double Reference(double x) => VectorMath.Log1p(x);

    public static DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double> => DoubleDouble<TVector>.Log1p(x);
}

public readonly struct SoftplusFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Softplus<TVector, T>(x);

    public static double Reference(double x) => VectorMath.Softplus(x);

    public static DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double> =>
            DoubleDouble<TVector>.Log1p(DoubleDouble<TVector>.Exp(TVector.Zero - TVector.Abs(x))) + TVector.SelectLess(x, TVector.Zero, TVector.Zero, x);
}

public readonly struct ErfFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Erf<TVector, T>(x);

    public static double Reference(double x) => VectorMath.Erf(x);

    public static DoubleDouble<TVector> Exact<TVector>(TVector x)
        where TVector : struct, ISimd<TVector, double> => DoubleDouble<TVector>.Erf(x, terms: 130);
}
