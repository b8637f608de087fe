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
}

public readonly struct ExpFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Exp<TVector, T>(x);

    public static double Reference(double x) => Math.Exp(x);
}

public readonly struct LogFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Log<TVector, T>(x);

    public static double Reference(double x) => Math.Log(x);
}

public readonly struct TanhFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Tanh<TVector, T>(x);

    public static double Reference(double x) => Math.Tanh(x);
}

public readonly struct SigmoidFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Sigmoid<TVector, T>(x);

    public static double Reference(double x) => 1 / (1 + Math.Exp(-x));
}

// The framework has none of the following; in double precision ours are within two units of the last place of
// reference.csv, which is far below what single precision can tell.
public readonly struct Log1pFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Log1p<TVector, T>(x);

    public static double Reference(double x) => VectorMath.Log1p(x);
}

public readonly struct SoftplusFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Softplus<TVector, T>(x);

    public static double Reference(double x) => VectorMath.Softplus(x);
}

public readonly struct ErfFunction : IMathFunction
{
    public static TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Erf<TVector, T>(x);

    public static double Reference(double x) => VectorMath.Erf(x);
}
