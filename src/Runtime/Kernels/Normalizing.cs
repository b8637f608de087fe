using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The kernels of a normalisation by constants, <c>y = (x − mean)/deviation</c>, limited to [−clip, clip].
/// Values lie as <c>[rows][features]</c>; lanes hold features.
/// </summary>
public static class Normalizing
{
    /// <summary>Writes y. NaN stays NaN. <paramref name="output"/> may be <paramref name="input"/>.</summary>
    /// <param name="input">The first of <c>rows · features</c> values.</param>
    /// <param name="mean">The first of a mean per feature.</param>
    /// <param name="deviation">The first of a deviation per feature.</param>
    /// <param name="output">The first of as many results as there are values.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="features">The number of values in a row.</param>
    /// <param name="clip">The largest magnitude of a result; +∞ for no limit.</param>
    public static void Forward<T>(ref T input, ref T mean, ref T deviation, ref T output, nuint rows, nuint features, T clip)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
            Forward<Simd512<T>, T>(ref feature, ref input, ref mean, ref deviation, ref output, rows, features, clip);
        if (Vector256.IsHardwareAccelerated)
            Forward<Simd256<T>, T>(ref feature, ref input, ref mean, ref deviation, ref output, rows, features, clip);
        Forward<Simd128<T>, T>(ref feature, ref input, ref mean, ref deviation, ref output, rows, features, clip);
        Forward<Scalar<T>, T>(ref feature, ref input, ref mean, ref deviation, ref output, rows, features, clip);
    }

    /// <summary>
    /// Writes <c>∂L/∂x = δ/deviation</c>, and 0 where |y| has reached the limit. <paramref name="below"/> may be <paramref name="delta"/>.
    /// </summary>
    public static void InputGradient<T>(ref T output, ref T deviation, ref T delta, ref T below, nuint rows, nuint features, T clip)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
            InputGradient<Simd512<T>, T>(ref feature, ref output, ref deviation, ref delta, ref below, rows, features, clip);
        if (Vector256.IsHardwareAccelerated)
            InputGradient<Simd256<T>, T>(ref feature, ref output, ref deviation, ref delta, ref below, rows, features, clip);
        InputGradient<Simd128<T>, T>(ref feature, ref output, ref deviation, ref delta, ref below, rows, features, clip);
        InputGradient<Scalar<T>, T>(ref feature, ref output, ref deviation, ref delta, ref below, rows, features, clip);
    }

    /// <summary>All whole registers of features from <paramref name="feature"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TVector, T>(
        ref nuint feature, ref T input, ref T mean, ref T deviation, ref T output, nuint rows, nuint features, T clip)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector upper = TVector.Create(clip), lower = TVector.Create(-clip);
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector centre = TVector.Load(ref mean, feature), scale = TVector.Load(ref deviation, feature);
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
            {
                TVector y = (TVector.Load(ref input, at) - centre) / scale;
                y = TVector.SelectLess(upper, y, upper, y);
                TVector.SelectLess(y, lower, lower, y).Store(ref output, at);
            }
        }
    }

    /// <summary>All whole registers of features from <paramref name="feature"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void InputGradient<TVector, T>(
        ref nuint feature, ref T output, ref T deviation, ref T delta, ref T below, nuint rows, nuint features, T clip)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector limit = TVector.Create(clip);
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector scale = TVector.Load(ref deviation, feature);
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
            {
                TVector reached = TVector.LessThanOrEqual(limit, TVector.Abs(TVector.Load(ref output, at)));
                TVector.Select(reached, TVector.Zero, TVector.Load(ref delta, at) / scale).Store(ref below, at);
            }
        }
    }
}
