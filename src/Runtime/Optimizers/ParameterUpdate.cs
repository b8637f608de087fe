using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated;

/// <summary>The one pass over memory in which every optimiser moves its parameters.</summary>
internal static class ParameterUpdate
{
    /// <summary>
    /// An average or a velocity; 0 if its magnitude is below 10⁻³⁰ (10⁻²⁹⁰ in double precision): what fades would otherwise end in
    /// subnormal numbers, and stay there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector WithoutTiny<TVector, T>(TVector average)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.SelectLess(TVector.Abs(average), VectorMath.Constant<TVector, T>(typeof(T) == typeof(float) ? 1e-30 : 1e-290), TVector.Zero, average);

    /// <summary>An average of squares; 0 if it is below 10⁻³⁶ (10⁻³⁰⁰), whose root vanishes beside any sensible ε.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector WithoutTinySquare<TVector, T>(TVector average)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TVector.SelectLess(average, VectorMath.Constant<TVector, T>(typeof(T) == typeof(float) ? 1e-36 : 1e-300), TVector.Zero, average);

    /// <summary>Moves parameters by a rule and sets their gradient to zero.</summary>
    public static void Run<TRule, T>(scoped in TRule rule, Span<T> parameters, Span<T> gradient)
        where TRule : struct, IUpdateRule<T>, allows ref struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = Run<TRule, Simd512<T>, T>(in rule, parameters, gradient, i);
        else if (Vector256.IsHardwareAccelerated)
            i = Run<TRule, Simd256<T>, T>(in rule, parameters, gradient, i);
        if (i < parameters.Length)
            i = Run<TRule, Simd128<T>, T>(in rule, parameters, gradient, i);
        if (i < parameters.Length)
            Run<TRule, Scalar<T>, T>(in rule, parameters, gradient, i);
    }

    /// <summary>Moves whole registers of parameters, from parameter <paramref name="i"/> on, and returns the first that is left over.</summary>
    // Optimised at its first call: with the profile of a tiered start the loop is several times slower.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Run<TRule, TVector, T>(scoped in TRule rule, Span<T> parameters, Span<T> gradient, int i)
        where TRule : struct, IUpdateRule<T>, allows ref struct
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A copy, whose fields can stay in registers.
        TRule update = rule;
        ref T firstParameter = ref MemoryMarshal.GetReference(parameters);
        ref T firstGradient = ref MemoryMarshal.GetReference(gradient);
        for (; i <= parameters.Length - TVector.Count; i += TVector.Count)
        {
            TVector w = TVector.Load(ref firstParameter, (nuint)i);
            TVector g = TVector.Load(ref firstGradient, (nuint)i);
            update.Update(w, g, (nuint)i).Store(ref firstParameter, (nuint)i);
            TVector.Zero.Store(ref firstGradient, (nuint)i);
        }

        return i;
    }
}
