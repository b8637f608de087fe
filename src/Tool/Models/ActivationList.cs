using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Generated.Tool.Models;

/// <summary>The activations of a network's layers as text: <c>ReLU,ReLU,Softmax</c>.</summary>
internal static class ActivationList
{
    /// <summary>The names that are understood, as the runtime writes them.</summary>
    public static string Known => string.Join(", ", Enum.GetNames<Activation>());

    /// <summary>The activations of a model.</summary>
    public static string TextOf(NetworkModel model) => StatedActivations.TextOf(model.Shape.Layers.Select(LayerKinds.Label));

    /// <summary>Reads names, in lower or upper case, with commas between them.</summary>
    /// <param name="text">The names.</param>
    /// <param name="activations">The activations; null if a name is none of those there are.</param>
    /// <param name="unknown">That name.</param>
    /// <returns>Whether all names are known.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Activation[]? activations, [NotNullWhen(false)] out string? unknown)
    {
        activations = null;
        unknown = null;
        var parsed = new List<Activation>();
        foreach (string name in StatedActivations.NamesIn(text))
        {
            // Enum.TryParse takes numbers too.
            if (!Enum.GetNames<Activation>().Any(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                unknown = name;
                return false;
            }

            parsed.Add(Enum.Parse<Activation>(name, ignoreCase: true));
        }

        activations = [.. parsed];
        return true;
    }
}
