using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>There are as many activations as layers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ActivationCountAnalyzer() : DeclarationAnalyzer(Descriptors.ActivationCount)
{
    /// <summary>The property of a diagnostic that tells the number of layers.</summary>
    internal const string Layers = nameof(Layers);

    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (!network.IsShortForm || network.Activations is not { Kind: TypedConstantKind.Array } activations)
            yield break;
        int layers = network.Sizes!.Count - 1, given = activations.Values.Length;
        if (given != layers)
        {
            yield return new Mistake(network.Attribute.NamedLocation("Activations"), network.Type.Name, Count(layers, "layer"), Count(given, "activation"))
            {
                Properties = ImmutableDictionary<string, string?>.Empty.Add(Layers, layers.ToString(CultureInfo.InvariantCulture)),
            };
        }
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
