using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>A network class can be created.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StaticOrAbstractAnalyzer() : DeclarationAnalyzer(Descriptors.StaticOrAbstract)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from declaration in network.Type.TypeKind == TypeKind.Class ? network.Declarations() : []
        from modifier in declaration.Modifiers
        where modifier.IsKind(SyntaxKind.StaticKeyword) || modifier.IsKind(SyntaxKind.AbstractKeyword)
        select new Mistake(modifier.GetLocation(), network.Type.Name, modifier.ValueText);
}
