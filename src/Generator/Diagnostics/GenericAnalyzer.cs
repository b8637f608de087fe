using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>A network class has no type parameters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class GenericAnalyzer() : DeclarationAnalyzer(Descriptors.Generic)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from declaration in network.Declarations().Take(1)
        where declaration.TypeParameterList is not null
        select new Mistake(declaration.TypeParameterList!.GetLocation(), network.Type.Name);
}
