using System;

namespace Generated;

/// <summary>
/// A plain recurrent layer (Elman, 1990), <c>hₜ = tanh(W·xₜ + b + U·hₜ₋₁ + c)</c>; PyTorch's <c>RNN</c>.
/// It takes a sequence [steps][features] and gives one of [steps][units], from a state of zeros.
/// </summary>
/// <param name="units">The number of units, which is the number of features of the output.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class RnnAttribute(int units) : LayerAttribute
{
    /// <summary>The number of units, which is the number of features of the output.</summary>
    public int Units { get; } = units;
}
