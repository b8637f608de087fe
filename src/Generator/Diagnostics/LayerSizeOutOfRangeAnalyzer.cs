using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>The sizes in layer attributes are sensible.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LayerSizeOutOfRangeAnalyzer() : DeclarationAnalyzer(Descriptors.LayerSizeOutOfRange)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from layer in network.LayerAttributes.Select((attribute, index) => (Attribute: attribute, Number: index + 1))
        from size in LayerDeclarations.Of(layer.Attribute)?.Sizes ?? []
        where layer.Attribute.ReadInt(size.Parameter) is { } given && !DeclarationReader.IsSize(given)
        select new Mistake(layer.Attribute.ArgumentLocation(size.Parameter), layer.Number, network.Type.Name,
            layer.Attribute.ReadInt(size.Parameter)!, size.Noun, DeclarationReader.MaximumUnits);
}
