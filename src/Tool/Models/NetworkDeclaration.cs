using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Tool.Models;

/// <summary>A model as the <c>[Network]</c> attribute that declares it.</summary>
internal static class NetworkDeclaration
{
    /// <summary>The attribute, in its shortest form, for a file that has <c>using Generated;</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="arguments">Further arguments as they are written.</param>
    public static string AttributeOf(DenseModel model, params IEnumerable<string> arguments)
    {
        IReadOnlyList<DenseLayer> layers = model.Layers;
        List<string> all = [.. layers.Select(layer => layer.Units).Prepend(model.Shape.InputSize).Select(size => size.ToString(CultureInfo.InvariantCulture))];
        Activation[] hidden = [.. layers.SkipLast(1).Select(layer => layer.Activation).Distinct()];
        if (hidden.Length > 1)
        {
            all.Add($"Activations = [{string.Join(", ", layers.Select(layer => NameOf(layer.Activation)))}]");
        }
        else
        {
            all.AddRange(hidden.Select(activation => $"Hidden = {NameOf(activation)}"));
            all.Add($"Output = {NameOf(layers[^1].Activation)}");
        }

        if (model.Precision == Precision.Double)
            all.Add("Precision = Precision.Double");
        all.AddRange(arguments);
        return $"[Network({string.Join(", ", all)})]";
    }

    private static string NameOf(Activation activation) => $"{nameof(Activation)}.{activation}";
}
