using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>A network class must be partial.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NotPartialAnalyzer() : DeclarationAnalyzer(Descriptors.NotPartial)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (!IsPartial(network.Type))
            yield return new Mistake(network.NameLocation(), network.Type.Name);
    }

    /// <summary>Whether a type may have a part that is generated. If only some of its parts say so, C# itself objects.</summary>
    internal static bool IsPartial(INamedTypeSymbol type) =>
        DeclaredNetwork.Declarations(type).Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
