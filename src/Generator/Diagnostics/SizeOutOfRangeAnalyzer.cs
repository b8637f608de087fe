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
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) => FindSizes(network).Concat(FindInputs(network));

    private static IEnumerable<Mistake> FindInputs(DeclaredNetwork network)
    {
        foreach (AttributeData input in network.InputAttributes)
        {
            if (DeclarationReader.ReadLengths(input) is not { } lengths)
                continue;
            string name = input.Argument("name")?.Value as string ?? "";
            if (lengths.Count is < 1 or > 3)
                yield return new Mistake(input.Location(), $"The number of lengths of input '{name}'", network.Type.Name, lengths.Count, 3);
            foreach (int length in lengths.Where(length => !DeclarationReader.IsSize(length)))
                yield return new Mistake(input.Location(), $"A length of input '{name}'", network.Type.Name, length, DeclarationReader.MaximumUnits);
        }
    }

    private static IEnumerable<Mistake> FindSizes(DeclaredNetwork network) =>
        from size in (network.Sizes ?? []).Select((units, index) => (Units: units, Index: index))
        where !DeclarationReader.IsSize(size.Units)
        let what = size.Index == 0 ? "The input size" : $"The size of layer {size.Index}"
        select new Mistake(network.Attribute.SizeLocation(size.Index), what, network.Type.Name, size.Units, DeclarationReader.MaximumUnits);
}
