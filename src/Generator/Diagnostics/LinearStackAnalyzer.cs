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
        if (DeclarationReader.ReadArchitecture(network) is not { } architecture || Wiring.Of(architecture) is not { Problems.Count: 0 } wiring)
            yield break;
        EquatableArray<LayerNode> layers = wiring.Layers;
        EquatableArray<ValueNode> values = wiring.Values;
        for (int first = 0; first < layers.Count; first++)
        {
            int last = first;
            // The next one is the only reader of this one.
            while (last < layers.Count && layers[last].Spec.IsAffine
                && (last == first || (layers[last].Input == layers[last - 1].Output
                        && values[layers[last - 1].Output] is { Readers.Count: 1, IsOutput: false })))
            {
                last++;
            }

            last--;
            if (last <= first)
                continue;

            int inputs = layers[first].Inferred.Input.Features, units = layers[last].Inferred.Output.Features;
            int narrowest = layers.Skip(first).Take(last - first).Min(layer => layer.Inferred.Output.Features);
            string rank = narrowest < Math.Min(inputs, units) ? $", of rank {narrowest} at most" : "";
            yield return new Mistake(network.UnitsLocation(first), first + 1, last + 1, network.Type.Name, inputs, units, rank);
            first = last;
        }
    }
}
