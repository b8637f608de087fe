using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>The features of several values, one behind the other.</summary>
internal sealed record ConcatSpec : LayerSpec
{
    public override string Kind => "Concat";
}

/// <summary>Reads <c>[Concat(values)]</c>.</summary>
internal sealed class ConcatDeclaration : LayerDeclaration
{
    public static readonly ConcatDeclaration Instance = new();

    public override LayerSpec Read(AttributeData attribute) => new ConcatSpec();

    public override IReadOnlyList<Source>? ReadSources(AttributeData attribute) => Named(attribute, "values") is not { } values ? null
        : attribute.Named("From") is null ? [.. values]
        : [From(attribute), .. values];
}
