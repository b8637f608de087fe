using System;
using System.Collections.Generic;
using System.Linq;

// Two types of one name would meet in the tool, which sees into both assemblies.
#if NETSTANDARD2_0
namespace Generated.Generator.Declaration;
#else
namespace Generated;
#endif

/// <summary>
/// The activations that a file of weights states, as text under one key of a safetensors file's <c>__metadata__</c>: <c>ReLU,Softmax</c>, one for each
/// layer, or two for the hidden layers and the last. A layer of another kind than dense has the name of its kind. The generator is compiled with
/// this file too.
/// </summary>
internal static class StatedActivations
{
    /// <summary>Where a safetensors file says which activations its layers have.</summary>
    public const string MetadataKey = "activations";

    /// <summary>The text of some activations.</summary>
    public static string TextOf(IEnumerable<string> names) => string.Join(",", names);

    /// <summary>The names that a text has.</summary>
    public static string[] NamesIn(string text) => [.. text.Split(',').Select(name => name.Trim())];

    /// <summary>One activation for each layer, where two may stand for all hidden layers and the last.</summary>
    /// <returns>The activations, or null if they are neither as many as the layers nor two.</returns>
    public static TActivation[]? Spread<TActivation>(IReadOnlyList<TActivation> given, int layers) =>
        given.Count == layers ? [.. given]
        : given.Count == 2 && layers > 2 ? [.. Enumerable.Repeat(given[0], layers - 1), given[1]]
        : null;

    /// <summary>What is wrong with a file's activations, or null.</summary>
    /// <param name="stated">What the file states.</param>
    /// <param name="network">The activations of the network, by name.</param>
    /// <param name="isPart">Whether the network may be a part of what the file holds, so that the file may state another number of activations.</param>
    public static string? Problem(string stated, IReadOnlyList<string> network, bool isPart)
    {
        string[]? names = Spread(NamesIn(stated), network.Count);
        if (names is null)
        {
            return isPart ? null
                : $"its metadata states the activations '{stated}', but the network has {network.Count} layers: {TextOf(network)}.";
        }

        for (int i = 0; i < names.Length; i++)
        {
            if (!names[i].Equals(network[i], StringComparison.OrdinalIgnoreCase))
            {
                return $"its metadata states that layer {i + 1} has the activation '{names[i]}', but that of the network is {network[i]}: "
                    + $"the outputs would be others. Declare the network with the activations '{stated}', or correct '{MetadataKey}' in the file.";
            }
        }

        return null;
    }
}
