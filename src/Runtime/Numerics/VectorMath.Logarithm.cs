using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

public static partial class VectorMath
{
    /// <summary>The natural logarithm: −∞ at ±0, NaN below.</summary>
    /// <remarks>
    /// x = 2ᵏ(1 + f), √½ ≤ 1 + f &lt; √2; ln x = k·ln 2 + ln(1 + f), the latter as the area tangent of s = f / (2 + f), a
    /// polynomial in s² as in fdlibm. Error: 0.84 (double: 0.81).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A subnormal number has no exponent of its own until it is multiplied by 2^25 (double: 2^54).
        TVector leastNormal = Bits<TVector, T>(1 << 23, 1L << 52);
        TVector normal = TVector.SelectLess(x, leastNormal, x * Constant<TVector, T>(33554432f, 18014398509481984), x);
        TVector f = Split<TVector, T>(normal, out TVector k) - Constant<TVector, T>(1);
        k -= TVector.SelectLess(x, leastNormal, Constant<TVector, T>(25f, 54), TVector.Zero);
        return LogSpecial<TVector, T>(x, LogOfOnePlus<TVector, T>(f, k, TVector.Zero));
    }

    /// <summary>ln(1 + x), accurate for small x too: −∞ at −1, NaN below.</summary>
    /// <remarks>
    /// As <see cref="Log{TVector, T}"/> with 1 + f = 2⁻ᵏ(1 + x), but f from x, of which 1 + x has lost digits:
    /// f = 2⁻ᵏx + (2⁻ᵏ − 1), and what that sum loses. Error: 0.84 (double: 0.82).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1p<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector one = Constant<TVector, T>(1);
        TVector sum = one + x;
        TVector f0 = Split<TVector, T>(sum, out TVector k) - one;

        // 2⁻ᵏ as in ReducedExpm1. Where it might leave the range, the 1 of 1 + x is long gone.
        TVector power = TVector.AddBits(MantissaToExponent<TVector, T>(RoundingShift<TVector, T>() - k), one);
        TVector scaled = x * power;
        TVector shift = power - one;
        TVector limit = Constant<TVector, T>(1e18);
        TVector f = TVector.SelectLess(x, limit, scaled + shift, f0);
        TVector lost = TVector.SelectLess(x, limit, scaled - (f - shift), TVector.Zero);
        TVector result = LogSpecial<TVector, T>(sum, LogOfOnePlus<TVector, T>(f, k, lost / (one + f)));
        return TVector.Select(TVector.Equals(x, TVector.Zero), x, result);
    }

    /// <summary>ln(1 + eˣ).</summary>
    /// <remarks>max(x, 0) + ln(1 + e^−|x|). Error: 1.67 (double: 1.63).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softplus<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector t = ExpOfNonPositive<TVector, T>(TVector.Or(x, Constant<TVector, T>(-0.0)));

        // 1 + t lies in [1, 2]: k is 1 above √2, otherwise 0.
        TVector largest = Constant<TVector, T>(0.41421356237309503);
        TVector f = TVector.SelectLess(largest, t, TVector.MultiplyAdd(t, Constant<TVector, T>(0.5), Constant<TVector, T>(-0.5)), t);
        TVector logarithm = LogOfOnePlus<TVector, T>(f, TVector.SelectLess(largest, t, Constant<TVector, T>(1), TVector.Zero), TVector.Zero);
        return TVector.SelectLess(x, TVector.Zero, TVector.Zero, x) + logarithm;
    }

    /// <summary>x = 2ᵏm, √½ ≤ m &lt; √2, for a normal positive x; returns m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Split<TVector, T>(TVector x, out TVector k)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Moved by the distance from √½ to 1, the bits have k in the exponent field and those of m − √½ below it.
        TVector moved = TVector.AddBits(x, Bits<TVector, T>(OneSingle - RootHalfSingle, OneDouble - RootHalfDouble));
        k = ExponentField<TVector, T>(moved) - Constant<TVector, T>(127f, 1023);
        return TVector.AddBits(TVector.And(moved, Bits<TVector, T>((1 << 23) - 1, (1L << 52) - 1)), Bits<TVector, T>(RootHalfSingle, RootHalfDouble));
    }

    /// <summary>The exponent field, and the sign above it, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExponentField<TVector, T>(TVector value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // In two calls, so that each shifts by a constant.
        if (typeof(T) == typeof(float))
            return TVector.ConvertBitsToFloat(TVector.ShiftBitsRight(value, 23));
        return TVector.ConvertBitsToFloat(TVector.ShiftBitsRight(value, 52));
    }

    /// <summary>k·ln 2 + ln(1 + f) + rest for √½ ≤ 1 + f ≤ √2 and a rest below the last place of f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfOnePlus<TVector, T>(TVector f, TVector k, TVector rest)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // ln(1 + f) = f − f²/2 + s(f²/2 + z·p(z)), z = s²: the large terms are exact or small in what they lose.
        TVector s = f / (Constant<TVector, T>(2) + f);
        TVector z = s * s;
        TVector p;
        if (typeof(T) == typeof(float))
        {
            p = TVector.MultiplyAdd(z, Constant<TVector, T>(0.29870927333831787), Constant<TVector, T>(0.39977580308914185));
            p = TVector.MultiplyAdd(z, p, Constant<TVector, T>(0.6666677594184875));
        }
        else
        {
            p = TVector.MultiplyAdd(z * z, Constant<TVector, T>(0.14795743495979682), Line<TVector, T>(z, 0.18183563191170482, 0.1531407492743293));
            p = TVector.MultiplyAdd(
                p, z * z * z * z, Cubic<TVector, T>(z, z * z, 0.6666666666666734, 0.3999999999941653, 0.2857142874206919, 0.22222198599569457));
        }
        TVector halfSquare = Constant<TVector, T>(0.5) * f * f;
        TVector correction = TVector.MultiplyAdd(
            s, TVector.MultiplyAdd(z, p, halfSquare), TVector.MultiplyAdd(k, Constant<TVector, T>(Ln2LowSingle, Ln2LowDouble), rest));
        return TVector.MultiplyAdd(k, Constant<TVector, T>(Ln2HighSingle, Ln2HighDouble), f - (halfSquare - correction));
    }

    /// <summary><paramref name="logarithm"/> where x is positive and finite; otherwise the logarithm's value there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSpecial<TVector, T>(TVector x, TVector logarithm)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector infinity = Constant<TVector, T>(double.PositiveInfinity);
        TVector positive = TVector.SelectLess(x, infinity, logarithm, infinity);
        TVector other = TVector.Select(TVector.Equals(x, TVector.Zero), TVector.Zero - infinity, Constant<TVector, T>(double.NaN));
        return TVector.SelectLess(TVector.Zero, x, positive, other);
    }

    private const int OneSingle = 0x3F80_0000;
    private const int RootHalfSingle = 0x3F35_04F3;
    private const long OneDouble = 0x3FF0_0000_0000_0000;
    private const long RootHalfDouble = 0x3FE6_A09E_667F_3BCD;
}
