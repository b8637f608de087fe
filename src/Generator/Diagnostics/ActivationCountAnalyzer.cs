using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>There are as many activations as layers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ActivationCountAnalyzer() : DeclarationAnalyzer(Descriptors.ActivationCount)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (!network.IsShortForm || network.Activations is not { Kind: TypedConstantKind.Array } activations)
            yield break;
        int layers = network.Sizes!.Count - 1, given = activations.Values.Length;
        if (given != layers)
            yield return new Mistake(network.Attribute.NamedLocation("Activations"), network.Type.Name, Count(layers, "layer"), Count(given, "activation"));
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
