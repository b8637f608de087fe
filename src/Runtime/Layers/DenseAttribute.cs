using System;

namespace Generated;

/// <summary>
/// A dense (fully connected) layer: <c>a = f(W·x + b)</c>. Of a sequence or an image it takes the features of each position, with the same weights.
/// </summary>
/// <param name="units">The number of units.</param>
/// <param name="activation">The activation function f.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class DenseAttribute(int units, Activation activation = Activation.Linear) : LayerAttribute
{
    /// <summary>The number of units, which is the number of outputs of the layer.</summary>
    public int Units { get; } = units;

    /// <summary>The activation function.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>Whether there is a bias b. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
