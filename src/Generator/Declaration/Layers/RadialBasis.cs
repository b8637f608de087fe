using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>Gaussian radial basis functions, <c>hⱼ = exp(−βⱼ‖x − cⱼ‖²)</c> with <c>βⱼ = exp(ρⱼ)</c>.</summary>
/// <param name="Units">The number of centres.</param>
internal sealed record RadialBasisSpec(int Units) : LayerSpec
{
    public override string Kind => "RadialBasis";

    public override string Values => Kind;
}

/// <summary>Reads <c>[RadialBasis(units)]</c>.</summary>
internal sealed class RadialBasisDeclaration : LayerDeclaration
{
    public static readonly RadialBasisDeclaration Instance = new();

    public override IReadOnlyList<SizeArgument> Sizes { get; } = [new("units", "centres")];

    public override LayerSpec? Read(AttributeData attribute) => attribute.ReadInt("units") is { } units ? new RadialBasisSpec(units) : null;
}
