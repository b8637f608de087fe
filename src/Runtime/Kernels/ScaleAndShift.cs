using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The kernels of a scale and a shift per feature, <c>y = γ⊙x + β</c>, rounded once where the processor can. Values lie as
/// <c>[rows][features]</c>; lanes hold features, and each sum runs over the rows in order, whatever the register width.
/// </summary>
public static class ScaleAndShift
{
    /// <summary>Writes <c>y = γ⊙x + β</c>. <paramref name="output"/> may be <paramref name="input"/>.</summary>
    public static void Forward<T>(ref T input, ref T gain, ref T shift, ref T output, nuint rows, nuint features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
            Forward<Simd512<T>, T>(ref feature, ref input, ref gain, ref shift, ref output, rows, features);
        if (Vector256.IsHardwareAccelerated)
            Forward<Simd256<T>, T>(ref feature, ref input, ref gain, ref shift, ref output, rows, features);
        Forward<Simd128<T>, T>(ref feature, ref input, ref gain, ref shift, ref output, rows, features);
        Forward<Scalar<T>, T>(ref feature, ref input, ref gain, ref shift, ref output, rows, features);
    }

    /// <summary>Adds <c>∂L/∂γ = Σ δ⊙x</c> and <c>∂L/∂β = Σ δ</c>, each summed from zero in row order, then added.</summary>
    public static void AddGradient<T>(ref T input, ref T delta, ref T gainGradient, ref T shiftGradient, nuint rows, nuint features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
            AddGradient<Simd512<T>, T>(ref feature, ref input, ref delta, ref gainGradient, ref shiftGradient, rows, features);
        if (Vector256.IsHardwareAccelerated)
            AddGradient<Simd256<T>, T>(ref feature, ref input, ref delta, ref gainGradient, ref shiftGradient, rows, features);
        AddGradient<Simd128<T>, T>(ref feature, ref input, ref delta, ref gainGradient, ref shiftGradient, rows, features);
        AddGradient<Scalar<T>, T>(ref feature, ref input, ref delta, ref gainGradient, ref shiftGradient, rows, features);
    }

    /// <summary>Writes <c>∂L/∂x = γ⊙δ</c>. <paramref name="below"/> may be <paramref name="delta"/>.</summary>
    public static void InputGradient<T>(ref T gain, ref T delta, ref T below, nuint rows, nuint features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
            InputGradient<Simd512<T>, T>(ref feature, ref gain, ref delta, ref below, rows, features);
        if (Vector256.IsHardwareAccelerated)
            InputGradient<Simd256<T>, T>(ref feature, ref gain, ref delta, ref below, rows, features);
        InputGradient<Simd128<T>, T>(ref feature, ref gain, ref delta, ref below, rows, features);
        InputGradient<Scalar<T>, T>(ref feature, ref gain, ref delta, ref below, rows, features);
    }

    /// <summary>All whole registers of features from <paramref name="feature"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TVector, T>(
        ref nuint feature, ref T input, ref T gain, ref T shift, ref T output, nuint rows, nuint features)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector scale = TVector.Load(ref gain, feature), offset = TVector.Load(ref shift, feature);
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
                TVector.MultiplyAdd(scale, TVector.Load(ref input, at), offset).Store(ref output, at);
        }
    }

    /// <summary>All whole registers of features from <paramref name="feature"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddGradient<TVector, T>(
        ref nuint feature, ref T input, ref T delta, ref T gainGradient, ref T shiftGradient, nuint rows, nuint features)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector ofGain = TVector.Zero, ofShift = TVector.Zero;
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
            {
                TVector upstream = TVector.Load(ref delta, at);
                ofGain.AddProduct(upstream, TVector.Load(ref input, at));
                ofShift += upstream;
            }

            (TVector.Load(ref gainGradient, feature) + ofGain).Store(ref gainGradient, feature);
            (TVector.Load(ref shiftGradient, feature) + ofShift).Store(ref shiftGradient, feature);
        }
    }

    /// <summary>All whole registers of features from <paramref name="feature"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void InputGradient<TVector, T>(ref nuint feature, ref T gain, ref T delta, ref T below, nuint rows, nuint features)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector scale = TVector.Load(ref gain, feature);
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
                (scale * TVector.Load(ref delta, at)).Store(ref below, at);
        }
    }
}
