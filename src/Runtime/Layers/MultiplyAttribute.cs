using System;

namespace Generated;

/// <summary>
/// A product of two values of one shape, element by element, <c>a = f(x ⊙ y)</c>: of the layer before it (or
/// <see cref="LayerAttribute.From"/>) and of one that is named.
/// </summary>
/// <param name="other">The name of the other value.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class MultiplyAttribute(string other) : LayerAttribute
{
    /// <summary>The name of the other value.</summary>
    public string Other { get; } = other;

    /// <summary>The activation function f. Default: <see cref="Activation.Linear"/>.</summary>
    public Activation Activation { get; set; }
}
