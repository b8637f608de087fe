using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Parameters and intermediate results can be indexed by an int.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TooLargeAnalyzer() : DeclarationAnalyzer(Descriptors.TooLarge)
{
    /// <summary>Half of what an int reaches, so that no sum of two offsets overflows.</summary>
    private const int MostElements = int.MaxValue / 2;

    /// <summary>No chunk of a batch has more rows.</summary>
    private const int MostRows = 128;

    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (DeclarationReader.ReadArchitecture(network) is not { } architecture || Wiring.Of(architecture) is not { Problems.Count: 0, Layers: var layers })
            yield break;
        long parameters = layers.Sum(layer => layer.ParameterCount), units = layers.Sum(layer => (long)layer.Units);
        long widest = layers.Max(layer => Math.Max(layer.Inputs, layer.Units));
        // The first of the largest layers.
        int largest = layers.OrderByDescending(layer => layer.ParameterCount).First().Number - 1;

        // A backward pass keeps the activations and perhaps the sums of all layers, and the gradients of two; of a graph perhaps those of all.
        bool isChain = architecture.Inputs.Count == 1 && architecture.Outputs.Count == 0 && layers.All(layer => layer.Sources.Count == 1);
        long intermediate = MostRows * (2 * (units + (isChain ? widest : widest + units)) + layers.Sum(layer => layer.Inferred.Kept));
        if (parameters > MostElements)
            yield return Mistake(network, largest, parameters, "parameters");
        else if (intermediate > MostElements)
            yield return Mistake(network, largest, intermediate, "intermediate results");
    }

    private static Mistake Mistake(DeclaredNetwork network, int layer, long count, string noun) =>
        new(network.UnitsLocation(layer), network.Type.Name, Grouped(count), noun, Grouped(MostElements));

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
