using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Every type around a network must be partial.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ContainingTypeNotPartialAnalyzer() : DeclarationAnalyzer(Descriptors.ContainingTypeNotPartial)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from type in network.TypeAndContainingTypes.Skip(1)
        where !NotPartialAnalyzer.IsPartial(type)
        select new Mistake(type.Locations[0], type.Name, network.Type.Name);
}
