using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>An argument of a layer's attribute that is a size: at least 1, and not beyond <see cref="DeclarationReader.MaximumUnits"/>.</summary>
/// <param name="Parameter">The constructor's parameter.</param>
/// <param name="Noun">What it counts, for messages: "units".</param>
internal sealed record SizeArgument(string Parameter, string Noun);

/// <summary>How the attribute of one kind of layer is read. Each kind has one, in <c>Layers</c>.</summary>
internal abstract class LayerDeclaration
{
    /// <summary>The arguments that are sizes.</summary>
    public abstract IReadOnlyList<SizeArgument> Sizes { get; }

    /// <summary>The layer, or null where C# or the kind does not understand an argument.</summary>
    public abstract LayerSpec? Read(AttributeData attribute);
}

/// <summary>The kinds of layer that can be declared. This is the one place that knows which attribute declares which.</summary>
internal static class LayerDeclarations
{
    private static readonly DenseDeclaration s_dense = new();
    private static readonly RadialBasisDeclaration s_radialBasis = new();

    /// <summary>The kind that an attribute declares, or null where it declares none that this generator knows.</summary>
    public static LayerDeclaration? Of(AttributeData attribute) => attribute.AttributeClass?.Name switch
    {
        "DenseAttribute" => s_dense,
        "RadialBasisAttribute" => s_radialBasis,
        _ => null,
    };

    /// <summary>A layer of the short form, which gives sizes and activations only.</summary>
    public static LayerSpec OfShortForm(int units, Activation activation) => new DenseSpec(units, activation);
}
