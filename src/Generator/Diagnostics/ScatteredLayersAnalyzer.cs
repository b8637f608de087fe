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
        from layer in network.LayerAttributes
        where Declaration(layer) != Declaration(network.Attribute)
        select new Mistake(layer.Location(), network.Type.Name);

    private static SyntaxNode? Declaration(AttributeData attribute) => attribute.Syntax()?.Parent?.Parent;
}
