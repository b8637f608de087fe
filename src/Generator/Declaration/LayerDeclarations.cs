using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>The kinds of layer that can be declared. This is the one place that knows which attribute declares which.</summary>
internal static class LayerDeclarations
{
    /// <summary>The kind that an attribute declares, or null where it declares none that this generator knows.</summary>
    public static LayerDeclaration? Of(AttributeData attribute) => attribute.AttributeClass?.Name switch
    {
        "ActivationAttribute" => ActivationDeclaration.Instance,
        "AddAttribute" => AddDeclaration.Instance,
        "AveragePoolAttribute" => PoolDeclaration.OfAverage,
        "ConcatAttribute" => ConcatDeclaration.Instance,
        "Conv1DAttribute" => Conv1DDeclaration.Instance,
        "Conv2DAttribute" => Conv2DDeclaration.Instance,
        "DenseAttribute" => DenseDeclaration.Instance,
        "DropoutAttribute" => DropoutDeclaration.Instance,
        "FlattenAttribute" => FlattenDeclaration.Instance,
        "GlobalAveragePoolAttribute" => GlobalAveragePoolDeclaration.Instance,
        "GruAttribute" => RecurrentDeclaration.Gru,
        "LastStepAttribute" => LastStepDeclaration.Instance,
        "LayerNormAttribute" => LayerNormDeclaration.Instance,
        "LstmAttribute" => RecurrentDeclaration.Lstm,
        "MaxPoolAttribute" => PoolDeclaration.OfMaximum,
        "MultiplyAttribute" => MultiplyDeclaration.Instance,
        "NormalizationAttribute" => NormalizationDeclaration.Instance,
        "PReLUAttribute" => PReLUDeclaration.Instance,
        "RadialBasisAttribute" => RadialBasisDeclaration.Instance,
        "RnnAttribute" => RecurrentDeclaration.Rnn,
        "ScaleAttribute" => ScaleDeclaration.Instance,
        "SliceAttribute" => SliceDeclaration.Instance,
        _ => null,
    };

    /// <summary>A layer of the short form, which gives sizes and activations only.</summary>
    public static LayerSpec OfShortForm(int units, Activation activation) => new DenseSpec(units, activation);
}
