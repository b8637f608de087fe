using System.Collections.Generic;
using System.Linq;

namespace Generated.Generator.Shapes;

/// <summary>
/// A graph on one line, as the runtime's shape describes itself: layers in order, an arrow where each takes the one before it, in brackets what it takes
/// else, and an equals sign behind a name: <c>image 8×8×1, pose 6 → 6×6×8 Conv2D ReLU → seen = 288 Flatten → …</c>.
/// </summary>
internal static class Drawing
{
    public static string Of(NetworkGraph graph)
    {
        string inputs = string.Join(", ", graph.Values.Take(graph.InputCount).Select(value => $"{value.Name} {value.Shape}"));
        var parts = new List<string> { inputs };
        foreach (LayerNode layer in graph.Layers)
        {
            int before = layer.Number == 1 ? 0 : graph.InputCount + layer.Number - 2;
            bool isNext = layer.Sources.Count == 1 && layer.Input == before && (layer.Number > 1 || graph.InputCount == 1);
            string name = layer.Spec.Name is { } given ? given + " = " : "";
            string sources = isNext ? "" : $"({string.Join(", ", layer.Sources.Select(source => graph.Values[source].Name))})";
            parts.Add($"{name}{layer.Inferred.Output} {layer.Spec.Label}{sources}");
        }

        bool isLast = graph.OutputValues.Count == 1 && graph.OutputValues[0] == graph.Values.Count - 1;
        return string.Join(" → ", parts) + (isLast ? "" : $"; outputs {string.Join(", ", graph.OutputValues.Select(value => graph.Values[value].Name))}");
    }
}
