using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>A product of two values of one shape, element by element.</summary>
/// <param name="Activation">The activation function of the product.</param>
internal sealed record MultiplySpec(Activation Activation) : LayerSpec
{
    public override Activation Activation { get; } = Activation;

    public override string Kind => "Multiply";
}

/// <summary>Reads <c>[Multiply(other)]</c>.</summary>
internal sealed class MultiplyDeclaration : LayerDeclaration
{
    public static readonly MultiplyDeclaration Instance = new();

    public override LayerSpec? Read(AttributeData attribute) => ReadActivation(attribute) is { } activation ? new MultiplySpec(activation) : null;

    public override IReadOnlyList<Source>? ReadSources(AttributeData attribute) => Named(attribute, "other") is { } other ? [From(attribute), .. other] : null;
}
