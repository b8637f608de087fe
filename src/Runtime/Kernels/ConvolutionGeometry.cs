using System;
using System.Runtime.CompilerServices;

namespace Generated.Kernels;

/// <summary>Outputs in one direction, from one to another, whose windows have the same weights inside the input.</summary>
/// <param name="Start">The first output.</param>
/// <param name="End">The output after the last.</param>
/// <param name="FirstTap">The first weight inside.</param>
/// <param name="Taps">How many weights are inside.</param>
/// <param name="FirstInput">The input that the first weight of the first output meets.</param>
internal readonly record struct TapRange(int Start, int End, int FirstTap, int Taps, int FirstInput)
{
    public static TapRange Vertical(in ConvolutionShape shape, int start) => From(
        start, shape.OutputHeight, shape.Height, shape.KernelHeight, shape.StrideHeight, shape.DilationHeight, shape.PadTop);

    public static TapRange Horizontal(in ConvolutionShape shape, int start) => From(
        start, shape.OutputWidth, shape.Width, shape.KernelWidth, shape.StrideWidth, shape.DilationWidth, shape.PadLeft);

    private static TapRange From(int start, int outputs, int size, int kernel, int stride, int dilation, int pad)
    {
        if (start >= outputs)
            return new(start, start, 0, 0, 0);
        (int first, int taps) = Inside(start);
        int end = start + 1;
        while (end < outputs && Inside(end) == (first, taps))
            end++;
        return new(start, end, first, taps, start * stride - pad + first * dilation);

        (int First, int Taps) Inside(int output)
        {
            int before = pad - output * stride;
            int from = before > 0 ? (before + dilation - 1) / dilation : 0;
            int to = size + before > 0 ? Math.Min(kernel, (size + before - 1) / dilation + 1) : 0;
            return from < to ? (from, to - from) : (0, 0);
        }
    }
}

/// <summary>The outputs in one direction for which one weight meets an input.</summary>
/// <param name="Start">The first output.</param>
/// <param name="Count">How many there are; none if not positive.</param>
/// <param name="FirstInput">The input that the weight meets at the first of them.</param>
internal readonly record struct OutputRange(int Start, int Count, int FirstInput)
{
    public static OutputRange Vertical(in ConvolutionShape shape, int tap) => From(
        shape.OutputHeight, shape.Height, shape.StrideHeight, shape.PadTop - tap * shape.DilationHeight);

    public static OutputRange Horizontal(in ConvolutionShape shape, int tap) => From(
        shape.OutputWidth, shape.Width, shape.StrideWidth, shape.PadLeft - tap * shape.DilationWidth);

    private static OutputRange From(int outputs, int size, int stride, int before)
    {
        int start = before > 0 ? (before + stride - 1) / stride : 0;
        int end = size + before > 0 ? Math.Min(outputs, (size + before - 1) / stride + 1) : 0;
        return new(start, end - start, start * stride - before);
    }
}

/// <summary>The terms of a sum: some lines of some runs of neighbouring terms. Distances are in elements.</summary>
internal readonly record struct ConvolutionTerms(
    nuint Lines, nuint InputLine, nuint WeightLine, nuint Runs, nuint InputRun, nuint WeightRun, nuint Length, nuint WeightStep);

/// <summary>Positions of all images, line by line, and where their sources and targets are.</summary>
/// <param name="images">The number of images.</param>
/// <param name="height">The lines of positions in an image.</param>
/// <param name="width">The positions in a line.</param>
internal struct ConvolutionPositions(nuint images, int height, int width)
{
    private readonly nuint _height = (nuint)height;
    private readonly nuint _width = (nuint)width;
    private nuint _x;
    private nuint _y;

    /// <summary>The number of positions.</summary>
    public readonly nuint Count = images * (nuint)height * (nuint)width;

    /// <summary>Where the source of the current position is.</summary>
    public nuint Source;

    /// <summary>Where the target of the current position is.</summary>
    public nuint Target;

    /// <summary>From one position to the next in its line.</summary>
    public nuint SourceStep, TargetStep;

    /// <summary>From one line to the next.</summary>
    public nuint SourceLine, TargetLine;

    /// <summary>From one image to the next.</summary>
    public nuint SourceImage, TargetImage;

    /// <summary>Moves to the next position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveNext()
    {
        Source += SourceStep;
        Target += TargetStep;
        if (++_x < _width)
            return;
        _x = 0;
        Source += SourceLine - _width * SourceStep;
        Target += TargetLine - _width * TargetStep;
        if (++_y < _height)
            return;
        _y = 0;
        Source += SourceImage - _height * SourceLine;
        Target += TargetImage - _height * TargetLine;
    }
}
