using System;

namespace Generated;

/// <summary>
/// One layer of the network, where <see cref="NetworkAttribute"/> gives the number of inputs only, or none beside <see cref="InputAttribute"/>.
/// Written in order; each takes what the one before it gives, unless <see cref="From"/> names another value.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public abstract class LayerAttribute : Attribute
{
    // The generator knows the layers there are; another one would be ignored.
    private protected LayerAttribute()
    {
    }

    /// <summary>
    /// What the layer's output is called, in <see cref="From"/>, <see cref="OutputAttribute"/> and files; by default <c>layer3</c> for the
    /// third.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The input or earlier layer that it takes; by default the preceding layer, or the first input for the first layer.</summary>
    public string? From { get; set; }
}
