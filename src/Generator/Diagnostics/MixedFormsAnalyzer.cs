using System.Collections.Generic;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Layers and inputs are given in one of the two forms.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MixedFormsAnalyzer() : DeclarationAnalyzer(Descriptors.MixedForms)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (network.Sizes is { Count: > 1 } && !network.LayerAttributes.IsEmpty)
            yield return new Mistake(network.Attribute.SizeLocation(1), network.Type.Name, "layers", "layer", "leave only the input size in [Network]");
        else if (network.Sizes is { Count: > 0 } && !network.InputAttributes.IsEmpty)
            yield return new Mistake(network.Attribute.SizeLocation(0), network.Type.Name, "inputs", "input", "leave [Network] without sizes");
        else if (network.Sizes is { Count: > 1 } && network.OutputAttribute is not null)
            yield return new Mistake(network.Attribute.SizeLocation(1), network.Type.Name, "outputs", "output", "leave only the input size in [Network]");
    }
}
