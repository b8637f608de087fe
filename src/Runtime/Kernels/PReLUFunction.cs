using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The kernels of PReLU (He et al.: Delving deep into rectifiers, 2015), <c>y = x</c> where <c>x ≥ 0</c> and <c>y = αx</c> elsewhere,
/// with a slope α per feature or one for all. Values lie as <c>[rows][features]</c>; lanes hold features.
/// </summary>
public static class PReLUFunction
{
    /// <summary>Writes y. <paramref name="output"/> may be <paramref name="input"/>.</summary>
    /// <param name="input">The first of <c>rows · features</c> values.</param>
    /// <param name="slope">The first slope.</param>
    /// <param name="output">The first of as many results.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="features">The number of values in a row.</param>
    /// <param name="perFeature">Whether there is a slope per feature; otherwise one for all.</param>
    public static void Forward<T>(ref T input, ref T slope, ref T output, nuint rows, nuint features, bool perFeature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Scale(ref input, ref slope, ref input, ref output, rows, features, perFeature);

    /// <summary>
    /// Adds <c>∂L/∂α = Σ δx</c> over the values with <c>x &lt; 0</c>: summed from zero over the rows of each feature; one slope for all
    /// then takes the sum of these over the features in order; then added.
    /// </summary>
    public static void AddGradient<T>(ref T input, ref T delta, ref T slopeGradient, nuint rows, nuint features, bool perFeature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        T total = T.Zero;
        if (Vector512.IsHardwareAccelerated)
            AddGradient<Simd512<T>, T>(ref feature, ref input, ref delta, ref slopeGradient, ref total, rows, features, perFeature);
        if (Vector256.IsHardwareAccelerated)
            AddGradient<Simd256<T>, T>(ref feature, ref input, ref delta, ref slopeGradient, ref total, rows, features, perFeature);
        AddGradient<Simd128<T>, T>(ref feature, ref input, ref delta, ref slopeGradient, ref total, rows, features, perFeature);
        AddGradient<Scalar<T>, T>(ref feature, ref input, ref delta, ref slopeGradient, ref total, rows, features, perFeature);
        if (!perFeature)
            slopeGradient += total;
    }

    /// <summary>Writes <c>∂L/∂x</c>: δ where <c>x ≥ 0</c>, αδ elsewhere. <paramref name="below"/> may be <paramref name="delta"/>.</summary>
    public static void InputGradient<T>(ref T input, ref T slope, ref T delta, ref T below, nuint rows, nuint features, bool perFeature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Scale(ref input, ref slope, ref delta, ref below, rows, features, perFeature);

    /// <summary>All whole registers of features from <paramref name="feature"/> on: the value, times the slope where the input is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale<TVector, T>(
        ref nuint feature, ref T input, ref T slope, ref T values, ref T output, nuint rows, nuint features, bool perFeature)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector alpha = perFeature ? TVector.Load(ref slope, feature) : TVector.Create(slope);
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
            {
                TVector value = TVector.Load(ref values, at);
                TVector.SelectLess(TVector.Load(ref input, at), TVector.Zero, alpha * value, value).Store(ref output, at);
            }
        }
    }

    /// <summary>All whole registers of features from <paramref name="feature"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddGradient<TVector, T>(
        ref nuint feature, ref T input, ref T delta, ref T slopeGradient, ref T total, nuint rows, nuint features, bool perFeature)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[TVector.Count];
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector sum = TVector.Zero;
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
            {
                TVector x = TVector.Load(ref input, at);
                // The product is chosen, not the factors: zero times an infinity would not be a number.
                sum += TVector.SelectLess(x, TVector.Zero, TVector.Load(ref delta, at) * x, TVector.Zero);
            }

            if (perFeature)
            {
                (TVector.Load(ref slopeGradient, feature) + sum).Store(ref slopeGradient, feature);
                continue;
            }

            sum.Store(ref lanes[0]);
            foreach (T lane in lanes)
                total += lane;
        }
    }

    private static void Scale<T>(ref T input, ref T slope, ref T values, ref T output, nuint rows, nuint features, bool perFeature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
            Scale<Simd512<T>, T>(ref feature, ref input, ref slope, ref values, ref output, rows, features, perFeature);
        if (Vector256.IsHardwareAccelerated)
            Scale<Simd256<T>, T>(ref feature, ref input, ref slope, ref values, ref output, rows, features, perFeature);
        Scale<Simd128<T>, T>(ref feature, ref input, ref slope, ref values, ref output, rows, features, perFeature);
        Scale<Scalar<T>, T>(ref feature, ref input, ref slope, ref values, ref output, rows, features, perFeature);
    }
}
