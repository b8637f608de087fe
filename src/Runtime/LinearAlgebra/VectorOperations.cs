using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>Sums and updates of vectors, with the same bits at every register width.</summary>
internal static class VectorOperations
{
    /// <summary>
    /// Σ aᵢbᵢ: in four blocks of 64 bytes of lanes that take turns, (0 + 1) + (2 + 3), folded in halves; then the terms that do
    /// not fill a block, one by one.
    /// </summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(a);
        ref T second = ref MemoryMarshal.GetReference(b);
        nuint count = (nuint)Math.Min(a.Length, b.Length);
        if (Vector512.IsHardwareAccelerated)
            return Dot<Simd512<T>, T>(ref first, ref second, count);
        if (Vector256.IsHardwareAccelerated)
            return Dot<Pair<Simd256<T>, T>, T>(ref first, ref second, count);
        return Dot<Pair<Pair<Simd128<T>, T>, T>, T>(ref first, ref second, count);
    }

    /// <summary>‖a‖², summed as the dot product.</summary>
    public static T SquaredNorm<T>(ReadOnlySpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Dot(a, a);

    /// <summary>target += scale · source.</summary>
    public static void AddScaled<T>(T scale, ReadOnlySpan<T> source, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = AddScaled<Simd512<T>, T>(scale, source, target, i);
        else if (Vector256.IsHardwareAccelerated)
            i = AddScaled<Simd256<T>, T>(scale, source, target, i);
        i = AddScaled<Simd128<T>, T>(scale, source, target, i);
        AddScaled<Scalar<T>, T>(scale, source, target, i);
    }

    /// <summary>target = scale · source; they may be the same.</summary>
    public static void Scale<T>(T scale, ReadOnlySpan<T> source, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < source.Length; i++)
            target[i] = scale * source[i];
    }

    /// <summary>The plane rotation (a, b) ← (c·a − s·b, s·a + c·b).</summary>
    public static void Rotate<T>(T c, T s, Span<T> a, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = Rotate<Simd512<T>, T>(c, s, a, b, i);
        else if (Vector256.IsHardwareAccelerated)
            i = Rotate<Simd256<T>, T>(c, s, a, b, i);
        i = Rotate<Simd128<T>, T>(c, s, a, b, i);
        Rotate<Scalar<T>, T>(c, s, a, b, i);
    }

    /// <summary>√(a² + b²) without overflow on the way.</summary>
    public static T Length<T>(T a, T b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T larger = T.Max(T.Abs(a), T.Abs(b)), smaller = T.Min(T.Abs(a), T.Abs(b));
        if (larger == T.Zero)
            return larger;
        T ratio = smaller / larger;
        return larger * T.Sqrt(T.One + ratio * ratio);
    }

    /// <summary>
    /// The power of two that brings the greatest magnitude into [½, 1): a matrix times this neither overflows nor
    /// underflows in a decomposition, and loses no bit. 1 for zeros.
    /// </summary>
    public static T PowerOfTwoScale<T>(T greatest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (greatest == T.Zero)
            return T.One;
        // The reciprocal of the least subnormal number is out of range; the nearest power within it will do.
        int exponent = Math.Clamp(-1 - T.ILogB(greatest), typeof(T) == typeof(float) ? -126 : -1022, typeof(T) == typeof(float) ? 127 : 1023);
        return T.ScaleB(T.One, exponent);
    }

    /// <summary>The greatest magnitude; NaN if there is a NaN.</summary>
    public static T GreatestMagnitude<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T greatest = T.Zero;
        foreach (T value in values)
        {
            T magnitude = T.Abs(value);
            if (!(magnitude <= greatest))
                greatest = magnitude;
            if (T.IsNaN(greatest))
                return greatest;
        }

        return greatest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Dot<TBlock, T>(ref T a, ref T b, nuint count)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TBlock.Count, k = 0;
        TBlock sum = TBlock.Zero;
        if (count >= 4 * width)
        {
            TBlock sum1 = sum, sum2 = sum, sum3 = sum;
            for (; k + 4 * width <= count; k += 4 * width)
            {
                sum = TBlock.MultiplyAdd(TBlock.Load(ref a, k), TBlock.Load(ref b, k), sum);
                sum1 = TBlock.MultiplyAdd(TBlock.Load(ref a, k + width), TBlock.Load(ref b, k + width), sum1);
                sum2 = TBlock.MultiplyAdd(TBlock.Load(ref a, k + 2 * width), TBlock.Load(ref b, k + 2 * width), sum2);
                sum3 = TBlock.MultiplyAdd(TBlock.Load(ref a, k + 3 * width), TBlock.Load(ref b, k + 3 * width), sum3);
            }

            sum = (sum + sum1) + (sum2 + sum3);
        }

        for (; k + width <= count; k += width)
            sum = TBlock.MultiplyAdd(TBlock.Load(ref a, k), TBlock.Load(ref b, k), sum);
        var total = new Scalar<T>(Simd128<T>.Sum(TBlock.Fold(sum)));
        for (; k < count; k++)
            total = Scalar<T>.MultiplyAdd(Scalar<T>.Load(ref a, k), Scalar<T>.Load(ref b, k), total);
        return total.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddScaled<TVector, T>(T scale, ReadOnlySpan<T> source, Span<T> target, int i)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(target);
        var factor = TVector.Create(scale);
        for (; i <= source.Length - TVector.Count; i += TVector.Count)
            TVector.MultiplyAdd(factor, TVector.Load(ref first, (nuint)i), TVector.Load(ref to, (nuint)i)).Store(ref to, (nuint)i);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Rotate<TVector, T>(T c, T s, Span<T> a, Span<T> b, int i)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(a);
        ref T second = ref MemoryMarshal.GetReference(b);
        TVector cosine = TVector.Create(c), sine = TVector.Create(s), minusSine = TVector.Create(-s);
        for (; i <= a.Length - TVector.Count; i += TVector.Count)
        {
            TVector x = TVector.Load(ref first, (nuint)i), y = TVector.Load(ref second, (nuint)i);
            TVector.MultiplyAdd(minusSine, y, cosine * x).Store(ref first, (nuint)i);
            TVector.MultiplyAdd(sine, x, cosine * y).Store(ref second, (nuint)i);
        }

        return i;
    }
}
