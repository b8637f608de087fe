using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>Where the sums of a tile start and how they are stored.</summary>
internal interface IConvolutionSums
{
    static abstract TVector Start<TVector, T>(ref T start, ref T target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    static abstract void Store<TVector, T>(TVector sum, TVector isNew, ref T target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Sums start from the bias and are written; lanes that two registers share get the same bits twice.</summary>
internal readonly struct FromBias : IConvolutionSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TVector, T>(ref T start, ref T target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Load(ref start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, T>(TVector sum, TVector isNew, ref T target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sum.Store(ref target);
}

/// <summary>Sums go on from what is in the target; lanes that another register has written are left alone.</summary>
internal readonly struct FromTarget : IConvolutionSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TVector, T>(ref T start, ref T target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Load(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, T>(TVector sum, TVector isNew, ref T target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Select(isNew, sum, TVector.Load(ref target)).Store(ref target);
}

/// <summary>What the inputs of a term are, for a register of weights.</summary>
internal interface IConvolutionInput
{
    static abstract TVector Load<TVector, T>(ref T input, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>All filters see the same input.</summary>
internal readonly struct Shared : IConvolutionInput
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, T>(ref T input, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Broadcast(ref input, offset);
}

/// <summary>Each filter sees a channel of its own: a depthwise convolution.</summary>
internal readonly struct Own : IConvolutionInput
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, T>(ref T input, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Load(ref input, offset);
}

/// <summary>Sums at eight positions, wherever they lie, by one register of lanes.</summary>
internal static class ConvolutionTile
{
    /// <summary>The positions of a tile: as many chains of sums as keep two multiply-adds of four cycles busy.</summary>
    private const int Positions = 8;

    /// <summary>
    /// Computes all positions, eight at a time. Term k of a run is <c>input[source + k] · weights[k·step + lanes]</c>.
    /// Where fewer than eight are left, the last one is repeated: chains that run beside each other cost nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Compute<TSums, TInput, TVector, T>(
        ref T input, ref T weights, ref T start, ref T target, TVector isNew, ConvolutionPositions positions, in ConvolutionTerms terms)
        where TSums : struct, IConvolutionSums
        where TInput : struct, IConvolutionInput
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<nuint> sources = stackalloc nuint[Positions], targets = stackalloc nuint[Positions];
        nuint length = terms.Length, step = terms.WeightStep;
        for (nuint done = 0; done < positions.Count; done += Positions)
        {
            for (int i = 0; i < Positions; i++)
            {
                sources[i] = positions.Source;
                targets[i] = positions.Target;
                if (done + (nuint)i + 1 < positions.Count)
                    positions.MoveNext();
            }

            ref T input0 = ref Unsafe.Add(ref input, sources[0]);
            ref T input1 = ref Unsafe.Add(ref input, sources[1]);
            ref T input2 = ref Unsafe.Add(ref input, sources[2]);
            ref T input3 = ref Unsafe.Add(ref input, sources[3]);
            ref T input4 = ref Unsafe.Add(ref input, sources[4]);
            ref T input5 = ref Unsafe.Add(ref input, sources[5]);
            ref T input6 = ref Unsafe.Add(ref input, sources[6]);
            ref T input7 = ref Unsafe.Add(ref input, sources[7]);
            TVector sum0 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[0]));
            TVector sum1 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[1]));
            TVector sum2 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[2]));
            TVector sum3 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[3]));
            TVector sum4 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[4]));
            TVector sum5 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[5]));
            TVector sum6 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[6]));
            TVector sum7 = TSums.Start<TVector, T>(ref start, ref Unsafe.Add(ref target, targets[7]));
            for (nuint line = 0; line < terms.Lines; line++)
            {
                for (nuint run = 0; run < terms.Runs; run++)
                {
                    nuint at = line * terms.InputLine + run * terms.InputRun, end = at + length;
                    ref T weight = ref Unsafe.Add(ref weights, line * terms.WeightLine + run * terms.WeightRun);
                    for (; at < end; at++)
                    {
                        TVector w = TVector.Load(ref weight);
                        sum0.AddProduct(TInput.Load<TVector, T>(ref input0, at), w);
                        sum1.AddProduct(TInput.Load<TVector, T>(ref input1, at), w);
                        sum2.AddProduct(TInput.Load<TVector, T>(ref input2, at), w);
                        sum3.AddProduct(TInput.Load<TVector, T>(ref input3, at), w);
                        sum4.AddProduct(TInput.Load<TVector, T>(ref input4, at), w);
                        sum5.AddProduct(TInput.Load<TVector, T>(ref input5, at), w);
                        sum6.AddProduct(TInput.Load<TVector, T>(ref input6, at), w);
                        sum7.AddProduct(TInput.Load<TVector, T>(ref input7, at), w);
                        weight = ref Unsafe.Add(ref weight, step);
                    }
                }
            }

            TSums.Store(sum0, isNew, ref Unsafe.Add(ref target, targets[0]));
            TSums.Store(sum1, isNew, ref Unsafe.Add(ref target, targets[1]));
            TSums.Store(sum2, isNew, ref Unsafe.Add(ref target, targets[2]));
            TSums.Store(sum3, isNew, ref Unsafe.Add(ref target, targets[3]));
            TSums.Store(sum4, isNew, ref Unsafe.Add(ref target, targets[4]));
            TSums.Store(sum5, isNew, ref Unsafe.Add(ref target, targets[5]));
            TSums.Store(sum6, isNew, ref Unsafe.Add(ref target, targets[6]));
            TSums.Store(sum7, isNew, ref Unsafe.Add(ref target, targets[7]));
        }
    }
}
