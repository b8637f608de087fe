using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The kernels of a convolution over images <c>[height][width][channels]</c>: a correlation, as everywhere in this field. Weights lie as
/// <c>[kernel height][kernel width][channels of a group][filters]</c>, so that lanes hold filters.
/// </summary>
/// <remarks>
/// An output starts from the bias and takes its terms by kernel lines, kernel columns and channels; what lies in the padding is left
/// out. A gradient of a weight is summed over rows and positions, one of an input over kernel lines, kernel columns and filters.
/// None of these orders depends on the register width, on the batch or on the position.
/// </remarks>
public static class Convolution
{
    /// <summary>Writes the sums of every filter at every position, without an activation.</summary>
    /// <param name="input">The first value of the images.</param>
    /// <param name="weights">The first weight.</param>
    /// <param name="bias">The first of a bias per filter.</param>
    /// <param name="output">The first value of the results <c>[output height][output width][filters]</c>; must not overlap the input.</param>
    /// <param name="rows">The number of images.</param>
    /// <param name="shape">Images, filters and how these move.</param>
    public static void Forward<T>(ref T input, ref T weights, ref T bias, ref T output, nuint rows, in ConvolutionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)(IsDepthwise(shape) ? shape.Filters : shape.Filters / shape.Groups);
        if (Vector512.IsHardwareAccelerated && lanes >= (nuint)Pair<Simd512<T>, T>.Count)
            Forward<Pair<Simd512<T>, T>, T>(ref input, ref weights, ref bias, ref output, rows, shape);
        else if (Vector512.IsHardwareAccelerated && lanes >= (nuint)Simd512<T>.Count)
            Forward<Simd512<T>, T>(ref input, ref weights, ref bias, ref output, rows, shape);
        else if (Vector256.IsHardwareAccelerated && lanes >= (nuint)Simd256<T>.Count)
            Forward<Simd256<T>, T>(ref input, ref weights, ref bias, ref output, rows, shape);
        else if (lanes >= (nuint)Simd128<T>.Count)
            Forward<Simd128<T>, T>(ref input, ref weights, ref bias, ref output, rows, shape);
        else
            Forward<Scalar<T>, T>(ref input, ref weights, ref bias, ref output, rows, shape);
    }

    /// <summary>Adds the gradients of weights and biases, each summed from zero over rows and positions in order, then added.</summary>
    public static void AddGradient<T>(
        ref T input, ref T delta, ref T weightGradient, ref T biasGradient, nuint rows, in ConvolutionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Unsafe.IsNullRef(ref biasGradient))
            MatrixOperations.AddColumnSums(ref delta, rows * (nuint)(shape.OutputHeight * shape.OutputWidth), (nuint)shape.Filters, ref biasGradient);
        nuint lanes = (nuint)(IsDepthwise(shape) ? shape.Filters : shape.Filters / shape.Groups);
        if (Vector512.IsHardwareAccelerated && lanes >= (nuint)Pair<Simd512<T>, T>.Count)
            AddGradient<Pair<Simd512<T>, T>, T>(ref input, ref delta, ref weightGradient, rows, shape);
        else if (Vector512.IsHardwareAccelerated && lanes >= (nuint)Simd512<T>.Count)
            AddGradient<Simd512<T>, T>(ref input, ref delta, ref weightGradient, rows, shape);
        else if (Vector256.IsHardwareAccelerated && lanes >= (nuint)Simd256<T>.Count)
            AddGradient<Simd256<T>, T>(ref input, ref delta, ref weightGradient, rows, shape);
        else if (lanes >= (nuint)Simd128<T>.Count)
            AddGradient<Simd128<T>, T>(ref input, ref delta, ref weightGradient, rows, shape);
        else
            AddGradient<Scalar<T>, T>(ref input, ref delta, ref weightGradient, rows, shape);
    }

    /// <summary>Writes the gradient of the input, given that of the output. <paramref name="below"/> is overwritten; it must not overlap the rest.</summary>
    public static void InputGradient<T>(ref T weights, ref T delta, ref T below, nuint rows, in ConvolutionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Joins.Clear(ref below, rows * (nuint)(shape.Height * shape.Width * shape.Channels));
        nuint lanes = (nuint)(IsDepthwise(shape) ? shape.Channels : shape.Channels / shape.Groups);
        if (Vector512.IsHardwareAccelerated && lanes >= (nuint)Pair<Simd512<T>, T>.Count)
            InputGradient<Pair<Simd512<T>, T>, T>(ref weights, ref delta, ref below, rows, shape);
        else if (Vector512.IsHardwareAccelerated && lanes >= (nuint)Simd512<T>.Count)
            InputGradient<Simd512<T>, T>(ref weights, ref delta, ref below, rows, shape);
        else if (Vector256.IsHardwareAccelerated && lanes >= (nuint)Simd256<T>.Count)
            InputGradient<Simd256<T>, T>(ref weights, ref delta, ref below, rows, shape);
        else if (lanes >= (nuint)Simd128<T>.Count)
            InputGradient<Simd128<T>, T>(ref weights, ref delta, ref below, rows, shape);
        else
            InputGradient<Scalar<T>, T>(ref weights, ref delta, ref below, rows, shape);
    }

    /// <summary>Forward where a group has at least a register of filters; the last register is moved back to end with the group.</summary>
    internal static void Forward<TVector, T>(ref T input, ref T weights, ref T bias, ref T output, nuint rows, in ConvolutionShape shape)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isDepthwise = IsDepthwise(shape);
        int groups = isDepthwise ? 1 : shape.Groups, channels = shape.Channels / shape.Groups, filters = shape.Filters / groups, last = filters - TVector.Count;
        // Where nothing lies between the inputs of neighbouring weights, all of a kernel line are one run of terms.
        bool isOneRun = shape.DilationWidth == 1 && shape.Groups == 1;
        int outputHeight = shape.OutputHeight, outputWidth = shape.OutputWidth;
        for (var lines = TapRange.Vertical(shape, 0); lines.Start < outputHeight; lines = TapRange.Vertical(shape, lines.End))
        {
            for (var columns = TapRange.Horizontal(shape, 0); columns.Start < outputWidth; columns = TapRange.Horizontal(shape, columns.End))
            {
                var terms = new ConvolutionTerms(
                    Lines: (nuint)lines.Taps,
                    InputLine: (nuint)(shape.DilationHeight * shape.Width * shape.Channels),
                    WeightLine: (nuint)(shape.KernelWidth * channels * shape.Filters),
                    Runs: (nuint)(isOneRun ? Math.Min(columns.Taps, 1) : columns.Taps),
                    InputRun: (nuint)(shape.DilationWidth * shape.Channels),
                    WeightRun: (nuint)(channels * shape.Filters),
                    Length: (nuint)(isOneRun ? columns.Taps * channels : channels),
                    WeightStep: (nuint)shape.Filters);
                bool hasTerms = terms.Lines * terms.Runs > 0;
                var positions = new ConvolutionPositions(rows, lines.End - lines.Start, columns.End - columns.Start)
                {
                    Source = hasTerms ? (nuint)(lines.FirstInput * shape.Width + columns.FirstInput) * (nuint)shape.Channels : 0,
                    SourceStep = hasTerms ? (nuint)(shape.StrideWidth * shape.Channels) : 0,
                    SourceLine = hasTerms ? (nuint)(shape.StrideHeight * shape.Width * shape.Channels) : 0,
                    SourceImage = (nuint)(shape.Height * shape.Width * shape.Channels),
                    Target = (nuint)((lines.Start * outputWidth + columns.Start) * shape.Filters),
                    TargetStep = (nuint)shape.Filters,
                    TargetLine = (nuint)(outputWidth * shape.Filters),
                    TargetImage = (nuint)(outputHeight * outputWidth * shape.Filters),
                };
                nuint firstWeight = (nuint)((lines.FirstTap * shape.KernelWidth + columns.FirstTap) * channels * shape.Filters);
                for (int group = 0; group < groups; group++)
                {
                    for (int done = 0; done < filters; done += TVector.Count)
                    {
                        nuint filter = (nuint)(group * filters + Math.Min(done, last));
                        ref T weight = ref Unsafe.Add(ref weights, firstWeight + filter);
                        ref T start = ref Unsafe.Add(ref bias, filter);
                        ref T target = ref Unsafe.Add(ref output, filter);
                        if (isDepthwise)
                        {
                            ConvolutionTile.Compute<FromBias, Own, TVector, T>(
                                ref Unsafe.Add(ref input, filter), ref weight, ref start, ref target, TVector.Zero, positions, terms);
                        }
                        else
                        {
                            ConvolutionTile.Compute<FromBias, Shared, TVector, T>(
                                ref Unsafe.Add(ref input, group * channels), ref weight, ref start, ref target, TVector.Zero, positions, terms);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The weights' gradient where a group has at least a register of filters.</summary>
    /// <remarks>
    /// Images are taken a few at a time, which stay in the L1 cache while all weights pass over them; meanwhile the sums of a register
    /// of filters wait on the stack.
    /// </remarks>
    internal static void AddGradient<TVector, T>(ref T input, ref T delta, ref T weightGradient, nuint rows, in ConvolutionShape shape)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int cache = 16 * 1024, room = 256;
        bool isDepthwise = IsDepthwise(shape);
        int groups = isDepthwise ? 1 : shape.Groups, channels = shape.Channels / shape.Groups, filters = shape.Filters / groups, last = filters - TVector.Count;
        int terms = shape.KernelHeight * shape.KernelWidth * channels;
        long image = (long)shape.Height * shape.Width * shape.Channels + (long)shape.OutputHeight * shape.OutputWidth * shape.Filters;
        nuint block = (nuint)Math.Max(1, cache / (image * Unsafe.SizeOf<T>()));
        Span<T> sums = stackalloc T[(room + ConvolutionGradientTile.Weights) * TVector.Count];
        Span<ConvolutionWeight> weights = stackalloc ConvolutionWeight[room];
        for (int group = 0; group < groups; group++)
        {
            for (int done = 0; done < filters; done += TVector.Count)
            {
                int filter = group * filters + Math.Min(done, last);
                TVector isNew = done <= last ? AllLanes<TVector, T>() : PartialVector.LastLanes<TVector, T>((nuint)filters);
                for (int from = 0; from < terms; from += room)
                {
                    int to = Math.Min(from + room, terms);
                    sums.Clear();
                    for (int i = 0; i < to - from; i++)
                        weights[i] = ConvolutionWeight.At(from + i, channels, shape);
                    for (nuint row = 0; row < rows; row += block)
                    {
                        for (int i = 0; i < to - from;)
                        {
                            int count = ConvolutionGradientTile.CountAlike(weights[i..(to - from)]);
                            ref T upstream = ref Unsafe.Add(ref delta, filter);
                            ref T sum = ref sums[i * TVector.Count];
                            nuint end = nuint.Min(row + block, rows);
                            if (isDepthwise)
                            {
                                ConvolutionGradientTile.Add<Own, TVector, T>(
                                    ref Unsafe.Add(ref input, filter), ref upstream, ref sum, weights.Slice(i, count), row, end, shape);
                            }
                            else
                            {
                                ConvolutionGradientTile.Add<Shared, TVector, T>(
                                    ref Unsafe.Add(ref input, group * channels), ref upstream, ref sum, weights.Slice(i, count), row, end, shape);
                            }

                            i += count;
                        }
                    }

                    for (int term = from; term < to; term++)
                    {
                        // Lanes that another register has added are left alone.
                        ref T place = ref Unsafe.Add(ref weightGradient, term * shape.Filters + filter);
                        TVector before = TVector.Load(ref place);
                        TVector.Select(isNew, before + TVector.Load(ref sums[(term - from) * TVector.Count]), before).Store(ref place);
                    }
                }
            }
        }
    }

    /// <summary>The input's gradient where a group has at least a register of channels.</summary>
    internal static void InputGradient<TVector, T>(ref T weights, ref T delta, ref T below, nuint rows, in ConvolutionShape shape)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The weights of some filters for a register of channels, channels innermost: 32 KB at most.
        const int room = 4096;
        Span<T> turned = stackalloc T[room];
        bool isDepthwise = IsDepthwise(shape);
        int groups = isDepthwise ? 1 : shape.Groups, channels = shape.Channels / groups,
            filters = shape.Filters / shape.Groups, last = channels - TVector.Count;
        int outputHeight = shape.OutputHeight, outputWidth = shape.OutputWidth, chunk = room / TVector.Count;
        for (int group = 0; group < groups; group++)
        {
            for (int done = 0; done < channels; done += TVector.Count)
            {
                int channel = Math.Min(done, last);
                TVector isNew = done <= last ? AllLanes<TVector, T>() : PartialVector.LastLanes<TVector, T>((nuint)channels);
                for (int tap = 0; tap < shape.KernelHeight * shape.KernelWidth; tap++)
                {
                    var lines = OutputRange.Vertical(shape, tap / shape.KernelWidth);
                    var columns = OutputRange.Horizontal(shape, tap % shape.KernelWidth);
                    if (lines.Count <= 0 || columns.Count <= 0)
                        continue;
                    for (int filter = 0; filter < filters; filter += chunk)
                    {
                        int count = Math.Min(chunk, filters - filter);
                        int source = isDepthwise ? channel : group * filters + filter;
                        ref T first = ref Unsafe.Add(ref weights, (isDepthwise ? tap : tap * channels + channel) * shape.Filters + source);
                        for (int lane = 0; lane < TVector.Count; lane++)
                        {
                            for (int i = 0; i < count; i++)
                                turned[i * TVector.Count + lane] = Unsafe.Add(ref first, isDepthwise ? lane : lane * shape.Filters + i);
                        }

                        var positions = new ConvolutionPositions(rows, lines.Count, columns.Count)
                        {
                            Source = (nuint)((lines.Start * outputWidth + columns.Start) * shape.Filters + source),
                            SourceStep = (nuint)shape.Filters,
                            SourceLine = (nuint)(outputWidth * shape.Filters),
                            SourceImage = (nuint)(outputHeight * outputWidth * shape.Filters),
                            Target = (nuint)((lines.FirstInput * shape.Width + columns.FirstInput) * shape.Channels + group * channels + channel),
                            TargetStep = (nuint)(shape.StrideWidth * shape.Channels),
                            TargetLine = (nuint)(shape.StrideHeight * shape.Width * shape.Channels),
                            TargetImage = (nuint)(shape.Height * shape.Width * shape.Channels),
                        };
                        var terms = new ConvolutionTerms(1, 0, 0, 1, 0, 0, (nuint)count, (nuint)TVector.Count);
                        if (isDepthwise)
                            ConvolutionTile.Compute<FromTarget, Own, TVector, T>(ref delta, ref turned[0], ref below, ref below, isNew, positions, terms);
                        else
                            ConvolutionTile.Compute<FromTarget, Shared, TVector, T>(ref delta, ref turned[0], ref below, ref below, isNew, positions, terms);
                    }
                }
            }
        }
    }

    /// <summary>Whether every channel has a filter of its own, so that lanes may hold channels and filters at once.</summary>
    internal static bool IsDepthwise(in ConvolutionShape shape) => shape.Groups == shape.Channels && shape.Groups == shape.Filters;

    private static TVector AllLanes<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Equals(TVector.Zero, TVector.Zero);
}
