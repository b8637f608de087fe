using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Activations and the precision are values of their enumerations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UndefinedValueAnalyzer() : DeclarationAnalyzer(Descriptors.UndefinedValue)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        foreach ((TypedConstant? constant, string name) in new[] { (network.Hidden, "Hidden"), (network.Output, "Output") })
        {
            if (constant is { } given && Undefined(given) is { } number)
                yield return Activation(network.Attribute.NamedLocation(name), number);
        }

        IReadOnlyList<int?> activations = network.Activations is { } array ? AttributeArguments.ReadInts(array) : [];
        for (int i = 0; i < activations.Count; i++)
        {
            if (activations[i] is { } number && !DeclarationReader.IsActivation(number))
                yield return Activation(network.Attribute.ElementLocation("Activations", i), number);
        }

        foreach (AttributeData layer in network.LayerAttributes)
        {
            if (layer.Argument("activation") is { } given && Undefined(given) is { } number)
                yield return Activation(layer.ArgumentLocation("activation"), number);
            if (layer.Named("Activation") is { } set && Undefined(set) is { } value)
                yield return Activation(layer.NamedLocation("Activation"), value);
            if (layer.Named("Padding") is { } padding && AttributeArguments.ReadInt(padding) is { } kind && !Enum.IsDefined(typeof(Padding), kind))
                yield return new Mistake(layer.NamedLocation("Padding"), kind, "Padding");
        }

        if (network.Precision is { } precision && !Enum.IsDefined(typeof(Precision), precision))
            yield return new Mistake(network.Attribute.NamedLocation("Precision"), precision, "Precision");
    }

    private static int? Undefined(TypedConstant activation) =>
        AttributeArguments.ReadInt(activation) is { } number && !DeclarationReader.IsActivation(number) ? number : null;

    private static Mistake Activation(Location location, int number) => new(location, number, "Activation");
}
