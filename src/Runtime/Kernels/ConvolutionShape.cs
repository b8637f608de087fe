namespace Generated.Kernels;

/// <summary>
/// What a convolution works on: rows of values <c>[height][width][channels]</c>, which give <c>[output height][output width][filters]</c>.
/// A sequence has height 1; a causal convolution has all its padding before.
/// </summary>
/// <param name="Height">The height of the input.</param>
/// <param name="Width">The width of the input.</param>
/// <param name="Channels">The number of channels, a multiple of the groups.</param>
/// <param name="Filters">The number of filters, a multiple of the groups.</param>
/// <param name="KernelHeight">The height of a filter.</param>
/// <param name="KernelWidth">The width of a filter.</param>
/// <param name="StrideHeight">The distance of two outputs one below the other, in inputs.</param>
/// <param name="StrideWidth">The distance of two outputs side by side, in inputs.</param>
/// <param name="DilationHeight">The distance of two weights one below the other, in inputs.</param>
/// <param name="DilationWidth">The distance of two weights side by side, in inputs.</param>
/// <param name="PadTop">The zeros above the input.</param>
/// <param name="PadBottom">The zeros below the input.</param>
/// <param name="PadLeft">The zeros before each line of the input.</param>
/// <param name="PadRight">The zeros after each line of the input.</param>
/// <param name="Groups">How many parts channels and filters fall into; the filters of a part see its channels only.</param>
public readonly record struct ConvolutionShape(
    int Height, int Width, int Channels, int Filters, int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth,
    int DilationHeight, int DilationWidth, int PadTop, int PadBottom, int PadLeft, int PadRight, int Groups)
{
    /// <summary>The height of the output.</summary>
    public int OutputHeight => (Height + PadTop + PadBottom - DilationHeight * (KernelHeight - 1) - 1) / StrideHeight + 1;

    /// <summary>The width of the output.</summary>
    public int OutputWidth => (Width + PadLeft + PadRight - DilationWidth * (KernelWidth - 1) - 1) / StrideWidth + 1;
}
