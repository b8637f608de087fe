using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>Layer normalisation, <c>a = f(γ ⊙ (x − μ)/√(σ² + ε) + β)</c>.</summary>
/// <param name="Epsilon">What is added to the variance, ε.</param>
/// <param name="Activation">The activation function f.</param>
internal sealed record LayerNormSpec(double Epsilon, Activation Activation) : LayerSpec
{
    public override Activation Activation { get; } = Activation;

    public override string Kind => "LayerNorm";

    public override IReadOnlyList<LayerSetting> Settings => [new("Epsilon", Epsilon)];
}

/// <summary>Reads <c>[LayerNorm]</c>.</summary>
internal sealed class LayerNormDeclaration : LayerDeclaration
{
    public static readonly LayerNormDeclaration Instance = new();

    public override LayerSpec? Read(AttributeData attribute) =>
        ReadActivation(attribute) is { } activation ? new LayerNormSpec(attribute.ReadReal("Epsilon", otherwise: 1e-5), activation) : null;
}
