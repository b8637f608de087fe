using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>A rectifier whose slope below zero is a parameter.</summary>
/// <param name="PerFeature">Whether each feature has a slope of its own.</param>
internal sealed record PReLUSpec(bool PerFeature) : LayerSpec
{
    public override string Kind => "PReLU";
}

/// <summary>Reads <c>[PReLU]</c>.</summary>
internal sealed class PReLUDeclaration : LayerDeclaration
{
    public static readonly PReLUDeclaration Instance = new();

    public override LayerSpec Read(AttributeData attribute) => new PReLUSpec(attribute.ReadFlag("PerFeature", otherwise: true));
}
