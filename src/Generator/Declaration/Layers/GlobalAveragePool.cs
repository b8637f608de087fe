using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>The mean of each feature over all positions.</summary>
internal sealed record GlobalAveragePoolSpec : LayerSpec
{
    public override string Label => "GlobalAveragePool";
}

/// <summary>Reads <c>[GlobalAveragePool]</c>.</summary>
internal sealed class GlobalAveragePoolDeclaration : LayerDeclaration
{
    public static readonly GlobalAveragePoolDeclaration Instance = new();

    public override LayerSpec Read(AttributeData attribute) => new GlobalAveragePoolSpec();
}
