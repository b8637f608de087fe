using System;

namespace Generated;

/// <summary>
/// A convolution over the positions of an image, <c>a = f(Σ W·x + b)</c> (a correlation, as PyTorch's <c>Conv2d</c>; images are [height][width][features]).
/// </summary>
/// <param name="filters">The number of filters, which is the number of features of the output.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class Conv2DAttribute(int filters) : LayerAttribute
{
    /// <summary>The number of filters, which is the number of features of the output.</summary>
    public int Filters { get; } = filters;

    /// <summary>The length of a filter in both directions. Default: 3.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The height of a filter. Default: <see cref="Kernel"/>.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The width of a filter. Default: <see cref="Kernel"/>.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The step from output to output. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The distance between the positions that the kernel takes. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The number of groups that input features and filters are divided into; filters see only the features of their group. Default: 1.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>What is taken beyond the input. Default: <see cref="Padding.Valid"/>.</summary>
    public Padding Padding { get; set; }

    /// <summary>The activation function f. Default: <see cref="Activation.Linear"/>.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether there is a bias b. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
