using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Layers stand on the declaration that has [Network].</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ScatteredLayersAnalyzer() : DeclarationAnalyzer(Descriptors.ScatteredLayers)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from part in network.LayerAttributes.Select(layer => (Attribute: layer, Noun: "layer"))
            .Concat(network.InputAttributes.Select(input => (Attribute: input, Noun: "input")))
            .Concat(network.OutputAttribute is { } output ? [(Attribute: output, Noun: "output")] : [])
        where Declaration(part.Attribute) != Declaration(network.Attribute)
        select new Mistake(part.Attribute.Location(), network.Type.Name, part.Noun);

    private static SyntaxNode? Declaration(AttributeData attribute) => attribute.Syntax()?.Parent?.Parent;
}
