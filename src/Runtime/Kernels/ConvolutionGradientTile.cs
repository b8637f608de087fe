using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>The gradients of up to eight neighbouring weights for one register of filters.</summary>
internal static class ConvolutionGradientTile
{
    /// <summary>The weights of a tile: as many chains of sums as keep two multiply-adds of four cycles busy.</summary>
    public const int Weights = 8;

    /// <summary>How many of the weights, eight at most, meet inputs at the same outputs as the first.</summary>
    public static int CountAlike(ReadOnlySpan<ConvolutionWeight> weights)
    {
        int count = 1;
        while (count < Math.Min(Weights, weights.Length) && weights[count] with { Offset = 0 } == weights[0] with { Offset = 0 })
            count++;
        return count;
    }

    /// <summary>
    /// Continues the sums of weights that meet inputs at the same outputs, over these in the images from one to another. Where there
    /// are fewer than eight, the last one is repeated: chains that run beside each other cost nothing.
    /// </summary>
    /// <remarks><paramref name="sums"/> has room for eight sums; those of the weights are written.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add<TInput, TVector, T>(
        ref T input, ref T delta, ref T sums, ReadOnlySpan<ConvolutionWeight> weights, nuint firstRow, nuint endRow, in ConvolutionShape shape)
        where TInput : struct, IConvolutionInput
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ConvolutionWeight place = weights[0];
        if (place.Top >= place.Bottom || place.Left >= place.Right)
            return;
        int last = weights.Length - 1;
        nint first = (((nint)firstRow * shape.Height + place.Top * shape.StrideHeight) * shape.Width + place.Left * shape.StrideWidth) * shape.Channels;
        nint firstDelta = (((nint)firstRow * shape.OutputHeight + place.Top) * shape.OutputWidth + place.Left) * shape.Filters;
        ref T input0 = ref Unsafe.Add(ref input, first + place.Offset);
        ref T input1 = ref Unsafe.Add(ref input, first + weights[Math.Min(1, last)].Offset);
        ref T input2 = ref Unsafe.Add(ref input, first + weights[Math.Min(2, last)].Offset);
        ref T input3 = ref Unsafe.Add(ref input, first + weights[Math.Min(3, last)].Offset);
        ref T input4 = ref Unsafe.Add(ref input, first + weights[Math.Min(4, last)].Offset);
        ref T input5 = ref Unsafe.Add(ref input, first + weights[Math.Min(5, last)].Offset);
        ref T input6 = ref Unsafe.Add(ref input, first + weights[Math.Min(6, last)].Offset);
        ref T input7 = ref Unsafe.Add(ref input, first + weights[Math.Min(7, last)].Offset);
        nuint columns = (nuint)(place.Right - place.Left), step = (nuint)(shape.StrideWidth * shape.Channels), filters = (nuint)shape.Filters;
        nuint image = (nuint)(shape.Height * shape.Width * shape.Channels), line = (nuint)(shape.StrideHeight * shape.Width * shape.Channels);
        nuint deltaLine = (nuint)shape.OutputWidth * filters, deltaImage = (nuint)shape.OutputHeight * deltaLine;
        nuint images = endRow - firstRow, lines = (nuint)(place.Bottom - place.Top);

        // Nothing may be called from here on: no register of sums would survive it.
        nuint lanes = (nuint)TVector.Count;
        TVector sum0 = TVector.Load(ref sums), sum1 = TVector.Load(ref sums, lanes), sum2 = TVector.Load(ref sums, 2 * lanes);
        TVector sum3 = TVector.Load(ref sums, 3 * lanes), sum4 = TVector.Load(ref sums, 4 * lanes), sum5 = TVector.Load(ref sums, 5 * lanes);
        TVector sum6 = TVector.Load(ref sums, 6 * lanes), sum7 = TVector.Load(ref sums, 7 * lanes);
        for (nuint row = 0; row < images; row++)
        {
            for (nuint y = 0; y < lines; y++)
            {
                nuint at = row * image + y * line, end = at + columns * step;
                ref T upstreams = ref Unsafe.Add(ref delta, firstDelta + (nint)(row * deltaImage + y * deltaLine));
                for (; at < end; at += step)
                {
                    TVector upstream = TVector.Load(ref upstreams);
                    sum0.AddProduct(TInput.Load<TVector, T>(ref input0, at), upstream);
                    sum1.AddProduct(TInput.Load<TVector, T>(ref input1, at), upstream);
                    sum2.AddProduct(TInput.Load<TVector, T>(ref input2, at), upstream);
                    sum3.AddProduct(TInput.Load<TVector, T>(ref input3, at), upstream);
                    sum4.AddProduct(TInput.Load<TVector, T>(ref input4, at), upstream);
                    sum5.AddProduct(TInput.Load<TVector, T>(ref input5, at), upstream);
                    sum6.AddProduct(TInput.Load<TVector, T>(ref input6, at), upstream);
                    sum7.AddProduct(TInput.Load<TVector, T>(ref input7, at), upstream);
                    upstreams = ref Unsafe.Add(ref upstreams, filters);
                }
            }
        }

        sum0.Store(ref sums);
        if (last >= 1)
            sum1.Store(ref sums, lanes);
        if (last >= 2)
            sum2.Store(ref sums, 2 * lanes);
        if (last >= 3)
            sum3.Store(ref sums, 3 * lanes);
        if (last >= 4)
            sum4.Store(ref sums, 4 * lanes);
        if (last >= 5)
            sum5.Store(ref sums, 5 * lanes);
        if (last >= 6)
            sum6.Store(ref sums, 6 * lanes);
        if (last >= 7)
            sum7.Store(ref sums, 7 * lanes);
    }
}

/// <summary>A weight: where its input is, seen from the position's, and the outputs for which it meets one.</summary>
internal readonly record struct ConvolutionWeight(nint Offset, int Top, int Bottom, int Left, int Right)
{
    public static ConvolutionWeight At(int term, int channels, in ConvolutionShape shape)
    {
        int tap = term / channels;
        int tapLine = tap / shape.KernelWidth, tapColumn = tap % shape.KernelWidth;
        OutputRange lines = OutputRange.Vertical(shape, tapLine), columns = OutputRange.Horizontal(shape, tapColumn);
        nint line = tapLine * shape.DilationHeight - shape.PadTop, column = tapColumn * shape.DilationWidth - shape.PadLeft;
        nint offset = (line * shape.Width + column) * shape.Channels + term % channels;
        return lines.Count > 0 && columns.Count > 0
            ? new(offset, lines.Start, lines.Start + lines.Count, columns.Start, columns.Start + columns.Count)
            : new(offset, 0, 0, 0, 0);
    }
}
