using System;

namespace Generated;

/// <summary>
/// A rectifier whose slope below zero is a parameter, <c>a = x</c> for x ≥ 0, else <c>a = s·x</c>. K. He, X. Zhang, S. Ren, J. Sun: Delving Deep into
/// Rectifiers (2015); PyTorch's <c>PReLU</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class PReLUAttribute : LayerAttribute
{
    /// <summary>Whether each feature has a separate slope; otherwise all share one. Default: true.</summary>
    public bool PerFeature { get; set; } = true;
}
