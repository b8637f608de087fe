using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>Elements that training leaves out at random.</summary>
/// <param name="Rate">The probability of an element to be left out.</param>
internal sealed record DropoutSpec(double Rate) : LayerSpec
{
    public override string Kind => "Dropout";

    public override bool DependsOnStep => true;

    public override IReadOnlyList<LayerSetting> Settings => [new("Rate", Rate)];
}

/// <summary>Reads <c>[Dropout(rate)]</c>.</summary>
internal sealed class DropoutDeclaration : LayerDeclaration
{
    public static readonly DropoutDeclaration Instance = new();

    public override LayerSpec? Read(AttributeData attribute) => attribute.Argument("rate")?.Value is double rate ? new DropoutSpec(rate) : null;
}
