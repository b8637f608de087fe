namespace Generated.Kernels;

/// <summary>
/// What pooling works on: rows of values <c>[height][width][channels]</c>, windows without padding. A sequence has height 1.
/// </summary>
/// <param name="Height">The height of the input.</param>
/// <param name="Width">The width of the input.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="SizeHeight">The height of a window, at most that of the input.</param>
/// <param name="SizeWidth">The width of a window, at most that of the input.</param>
/// <param name="StrideHeight">The distance of two windows, one below the other.</param>
/// <param name="StrideWidth">The distance of two windows side by side.</param>
public readonly record struct PoolShape(
    int Height, int Width, int Channels, int SizeHeight, int SizeWidth, int StrideHeight, int StrideWidth)
{
    /// <summary>The number of windows one below the other: ⌊(height − size)/stride⌋ + 1.</summary>
    public int OutputHeight => (Height - SizeHeight) / StrideHeight + 1;

    /// <summary>The number of windows side by side: ⌊(width − size)/stride⌋ + 1.</summary>
    public int OutputWidth => (Width - SizeWidth) / StrideWidth + 1;
}
