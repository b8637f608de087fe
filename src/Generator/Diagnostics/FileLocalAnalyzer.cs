using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>A network can have a part in another file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class FileLocalAnalyzer() : DeclarationAnalyzer(Descriptors.FileLocal)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from type in network.TypeAndContainingTypes
        where type.IsFileLocal
        from declaration in DeclaredNetwork.Declarations(type)
        from modifier in declaration.Modifiers
        where modifier.IsKind(SyntaxKind.FileKeyword)
        select new Mistake(modifier.GetLocation(), type.Name, network.Type.Name);
}
