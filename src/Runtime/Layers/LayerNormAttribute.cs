using System;

namespace Generated;

/// <summary>
/// Layer normalisation, <c>a = f(γ ⊙ (x − μ)/√(σ² + ε) + β)</c>, with the mean μ and the variance σ² of the features of a sample (of a position,
/// in a sequence or an image). J. L. Ba, J. R. Kiros, G. E. Hinton: Layer Normalization (2016); PyTorch's <c>LayerNorm</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>What is added to the variance. Default: 10⁻⁵.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>The activation function f. Default: <see cref="Activation.Linear"/>.</summary>
    public Activation Activation { get; set; }
}
