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
        let given = size.Read(layer.Attribute)
        where given is { } number && !DeclarationReader.IsSize(number)
        select new Mistake(size.Location(layer.Attribute), layer.Number, network.Type.Name, given.Value, size.Noun, DeclarationReader.MaximumUnits);
}
