using System;

namespace Generated;

/// <summary>
/// Names the outputs of the network, where they are not just the last layer. Several lie one behind the other in what <c>Forward</c> gives, in this order.
/// </summary>
/// <param name="names">The names of layers.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OutputAttribute(params string[] names) : Attribute
{
    /// <summary>The names of layers.</summary>
    public string[] Names { get; } = names;
}
