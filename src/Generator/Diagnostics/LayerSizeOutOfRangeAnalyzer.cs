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
        let units = layer.Attribute.Positional(0) is { } first ? AttributeArguments.ReadInt(first) : null
        where units is { } given && !DeclarationReader.IsSize(given)
        let noun = layer.Attribute.AttributeClass!.Name == "RadialBasisAttribute" ? "centres" : "units"
        select new Mistake(layer.Attribute.ArgumentLocation(0, "units"), layer.Number, network.Type.Name, units, noun, DeclarationReader.MaximumUnits);
}
