using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>A gain and a shift for each feature, <c>a = f(γ ⊙ x + β)</c>.</summary>
/// <param name="Activation">The activation function f.</param>
internal sealed record ScaleSpec(Activation Activation) : LayerSpec
{
    public override Activation Activation { get; } = Activation;

    public override string Kind => "Scale";
}

/// <summary>Reads <c>[Scale]</c>.</summary>
internal sealed class ScaleDeclaration : LayerDeclaration
{
    public static readonly ScaleDeclaration Instance = new();

    public override LayerSpec? Read(AttributeData attribute) => ReadActivation(attribute) is { } activation ? new ScaleSpec(activation) : null;
}
