using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>No two linear layers follow each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LinearStackAnalyzer() : DeclarationAnalyzer(Descriptors.LinearStack)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        IReadOnlyList<LayerNode> layers = DeclarationReader.ReadLayers(network) is { } specs ? NetworkGraph.LayersOf(network.Sizes![0], specs) : [];
        for (int first = 0; first < layers.Count; first++)
        {
            int last = first;
            while (last < layers.Count && layers[last].Spec.IsAffine)
                last++;
            last--;
            if (last <= first)
                continue;

            int inputs = layers[first].Inputs, units = layers[last].Units;
            int narrowest = layers.Skip(first).Take(last - first).Min(layer => layer.Units);
            string rank = narrowest < Math.Min(inputs, units) ? $", of rank {narrowest} at most" : "";
            yield return new Mistake(network.UnitsLocation(first), first + 1, last + 1, network.Type.Name, inputs, units, rank);
            first = last;
        }
    }
}
