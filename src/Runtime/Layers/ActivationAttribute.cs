using System;

namespace Generated;

/// <summary>An activation function alone, <c>a = f(x)</c>.</summary>
/// <param name="activation">The activation function f.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class ActivationAttribute(Activation activation) : LayerAttribute
{
    /// <summary>The activation function.</summary>
    public Activation Activation { get; } = activation;
}
