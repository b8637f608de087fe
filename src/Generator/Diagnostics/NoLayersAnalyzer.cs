using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>A network has an input size and at least one layer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NoLayersAnalyzer() : DeclarationAnalyzer(Descriptors.NoLayers)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (network.Sizes is not { Count: < 2 } sizes)
            yield break;
        if (sizes.Count == 0 && network.InputAttributes.IsEmpty)
            yield return new Mistake(network.Attribute.Location(), network.Type.Name, "no input size");
        else if (network.LayerAttributes.IsEmpty)
        {
            yield return sizes.Count == 0
                ? new Mistake(network.Attribute.Location(), network.Type.Name, "an input but no layer")
                : new Mistake(network.Attribute.SizeLocation(0), network.Type.Name, "an input size but no layer");
        }
    }
}
