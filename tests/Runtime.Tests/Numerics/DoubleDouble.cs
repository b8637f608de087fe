using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Generated.Numerics;

namespace Generated.Tests;

/// <summary>
/// A number as the unevaluated sum of two doubles, about 106 bits, in every lane of a register: the reference that the
/// functions of double precision are measured against. Dekker 1971; Knuth, volume 2, section 4.2.2.
/// </summary>
/// <typeparam name="TVector">The register type.</typeparam>
public readonly struct DoubleDouble<TVector>(TVector high, TVector low)
    where TVector : struct, ISimd<TVector, double>
{
    public readonly TVector High = high;
    public readonly TVector Low = low;

    /// <summary>ln 2 to 106 bits.</summary>
    private static DoubleDouble<TVector> Ln2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(TVector.Create(0.6931471805599453), TVector.Create(2.3190468138462996e-17));
    }

    public static implicit operator DoubleDouble<TVector>(TVector value) => new(value, TVector.Zero);

    public static implicit operator DoubleDouble<TVector>(double value) => new(TVector.Create(value), TVector.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<TVector> operator +(DoubleDouble<TVector> left, DoubleDouble<TVector> right)
    {
        (TVector high, TVector error) = Sum(left.High, right.High);
        (TVector low, TVector lost) = Sum(left.Low, right.Low);
        (high, error) = FastSum(high, error + low);
        (high, error) = FastSum(high, error + lost);
        return new(high, error);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<TVector> operator -(DoubleDouble<TVector> value) => new(TVector.Zero - value.High, TVector.Zero - value.Low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<TVector> operator -(DoubleDouble<TVector> left, DoubleDouble<TVector> right) => left + -right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<TVector> operator *(DoubleDouble<TVector> left, DoubleDouble<TVector> right)
    {
        (TVector high, TVector error) = Product(left.High, right.High);
        (high, error) = FastSum(high, error + (left.High * right.Low + left.Low * right.High));
        return new(high, error);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<TVector> operator /(DoubleDouble<TVector> left, DoubleDouble<TVector> right)
    {
        TVector first = left.High / right.High;
        TVector second = (left - right * first).High / right.High;
        (TVector high, TVector low) = FastSum(first, second);
        return new(high, low);
    }

    /// <summary>eˣ where it is neither near overflow nor subnormal.</summary>
    public static DoubleDouble<TVector> Exp(DoubleDouble<TVector> x)
    {
        DoubleDouble<TVector> m = ExpMinusOne(x, out TVector power);
        return Scale(m + 1, power);
    }

    /// <summary>tanh x for |x| &lt; 300, as (1 − t) / (1 + t), t = e^(−2|x|).</summary>
    public static DoubleDouble<TVector> Tanh(TVector x)
    {
        TVector magnitude = TVector.Abs(x);
        DoubleDouble<TVector> m = Scale(ExpMinusOne(TVector.Zero - (magnitude + magnitude), out TVector power), power);
        DoubleDouble<TVector> ratio = (((DoubleDouble<TVector>)1 - power) - m) / (((DoubleDouble<TVector>)1 + power) + m);
        return new(TVector.SelectLess(x, TVector.Zero, TVector.Zero - ratio.High, ratio.High), TVector.SelectLess(x, TVector.Zero, TVector.Zero - ratio.Low, ratio.Low));
    }

    /// <summary>ln(1 + x), 1 + x positive, neither it nor x subnormal.</summary>
    public static DoubleDouble<TVector> Log1p(DoubleDouble<TVector> x)
    {
        // 1 + x = 2ᵏ(1 + f); ln(1 + f) = 2(s + s³/3 + s⁵/5 + …), s = f / (2 + f).
        TVector k = Exponent((x + 1).High);
        TVector power = PowerOfTwo(TVector.Zero - k);
        DoubleDouble<TVector> f = Scale(x, power) + ((DoubleDouble<TVector>)power - 1);
        return LogOfOnePlus(f) + Ln2 * k;
    }

    /// <summary>ln x for a normal positive x.</summary>
    public static DoubleDouble<TVector> Log(TVector x)
    {
        TVector k = Exponent(x);
        // In two steps: 2⁻ᵏ alone may be out of range.
        TVector half = TVector.Round(k * TVector.Create(0.5));
        TVector m = x * PowerOfTwo(TVector.Zero - half) * PowerOfTwo(half - k);
        return LogOfOnePlus((DoubleDouble<TVector>)m - 1) + Ln2 * k;
    }

    /// <summary>erf x by 2/√π e^(−x²) Σ 2ⁿx^(2n+1) / (1·3·5…(2n + 1)), whose terms are all of one sign.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="terms">Enough terms for the largest |x|: 30 up to 1, 130 up to 6.</param>
    public static DoubleDouble<TVector> Erf(TVector x, int terms)
    {
        DoubleDouble<TVector> square = (DoubleDouble<TVector>)x * x;
        DoubleDouble<TVector> twice = square + square;
        DoubleDouble<TVector> term = x;
        DoubleDouble<TVector> sum = term;
        for (int n = 1; n < terms; n++)
        {
            term = term * twice * Reciprocal(2 * n + 1);
            sum += term;
        }

        var twoOverRootPi = new DoubleDouble<TVector>(TVector.Create(1.1283791670955126), TVector.Create(1.533545961316588e-17));
        return sum * Exp(-square) * twoOverRootPi;
    }

    /// <summary>|actual − exact| in units in the last place of the exact value, which must be normal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Error(TVector actual, DoubleDouble<TVector> exact)
    {
        TVector unit = TVector.And(exact.High, TVector.Create(double.PositiveInfinity)) * TVector.Create(Math.ScaleB(1, -52));
        return TVector.Abs((actual - exact.High) - exact.Low) / unit;
    }

    /// <summary>x = n·ln 2 + r; returns eʳ − 1, and 2ⁿ.</summary>
    private static DoubleDouble<TVector> ExpMinusOne(DoubleDouble<TVector> x, out TVector power)
    {
        TVector n = TVector.Round(x.High * TVector.Create(1.4426950408889634));
        power = PowerOfTwo(n);

        // Taylor's series for r/16, the terms that are small in double, then 1 + e ← (1 + e)² four times.
        DoubleDouble<TVector> r = Scale(x - Ln2 * n, TVector.Create(0.0625));
        TVector tail = TVector.Zero;
        double factorial = 6227020800;
        for (int i = 13; i >= 5; i--)
        {
            tail = tail * r.High + TVector.Create(1 / factorial);
            factorial /= i;
        }
        DoubleDouble<TVector> e = tail;
        e = e * r + Reciprocal(24);
        e = e * r + Reciprocal(6);
        e = e * r + 0.5;
        e = e * r + 1;
        e *= r;
        for (int i = 0; i < 4; i++)
            e = e * e + e + e;
        return e;
    }

    private static DoubleDouble<TVector> LogOfOnePlus(DoubleDouble<TVector> f)
    {
        DoubleDouble<TVector> s = f / (f + 2);
        DoubleDouble<TVector> z = s * s;
        TVector tail = TVector.Zero;
        for (int i = 18; i >= 5; i--)
            tail = tail * z.High + TVector.Create(1 / (2.0 * i + 1));
        DoubleDouble<TVector> series = tail;
        for (int i = 4; i >= 0; i--)
            series = series * z + Reciprocal(2 * i + 1);
        series *= s;
        return series + series;
    }

    /// <summary>k of x = 2ᵏm, √½ ≤ m &lt; √2.</summary>
    private static TVector Exponent(TVector x)
    {
        long rootHalf = BitConverter.DoubleToInt64Bits(0.70710678118654757);
        return TVector.ConvertBitsToFloat(TVector.ShiftBitsRight(TVector.AddBits(x, TVector.Create(BitConverter.Int64BitsToDouble(-rootHalf))), 52));
    }

    private static TVector PowerOfTwo(TVector n) =>
        TVector.ShiftBitsLeft(TVector.AddBits(TVector.ConvertFloatToBits(n), TVector.Create(BitConverter.Int64BitsToDouble(1023))), 52);

    private static DoubleDouble<TVector> Reciprocal(double n)
    {
        double high = 1 / n;
        return new(TVector.Create(high), TVector.Create(Math.FusedMultiplyAdd(-high, n, 1) / n));
    }

    private static DoubleDouble<TVector> Scale(DoubleDouble<TVector> value, TVector power) => new(value.High * power, value.Low * power);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Sum, TVector Error) Sum(TVector left, TVector right)
    {
        TVector sum = left + right;
        TVector added = sum - left;
        return (sum, (left - (sum - added)) + (right - added));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Sum, TVector Error) FastSum(TVector large, TVector small)
    {
        TVector sum = large + small;
        return (sum, small - (sum - large));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Product, TVector Error) Product(TVector left, TVector right)
    {
        TVector product = left * right;
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return (product, TVector.MultiplyAdd(left, right, TVector.Zero - product));
        (TVector leftHigh, TVector leftLow) = Split(left);
        (TVector rightHigh, TVector rightLow) = Split(right);
        return (product, ((leftHigh * rightHigh - product) + leftHigh * rightLow + leftLow * rightHigh) + leftLow * rightLow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector High, TVector Low) Split(TVector value)
    {
        TVector scaled = value * TVector.Create(134217729);
        TVector high = scaled - (scaled - value);
        return (high, value - high);
    }
}
