using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

public static partial class VectorMath
{
    /// <summary>eˣ.</summary>
    /// <remarks>
    /// Cody and Waite's reduction x = n·ln 2 + r, |r| ≤ ½ ln 2, a polynomial of degree 6 (double: 12) for eʳ, and 2ⁿ in
    /// two factors, so that subnormal results are rounded once. Error: 0.91 (double: 0.87).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector mantissa = Constant<TVector, T>(1) + ReducedExpm1<TVector, T>(x, out TVector n);

        // 2ⁿ can be out of range where eˣ is not: take 2^(n + 64) · 2^−64 for x < 0, 2^(n − 64) · 2^64 otherwise.
        TVector large = LargePower<TVector, T>();
        TVector small = SmallPower<TVector, T>();
        TVector scale = TVector.AddBits(n, TVector.SelectLess(x, TVector.Zero, large, small));
        TVector result = mantissa * scale * TVector.SelectLess(x, TVector.Zero, small, large);

        result = TVector.SelectLess(x, ExpUnderflow<TVector, T>(), TVector.Zero, result);
        return TVector.SelectLess(Constant<TVector, T>(89f, 710), x, Constant<TVector, T>(double.PositiveInfinity), result);
    }

    /// <summary>eˣ for x ≤ 0 with the bits of <see cref="Exp{TVector, T}"/>; any value for x &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpOfNonPositive<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector mantissa = Constant<TVector, T>(1) + ReducedExpm1<TVector, T>(x, out TVector n);
        TVector result = mantissa * TVector.AddBits(n, LargePower<TVector, T>()) * SmallPower<TVector, T>();
        return TVector.SelectLess(x, ExpUnderflow<TVector, T>(), TVector.Zero, result);
    }

    /// <summary>eˣ − 1 for x ≤ 0, accurate for small x too; any value for x &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Expm1OfNonPositive<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector one = Constant<TVector, T>(1);
        TVector m = ReducedExpm1<TVector, T>(x, out TVector n);
        TVector scale = TVector.AddBits(n, one);
        TVector result = TVector.MultiplyAdd(scale, m, scale - one);
        return TVector.SelectLess(x, Constant<TVector, T>(-40), Constant<TVector, T>(-1), result);
    }

    /// <summary>The logistic function, 1 / (1 + e⁻ˣ).</summary>
    /// <remarks>
    /// c / (c + c·e⁻ˣ), where c = 2^−32 (double: 2^−256) keeps c·e⁻ˣ in range wherever the result is not 0, with e⁻ˣ as
    /// in <see cref="Exp{TVector, T}"/>. Error: 1.69 (double: 1.68).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector c = Bits<TVector, T>((127 - 32) << 23, (1023L - 256) << 52);
        TVector m = ReducedExpm1<TVector, T>(TVector.Zero - x, out TVector n);
        TVector scale = TVector.AddBits(n, c);

        // c(1 + 2ⁿ(1 + m)): 1 + 2ⁿ is exact but for large |n|, and what it then loses is added to the smaller 2ⁿm.
        TVector sum = c + scale;
        TVector lost = c - (sum - scale);
        TVector result = c / (sum + TVector.MultiplyAdd(scale, m, lost));
        result = TVector.SelectLess(x, ExpUnderflow<TVector, T>(), TVector.Zero, result);
        return TVector.SelectLess(Constant<TVector, T>(60f, 500), x, Constant<TVector, T>(1), result);
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <remarks>
    /// (1 − t) / (1 + t) with t = e^(−2|x|) = 2ⁿ(1 + m), n and m as in <see cref="Exp{TVector, T}"/>: since m, not 1 + m,
    /// is what the polynomial gives, 1 − t = (1 − 2ⁿ) − 2ⁿm keeps its digits for small x. Error: 1.99 (double: 1.76).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector one = Constant<TVector, T>(1);
        TVector argument = TVector.Or(x + x, Constant<TVector, T>(-0.0));
        TVector m = ReducedExpm1<TVector, T>(argument, out TVector n);
        TVector scale = TVector.AddBits(n, one);
        TVector denominator = TVector.MultiplyAdd(scale, m, one + scale);
        TVector numerator;
        if (typeof(T) == typeof(float))
        {
            numerator = TVector.MultiplyAdd(TVector.AddBits(n, Constant<TVector, T>(-1)), m, one - scale);
        }
        else
        {
            // This would be a little over 2 units in the last place near ½. So take the rounded t of the denominator in
            // the numerator too, where it is exact, and then what it lacks: (1 − t − d) / (1 + t + d) is to first order
            // (1 − t − 2d / (1 + t)) / (1 + t), and 2 / (1 + t) is about 2 − t − ⅔t(1 − t).
            TVector t = denominator - one;
            TVector lacking = TVector.MultiplyAdd(scale, m, scale - t);
            TVector difference = one - t;
            TVector minusSlope = TVector.MultiplyAdd(t * difference, Constant<TVector, T>(2.0 / 3), t - Constant<TVector, T>(2));
            numerator = TVector.MultiplyAdd(lacking, minusSlope, difference);
        }
        TVector magnitude = TVector.SelectLess(argument, Constant<TVector, T>(-40), one, numerator / denominator);
        return TVector.CopySign(magnitude, x);
    }

    /// <summary>eˣ = 2ⁿ(1 + m), √½ ≤ 1 + m ≤ √2; returns m.</summary>
    /// <param name="x">The argument, |x| less than 2²¹.</param>
    /// <param name="n">n, already where the exponent field is: added to the bits of a number, it multiplies it by 2ⁿ.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ReducedExpm1<TVector, T>(TVector x, out TVector n)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 1.5·2²³ (double: 1.5·2⁵²) is so large that what is added to it is rounded to an integer, which then lies in
        // the lowest bits. The bits of the large number itself leave at the top when these become an exponent.
        TVector shifted = TVector.MultiplyAdd(x, Constant<TVector, T>(1.4426950408889634), RoundingShift<TVector, T>());
        n = MantissaToExponent<TVector, T>(shifted);

        // x − n·ln 2, with ln 2 in two parts: the first has so few digits that nothing is rounded. What is lost in the
        // sum r of both differences is small enough for the polynomial, not for r itself.
        TVector quotient = shifted - RoundingShift<TVector, T>();
        TVector high = TVector.MultiplyAdd(quotient, Constant<TVector, T>(-Ln2HighSingle, -Ln2HighDouble), x);
        TVector low = quotient * Constant<TVector, T>(-Ln2LowSingle, -Ln2LowDouble);
        TVector r = high + low;
        TVector square = r * r;
        return high + TVector.MultiplyAdd(square, ReducedPolynomial<TVector, T>(r, square), low);
    }

    /// <summary>q(r) of eʳ ≈ 1 + r + r²q(r) for |r| ≤ ½ ln 2. Relative error in eʳ − 1: 2^−26 (double: 2^−60).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ReducedPolynomial<TVector, T>(TVector r, TVector square)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector q;
        if (typeof(T) == typeof(float))
        {
            q = TVector.MultiplyAdd(square, Constant<TVector, T>(0.0013837584992870688), Line<TVector, T>(r, 0.04166775196790695, 0.008367082104086876));
            return TVector.MultiplyAdd(square, q, Line<TVector, T>(r, 0.4999999701976776, 0.16666539013385773));
        }
        TVector fourth = square * square;
        q = TVector.MultiplyAdd(square, Constant<TVector, T>(2.0888497271480443e-09), Line<TVector, T>(r, 2.7557344867284606e-07, 2.510871768419442e-08));
        q = TVector.MultiplyAdd(
            fourth, q, Cubic<TVector, T>(r, square, 0.0013888888888895887, 0.0001984126988512613, 2.4801587266884894e-05, 2.7557245278990686e-06));
        return TVector.MultiplyAdd(fourth, q, Cubic<TVector, T>(r, square, 0.5, 0.16666666666666677, 0.041666666666666685, 0.008333333333321837));
    }

    /// <summary>Moves the lowest bits to where the exponent is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MantissaToExponent<TVector, T>(TVector value)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // In two calls, so that each shifts by a constant.
        if (typeof(T) == typeof(float))
            return TVector.ShiftBitsLeft(value, 23);
        return TVector.ShiftBitsLeft(value, 52);
    }

    /// <summary>1.5·2²³ (double: 1.5·2⁵²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RoundingShift<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Constant<TVector, T>(12582912f, 6755399441055744);

    private const float Ln2HighSingle = 0.693145751953125f;
    private const float Ln2LowSingle = 1.428606820309417e-06f;
    private const double Ln2HighDouble = 0.6931471803691238;
    private const double Ln2LowDouble = 1.9082149292705877e-10;

    /// <summary>2^64 (double: 2^512).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LargePower<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Bits<TVector, T>((127 + 64) << 23, (1023L + 512) << 52);

    /// <summary>2^−64 (double: 2^−512).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SmallPower<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Bits<TVector, T>((127 - 64) << 23, (1023L - 512) << 52);

    /// <summary>Where eˣ is less than half of the least subnormal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpUnderflow<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Constant<TVector, T>(-104f, -746);
}
