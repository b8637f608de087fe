using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Emitted code compiles in the language version of the project.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LanguageVersionAnalyzer() : DeclarationAnalyzer(Descriptors.LanguageVersion)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (network.Compilation is CSharpCompilation { LanguageVersion: var version } && version < DeclarationReader.LeastLanguageVersion)
        {
            yield return new Mistake(
                network.Attribute.Location(), network.Type.Name, version.ToDisplayString(), DeclarationReader.LeastLanguageVersion.ToDisplayString());
        }
    }
}
