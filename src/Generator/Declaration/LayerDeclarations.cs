using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

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
