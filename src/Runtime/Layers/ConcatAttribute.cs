using System;

namespace Generated;

/// <summary>The features of several values, one behind the other: of vectors, or of each position of sequences or images of one size.</summary>
/// <param name="values">The names of the values, in order; <see cref="LayerAttribute.From"/>, if set, comes first.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class ConcatAttribute(params string[] values) : LayerAttribute
{
    /// <summary>The names of the values, in order.</summary>
    public string[] Values { get; } = values;
}
