using System;

namespace Generated;

/// <summary>
/// A layer of Gaussian radial basis functions: <c>hⱼ = exp(−βⱼ‖x − cⱼ‖²)</c>. The centres cⱼ and the logarithms
/// of the widths, <c>ρⱼ = ln βⱼ</c>, are the parameters, so that βⱼ stays positive whatever the training does.
/// </summary>
/// <param name="units">The number of centres.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class RadialBasisAttribute(int units) : LayerAttribute
{
    /// <summary>The number of centres, which is the number of outputs of the layer.</summary>
    public int Units { get; } = units;
}
