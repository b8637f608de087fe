using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>
/// The network that a checkpoint is of, as text that tells it from every other: the line that draws it, then, unless it is a chain of layers of a matrix and
/// a vector each, which the line describes in full, all tensors with their shapes and all settings in braces, then the precision.
/// </summary>
internal static class CheckpointNetwork
{
    /// <summary>The text: <c>2 → 3 Tanh → 1 Sigmoid, Single</c>; <c>x 4 → 4 LayerNorm {layer1.weight [4], layer1.bias [4]}, Single</c>.</summary>
    public static string TextOf<T>(NetworkShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => $"{shape}{Details(shape)}, {typeof(T).Name}";

    private static string Details(NetworkShape shape)
    {
        if (shape.IsChainOfMatrices && shape.Layers.All(layer => layer.Settings.Count == 0))
            return "";
        var details = new List<string>();
        for (int i = 0; i < shape.Layers.Count; i++)
        {
            string layer = shape.NameOf(i + 1);
            details.AddRange(shape.Layers[i].Parameters.Select(tensor => $"{layer}.{tensor}"));
            details.AddRange(shape.Layers[i].Settings.Select(
                setting => string.Create(CultureInfo.InvariantCulture, $"{layer}.{setting.Name} = {setting.Value:R}")));
        }

        return $" {{{string.Join(", ", details)}}}";
    }
}
