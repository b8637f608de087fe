using System;

namespace Generated;

/// <summary>
/// A gated recurrent unit (Cho et al., 2014): <c>hₜ = (1 − z)⊙n + z⊙hₜ₋₁</c>, with the reset
/// after the product and two biases; PyTorch's <c>GRU</c>.
/// It takes a sequence [steps][features] and gives one of [steps][units], from a state of zeros.
/// </summary>
/// <param name="units">The number of units, which is the number of features of the output.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class GruAttribute(int units) : LayerAttribute
{
    /// <summary>The number of units, which is the number of features of the output.</summary>
    public int Units { get; } = units;
}
