using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>The loops over a sample's outputs that all elementwise losses share.</summary>
internal static class ElementwiseLoss
{
    /// <summary>The blocks of a batch whose terms are summed in the precision at hand.</summary>
    private const int BlocksOfStrip = 16;

    /// <summary>The sum, or mean, of the terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<TLoss, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(target.Length, output.Length, nameof(target));
        T sum = SumOfTerms<TLoss, T>(output, target);
        return TLoss.IsMeanOverOutputs ? sum / T.CreateTruncating(output.Length) : sum;
    }

    /// <summary>Writes the slopes, or the differences y − t where the output activation matches, times the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<TLoss, TSlope, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> gradient)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where TSlope : struct, ISlope
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(target.Length, output.Length, nameof(target));
        SpanArguments.RequireLength(gradient.Length, output.Length, nameof(gradient));
        WriteSlopes<TSlope, T>(output, target, Factor<TLoss, T>(scale, output.Length), gradient);
    }

    /// <summary>The sum of the losses of several rows, and their gradients.</summary>
    public static double Evaluate<TLoss, T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(targets.Length, outputs.Length, nameof(targets));
        SpanArguments.RequireLength(gradients.Length, outputs.Length, nameof(gradients));
        T factor = Factor<TLoss, T>(scale, columns);
        if (matched)
            WriteSlopes<Difference, T>(outputs, targets, factor, gradients);
        else
            WriteSlopes<SlopeOf<TLoss>, T>(outputs, targets, factor, gradients);

        int strip = BlocksOfStrip * Simd512<T>.Count;
        double sum = 0.0;
        for (int done = 0; done < outputs.Length; done += strip)
        {
            int count = Math.Min(strip, outputs.Length - done);
            sum += double.CreateTruncating(SumOfTerms<TLoss, T>(outputs.Slice(done, count), targets.Slice(done, count)));
        }

        return TLoss.IsMeanOverOutputs ? sum / columns : sum;
    }

    /// <remarks>A trimmer does not see that both precisions' default implementations of <see cref="ILoss{T}"/> are needed, and would keep one.</remarks>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(ISingleElementwiseLoss<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(IDoubleElementwiseLoss<>))]
    private static T Factor<TLoss, T>(T scale, int columns)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLoss.IsMeanOverOutputs ? scale / T.CreateTruncating(columns) : scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumOfTerms<TLoss, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int leftOver = output.Length % Simd512<T>.Count;
        if (leftOver >= TLoss.LeastToFillBlock)
            leftOver = 0;
        T sum = leftOver < output.Length ? SumOfBlocks<TLoss, T>(output[..^leftOver], target) : T.Zero;
        for (int i = output.Length - leftOver; i < output.Length; i++)
            sum += TLoss.SingleTerm(output[i], target[i]);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteSlopes<TSlope, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T factor, Span<T> gradient)
        where TSlope : struct, ISlope
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (output.Length >= Simd128<T>.Count)
            i = WriteVectors<TSlope, T>(output, target, factor, gradient);
        for (; i < output.Length; i++)
            gradient[i] = factor * TSlope.At<Scalar<T>, T>(new(output[i]), new(target[i])).Value;
    }

    private static T SumOfBlocks<TLoss, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated ? SumOfBlocks<TLoss, Simd512<T>, Simd512<T>, T>(output, target)
        : Vector256.IsHardwareAccelerated ? SumOfBlocks<TLoss, Simd256<T>, Pair<Simd256<T>, T>, T>(output, target)
        : SumOfBlocks<TLoss, Simd128<T>, Pair<Pair<Simd128<T>, T>, T>, T>(output, target);

    // Optimised at its first call, like the kernels that it stands between.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T SumOfBlocks<TLoss, TVector, TBlock, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where TVector : struct, ISimd<TVector, T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T y = ref MemoryMarshal.GetReference(output);
        ref T t = ref MemoryMarshal.GetReference(target);
        bool areTermsCostly = TLoss.LeastToFillBlock < int.MaxValue;
        TBlock sum = TBlock.Zero;
        int i = 0;
        for (; i <= output.Length - TBlock.Count; i += TBlock.Count)
        {
            sum += areTermsCostly
                ? CostlyTerms<TLoss, TVector, TBlock, T>(ref Unsafe.Add(ref y, i), ref Unsafe.Add(ref t, i))
                : Terms<TLoss, TVector, TBlock, T>(ref Unsafe.Add(ref y, i), ref Unsafe.Add(ref t, i));
        }

        if (areTermsCostly && i < output.Length)
            sum += TermsOfFilledBlock<TLoss, TVector, TBlock, T>(output[i..], target[i..]);
        return Simd128<T>.Sum(TBlock.Fold(sum));
    }

    /// <summary>The terms of less than a block, which is filled up with outputs that meet the target 1: their terms are 0.</summary>
    private static TBlock TermsOfFilledBlock<TLoss, TVector, TBlock, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where TVector : struct, ISimd<TVector, T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> block = stackalloc T[2 * TBlock.Count];
        block[..TBlock.Count].Fill(T.CreateTruncating(TLoss.OutputThatMeetsOne));
        block[TBlock.Count..].Fill(T.One);
        for (int lane = 0; lane < output.Length; lane++)
        {
            block[lane] = output[lane];
            block[TBlock.Count + lane] = target[lane];
        }

        return CostlyTerms<TLoss, TVector, TBlock, T>(ref block[0], ref block[TBlock.Count]);
    }

    /// <summary>As <see cref="Terms"/>, in a method of its own: a long term takes all that the JIT inlines into one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TBlock CostlyTerms<TLoss, TVector, TBlock, T>(ref T y, ref T t)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where TVector : struct, ISimd<TVector, T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Terms<TLoss, TVector, TBlock, T>(ref y, ref t);

    /// <summary>The terms of a block, computed in vectors of the processor's width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBlock Terms<TLoss, TVector, TBlock, T>(ref T y, ref T t)
        where TLoss : struct, IElementwiseLoss<TLoss>
        where TVector : struct, ISimd<TVector, T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A vector is a block. Asked in this way, the JIT drops what follows before it counts what it may inline.
        if (Vector512.IsHardwareAccelerated)
            return Unsafe.BitCast<TVector, TBlock>(TLoss.Term<TVector, T>(TVector.Load(ref y), TVector.Load(ref t)));

        Unsafe.SkipInit(out TBlock terms);
        ref T lanes = ref Unsafe.As<TBlock, T>(ref terms);
        for (int lane = 0; lane < TBlock.Count; lane += TVector.Count)
            TLoss.Term<TVector, T>(TVector.Load(ref y, (nuint)lane), TVector.Load(ref t, (nuint)lane)).Store(ref lanes, (nuint)lane);
        return terms;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int WriteVectors<TSlope, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T factor, Span<T> gradient)
        where TSlope : struct, ISlope
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = WriteVectors<TSlope, Simd512<T>, T>(output, target, factor, gradient, i);
        else if (Vector256.IsHardwareAccelerated)
            i = WriteVectors<TSlope, Simd256<T>, T>(output, target, factor, gradient, i);
        return WriteVectors<TSlope, Simd128<T>, T>(output, target, factor, gradient, i);
    }

    /// <summary>Writes whole vectors from output <paramref name="i"/> on and returns the first output that is left over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteVectors<TSlope, TVector, T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T factor, Span<T> gradient, int i)
        where TSlope : struct, ISlope
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T y = ref MemoryMarshal.GetReference(output);
        ref T t = ref MemoryMarshal.GetReference(target);
        ref T destination = ref MemoryMarshal.GetReference(gradient);
        TVector factors = TVector.Create(factor);
        for (; i <= output.Length - TVector.Count; i += TVector.Count)
        {
            TVector slope = TSlope.At<TVector, T>(TVector.Load(ref y, (nuint)i), TVector.Load(ref t, (nuint)i));
            (factors * slope).Store(ref destination, (nuint)i);
        }

        return i;
    }
}
