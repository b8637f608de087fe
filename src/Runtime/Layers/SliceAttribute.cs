using System;

namespace Generated;

/// <summary>Some neighbouring features of a value.</summary>
/// <param name="start">The first feature that is taken, counted from 0.</param>
/// <param name="length">The number of features.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class SliceAttribute(int start, int length) : LayerAttribute
{
    /// <summary>The first feature that is taken, counted from 0.</summary>
    public int Start { get; } = start;

    /// <summary>The number of features.</summary>
    public int Length { get; } = length;
}
