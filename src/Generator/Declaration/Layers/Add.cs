using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>A sum of values of one shape.</summary>
/// <param name="Activation">The activation function of the sum.</param>
internal sealed record AddSpec(Activation Activation) : LayerSpec
{
    public override Activation Activation { get; } = Activation;

    public override string Kind => "Add";
}

/// <summary>Reads <c>[Add(others)]</c>.</summary>
internal sealed class AddDeclaration : LayerDeclaration
{
    public static readonly AddDeclaration Instance = new();

    public override LayerSpec? Read(AttributeData attribute) => ReadActivation(attribute) is { } activation ? new AddSpec(activation) : null;

    public override IReadOnlyList<Source>? ReadSources(AttributeData attribute) =>
        Named(attribute, "others") is { } others ? [From(attribute), .. others] : null;
}
