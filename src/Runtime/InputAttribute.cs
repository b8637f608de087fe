using System;

namespace Generated;

/// <summary>
/// An input of the network, named and shaped: a vector of features, a sequence of steps with features, or an image of height, width and features.
/// Several lie one behind the other in what <c>Forward</c> takes, in the order in which they are written.
/// </summary>
/// <param name="name">What the input is called.</param>
/// <param name="shape">The number of features; or steps and features; or height, width and features.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class InputAttribute(string name, params int[] shape) : Attribute
{
    /// <summary>What the input is called.</summary>
    public string Name { get; } = name;

    /// <summary>The number of features; or steps and features; or height, width and features.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>The number of steps of a sequence, in place of <see cref="Shape"/>.</summary>
    public int Steps { get; set; }

    /// <summary>The number of features of each step, in place of <see cref="Shape"/>. Default: 1.</summary>
    public int Features { get; set; } = 1;
}
