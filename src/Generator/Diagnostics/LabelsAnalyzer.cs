using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>There is one label for each output, and no two are the same.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LabelsAnalyzer() : DeclarationAnalyzer(Descriptors.Labels)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        // Where C# does not understand a label, it says so.
        if (!network.HasLabels || network.Labels!.Value.Values is var values && values.Any(value => value.Kind == TypedConstantKind.Error))
            yield break;
        string[] labels = [.. values.Select(value => value.Value as string ?? "")];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i].Length == 0)
                yield return new Mistake(network.Attribute.ElementLocation("Labels", i), network.Type.Name, "an empty label");
            else if (labels.Take(i).Contains(labels[i]))
                yield return new Mistake(network.Attribute.ElementLocation("Labels", i), network.Type.Name, $"the label '{labels[i]}' twice");
        }

        // Of a network that other rules object to, the number of outputs is not known.
        if (DeclarationReader.ReadArchitecture(network) is not { } architecture || Wiring.Of(architecture) is not { Problems.Count: 0 } wiring)
            yield break;
        int outputs = wiring.Outputs.Sum(output => wiring.Values[output].Shape.Size);
        if (labels.Length != outputs)
        {
            yield return new Mistake(
                network.Attribute.NamedLocation("Labels"), network.Type.Name, $"{Count(outputs, "output")}, but {Count(labels.Length, "label")}");
        }
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
