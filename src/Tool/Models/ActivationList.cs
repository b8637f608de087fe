using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Generated.Tool.Models;

/// <summary>The activations of a network's layers as text: <c>ReLU,ReLU,Softmax</c>.</summary>
/// <remarks>
/// The key <see cref="MetadataKey"/> of a safetensors file's <c>__metadata__</c> has this text, so that a file of tensors can say which
/// network they are of.
/// </remarks>
internal static class ActivationList
{
    /// <summary>Where a safetensors file says which activations its layers have.</summary>
    public const string MetadataKey = "activations";

    /// <summary>The names that are understood, as the runtime writes them.</summary>
    public static string Known => string.Join(", ", Enum.GetNames<Activation>());

    /// <summary>The activations of a model.</summary>
    public static string TextOf(DenseModel model) => string.Join(',', model.Layers.Select(layer => layer.Activation));

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
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries))
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

    /// <summary>One activation for each layer, where two may stand for all hidden layers and the last.</summary>
    /// <returns>The activations, or null if they are neither as many as the layers nor two.</returns>
    public static Activation[]? Spread(IReadOnlyList<Activation> given, int layers) =>
        given.Count == layers ? [.. given]
        : given.Count == 2 && layers > 2 ? [.. Enumerable.Repeat(given[0], layers - 1), given[1]]
        : null;
}
