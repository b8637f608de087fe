using System;

namespace Generated;

/// <summary>A gain and a shift for each feature, <c>a = f(γ ⊙ x + β)</c>, both of them parameters.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class ScaleAttribute : LayerAttribute
{
    /// <summary>The activation function f; <see cref="Activation.Linear"/> unless set.</summary>
    public Activation Activation { get; set; }
}
