using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Layers are given in one of the two forms.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MixedFormsAnalyzer() : DeclarationAnalyzer(Descriptors.MixedForms)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (network.Sizes is { Count: > 1 } && !network.LayerAttributes.IsEmpty)
            yield return new Mistake(network.Attribute.SizeLocation(1), network.Type.Name);
    }
}
