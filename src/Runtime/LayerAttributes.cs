using System;

namespace Generated;

/// <summary>One layer of the network, where <see cref="NetworkAttribute"/> gives the number of inputs only. Written in order.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public abstract class LayerAttribute : Attribute
{
    // The generator knows the layers there are; another one would be ignored.
    private protected LayerAttribute(int units) => Units = units;

    /// <summary>The number of units, which is the number of outputs of the layer.</summary>
    public int Units { get; }
}

/// <summary>A dense (fully connected) layer: <c>a = f(W·x + b)</c>.</summary>
/// <param name="units">The number of units.</param>
/// <param name="activation">The activation function f.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class DenseAttribute(int units, Activation activation = Activation.Linear) : LayerAttribute(units)
{
    /// <summary>The activation function.</summary>
    public Activation Activation { get; } = activation;
}

/// <summary>
/// A layer of Gaussian radial basis functions: <c>hⱼ = exp(−βⱼ‖x − cⱼ‖²)</c>. The centres cⱼ and the logarithms
/// of the widths, <c>ρⱼ = ln βⱼ</c>, are the parameters, so that βⱼ stays positive whatever the training does.
/// </summary>
/// <param name="units">The number of centres.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class RadialBasisAttribute(int units) : LayerAttribute(units);
