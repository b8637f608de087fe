using System;

namespace Generated;

/// <summary>
/// A sum of values of one shape, <c>a = f(x + y + …)</c>: of the layer before it (or <see cref="LayerAttribute.From"/>) and
/// of those that are named.
/// </summary>
/// <param name="others">The names of the values that are added.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class AddAttribute(params string[] others) : LayerAttribute
{
    /// <summary>The names of the values that are added.</summary>
    public string[] Others { get; } = others;

    /// <summary>The activation function f. Default: <see cref="Activation.Linear"/>.</summary>
    public Activation Activation { get; set; }
}
