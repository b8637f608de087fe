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

    /// <summary>The length of a filter in both directions; 3 unless set.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The height of a filter; <see cref="Kernel"/> unless set.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The width of a filter; <see cref="Kernel"/> unless set.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The step from output to output; 1 unless set.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The distance between the positions that the kernel takes; 1 unless set.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>How many groups the features of the input and the filters are divided into, each of which sees only its own; 1 unless set.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>What is taken beyond the input; <see cref="Padding.Valid"/> unless set.</summary>
    public Padding Padding { get; set; }

    /// <summary>The activation function f; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether there is a bias b; there is unless set.</summary>
    public bool Bias { get; set; } = true;
}
