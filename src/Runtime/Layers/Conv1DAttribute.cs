using System;

namespace Generated;

/// <summary>
/// A convolution over the steps of a sequence, <c>aₜ = f(Σₖ Wₖ·xₜ₊ₖ + b)</c> (a correlation, as PyTorch's <c>Conv1d</c>).
/// Sequences are [steps][features].
/// </summary>
/// <param name="filters">The number of filters, which is the number of features of the output.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class Conv1DAttribute(int filters) : LayerAttribute
{
    /// <summary>The number of filters, which is the number of features of the output.</summary>
    public int Filters { get; } = filters;

    /// <summary>The number of steps that a filter takes. Default: 3.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The step from output to output. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The distance between the positions that the kernel takes. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The number of groups that input features and filters are divided into; filters see only the features of their group. Default: 1.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>What is taken beyond the input. Default: <see cref="Padding.Causal"/>.</summary>
    public Padding Padding { get; set; } = Padding.Causal;

    /// <summary>The activation function f. Default: <see cref="Activation.Linear"/>.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether there is a bias b. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
