using System;

namespace Generated;

/// <summary>
/// The largest of each feature in windows of a sequence or an image, which is not padded: <c>⌊(n − size)/stride⌋ + 1</c> windows in each direction.
/// </summary>
/// <param name="size">The length of a window, in both directions of an image.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class MaxPoolAttribute(int size) : LayerAttribute
{
    /// <summary>The length of a window, in both directions of an image.</summary>
    public int Size { get; } = size;

    /// <summary>The step from window to window. Default: <see cref="Size"/>.</summary>
    public int Stride { get; set; }
}
