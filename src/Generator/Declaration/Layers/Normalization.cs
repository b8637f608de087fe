using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>A normalisation by constants, <c>a = (x − m)/s</c>, perhaps clipped.</summary>
/// <param name="Clip">The largest magnitude that passes; infinite where any does.</param>
internal sealed record NormalizationSpec(double Clip) : LayerSpec
{
    public override string Kind => "Normalization";

    public override IReadOnlyList<LayerSetting> Settings => [new("Clip", Clip)];
}

/// <summary>Reads <c>[Normalization]</c>.</summary>
internal sealed class NormalizationDeclaration : LayerDeclaration
{
    public static readonly NormalizationDeclaration Instance = new();

    public override LayerSpec Read(AttributeData attribute) => new NormalizationSpec(attribute.ReadReal("Clip", otherwise: double.PositiveInfinity));
}
