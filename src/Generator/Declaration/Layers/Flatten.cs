using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>A sequence or an image as one vector.</summary>
internal sealed record FlattenSpec : LayerSpec
{
    public override string Kind => "Flatten";
}

/// <summary>Reads <c>[Flatten]</c>.</summary>
internal sealed class FlattenDeclaration : LayerDeclaration
{
    public static readonly FlattenDeclaration Instance = new();

    public override LayerSpec Read(AttributeData attribute) => new FlattenSpec();
}
