using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>Activation functions on a row or a matrix of values.</summary>
/// <remarks>
/// Values are taken a register at a time; the last register is moved back so far that it ends with the last value, and
/// gives those that it shares with the one before it the same bits again. Nothing beyond the values is touched.
/// </remarks>
public static class Elementwise
{
    /// <summary>a = f(z), element by element.</summary>
    /// <param name="z">The first of <paramref name="count"/> values.</param>
    /// <param name="a">The first of <paramref name="count"/> results; may be <paramref name="z"/> itself.</param>
    /// <param name="count">The number of values.</param>
    public static void Apply<TActivation, T>(ref T z, ref T a, nuint count)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && count >= (nuint)Simd512<T>.Count)
            Apply<TActivation, Simd512<T>, T>(ref z, ref a, count);
        else if (Vector256.IsHardwareAccelerated && count >= (nuint)Simd256<T>.Count)
            Apply<TActivation, Simd256<T>, T>(ref z, ref a, count);
        else if (count >= (nuint)Simd128<T>.Count)
            Apply<TActivation, Simd128<T>, T>(ref z, ref a, count);
        else if (count > 0)
            ApplyFew<TActivation, T>(ref z, ref a, count);
    }

    /// <summary>δ ← δ·f′, element by element.</summary>
    /// <param name="delta">The first of <paramref name="count"/> gradients; each is multiplied by the derivative.</param>
    /// <param name="source">
    /// The first of <paramref name="count"/> values that f′ is taken from: a, or z where
    /// <see cref="IActivationFunction.DerivativeTakesInput"/> says so.
    /// </param>
    /// <param name="count">The number of values.</param>
    public static void ApplyDerivative<TActivation, T>(ref T delta, ref T source, nuint count)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && count >= (nuint)Simd512<T>.Count)
            ApplyDerivative<TActivation, Simd512<T>, T>(ref delta, ref source, count);
        else if (Vector256.IsHardwareAccelerated && count >= (nuint)Simd256<T>.Count)
            ApplyDerivative<TActivation, Simd256<T>, T>(ref delta, ref source, count);
        else if (count >= (nuint)Simd128<T>.Count)
            ApplyDerivative<TActivation, Simd128<T>, T>(ref delta, ref source, count);
        else if (count > 0)
            ApplyDerivativeToFew<TActivation, T>(ref delta, ref source, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TActivation, TVector, T>(ref T z, ref T a, nuint count)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = count - (nuint)TVector.Count;
        nuint i = 0;
        TVector current = TVector.Load(ref z);
        while (true)
        {
            // The next register is loaded before this one is stored: in place, the two may share elements.
            nuint next = nuint.Min(i + (nuint)TVector.Count, last);
            TVector following = TVector.Load(ref z, next);
            TActivation.Value<TVector, T>(current).Store(ref a, i);
            if (i == last)
                return;
            current = following;
            i = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyDerivative<TActivation, TVector, T>(ref T delta, ref T source, nuint count)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = count - (nuint)TVector.Count;
        nuint i = 0;
        TVector current = TVector.Load(ref delta);
        while (true)
        {
            nuint next = nuint.Min(i + (nuint)TVector.Count, last);
            TVector following = TVector.Load(ref delta, next);
            (current * TActivation.Derivative<TVector, T>(TVector.Load(ref source, i))).Store(ref delta, i);
            if (i == last)
                return;
            current = following;
            i = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyFew<TActivation, T>(ref T z, ref T a, nuint count)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            PartialVector.Store(TActivation.Value<Simd128<T>, T>(PartialVector.Load(ref z, count)), ref a, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyDerivativeToFew<TActivation, T>(ref T delta, ref T source, nuint count)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Simd128<T> derivative = TActivation.Derivative<Simd128<T>, T>(PartialVector.Load(ref source, count));
        PartialVector.Store(PartialVector.Load(ref delta, count) * derivative, ref delta, count);
    }
}
