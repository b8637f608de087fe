using System;

namespace Generated;

/// <summary>A gain and a shift for each feature, <c>a = f(γ ⊙ x + β)</c>, both of them parameters.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class ScaleAttribute : LayerAttribute
{
    /// <summary>The activation function f. Default: <see cref="Activation.Linear"/>.</summary>
    public Activation Activation { get; set; }
}
