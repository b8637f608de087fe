using System;

namespace Generated;

/// <summary>
/// Long short-term memory (Hochreiter, Schmidhuber, 1997): <c>cₜ = f⊙cₜ₋₁ + i⊙g</c>, <c>hₜ = o⊙tanh(cₜ)</c>; PyTorch's <c>LSTM</c>.
/// It takes a sequence [steps][features] and gives one of [steps][units], from a state of zeros.
/// </summary>
/// <param name="units">The number of units, which is the number of features of the output.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class LstmAttribute(int units) : LayerAttribute
{
    /// <summary>The number of units, which is the number of features of the output.</summary>
    public int Units { get; } = units;
}
