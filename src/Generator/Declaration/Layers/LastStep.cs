using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>The last step of a sequence.</summary>
internal sealed record LastStepSpec : LayerSpec
{
    public override string Kind => "LastStep";
}

/// <summary>Reads <c>[LastStep]</c>.</summary>
internal sealed class LastStepDeclaration : LayerDeclaration
{
    public static readonly LastStepDeclaration Instance = new();

    public override LayerSpec Read(AttributeData attribute) => new LastStepSpec();
}
