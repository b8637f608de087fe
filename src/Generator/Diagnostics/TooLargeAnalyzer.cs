using System;
using System.Collections.Generic;
using System.Globalization;
using Generated.Generator.Declaration;
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
        if (DeclarationReader.ReadLayers(network) is not { } layers)
            yield break;
        long parameters = 0, units = 0, most = 0, inputs = network.Sizes![0], widest = inputs;
        int largest = 0;
        for (int i = 0; i < layers.Count; i++)
        {
            long own = (inputs + 1) * layers[i].Units;
            if (own > most)
                (most, largest) = (own, i);
            parameters += own;
            inputs = layers[i].Units;
            units += inputs;
            widest = Math.Max(widest, inputs);
        }

        // A backward pass keeps the activations and perhaps the sums of all layers, and the gradients of two.
        long intermediate = MostRows * 2 * (units + widest);
        if (parameters > MostElements)
            yield return Mistake(network, largest, parameters, "parameters");
        else if (intermediate > MostElements)
            yield return Mistake(network, largest, intermediate, "intermediate results");
    }

    private static Mistake Mistake(DeclaredNetwork network, int layer, long count, string noun) =>
        new(network.UnitsLocation(layer), network.Type.Name, Grouped(count), noun, Grouped(MostElements));

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
