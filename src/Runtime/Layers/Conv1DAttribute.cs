using System;

namespace Generated;

/// <summary>
/// A convolution over the steps of a sequence, <c>aₜ = f(Σₖ Wₖ·xₜ₊ₖ + b)</c> (a correlation, as PyTorch's <c>Conv1d</c>; sequences are [steps][features]).
/// </summary>
/// <param name="filters">The number of filters, which is the number of features of the output.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class Conv1DAttribute(int filters) : LayerAttribute
{
    /// <summary>The number of filters, which is the number of features of the output.</summary>
    public int Filters { get; } = filters;

    /// <summary>The number of steps that a filter takes; 3 unless set.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The step from output to output; 1 unless set.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The distance between the positions that the kernel takes; 1 unless set.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>How many groups the features of the input and the filters are divided into, each of which sees only its own; 1 unless set.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>What is taken beyond the input; <see cref="Padding.Causal"/> unless set.</summary>
    public Padding Padding { get; set; } = Padding.Causal;

    /// <summary>The activation function f; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether there is a bias b; there is unless set.</summary>
    public bool Bias { get; set; } = true;
}
