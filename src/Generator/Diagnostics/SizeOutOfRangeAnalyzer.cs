using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>The sizes in [Network] are sensible.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SizeOutOfRangeAnalyzer() : DeclarationAnalyzer(Descriptors.SizeOutOfRange)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from size in (network.Sizes ?? []).Select((units, index) => (Units: units, Index: index))
        where !DeclarationReader.IsSize(size.Units)
        let what = size.Index == 0 ? "The input size" : $"The size of layer {size.Index}"
        select new Mistake(network.Attribute.SizeLocation(size.Index), what, network.Type.Name, size.Units, DeclarationReader.MaximumUnits);
}
