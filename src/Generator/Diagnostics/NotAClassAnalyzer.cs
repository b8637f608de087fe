using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>A network is a class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NotAClassAnalyzer() : DeclarationAnalyzer(Descriptors.NotAClass)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (network.IsClass)
            return [];
        string kind = network.Type.IsRecord ? "record" : network.Type.TypeKind == TypeKind.Struct ? "struct" : "interface";
        return network.Declarations().Take(1).Select(declaration => new Mistake(declaration.Keyword.GetLocation(), network.Type.Name, kind));
    }
}
