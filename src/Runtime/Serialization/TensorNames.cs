using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated;

/// <summary>The tensors that a layer wants of a file, by their names in the layer: weight, bias, mean.</summary>
/// <param name="Layer">What the layer is called.</param>
/// <param name="Tensors">The tensors, in the canonical order.</param>
internal sealed record WantedTensors(string Layer, IReadOnlyList<NamedShape> Tensors);

/// <summary>
/// Finds the tensors of layers of any kind in a file: by the layers' names, <c>trunk.weight</c>, or, where a file calls the layers otherwise, in the order of
/// the numbers in their names or else of the file. The generator is compiled with this file too: hence nothing here that netstandard2.0 lacks.
/// </summary>
internal static class TensorNames
{
    /// <summary>The names of all tensors of all layers, in the canonical order.</summary>
    /// <param name="tensors">All tensors of the file.</param>
    /// <param name="layers">The layers that have tensors, in order.</param>
    /// <param name="network">The network on one line, for messages.</param>
    /// <exception cref="MisfitException">A tensor is missing or has another shape.</exception>
    public static IReadOnlyList<string> Recognize(IReadOnlyList<NamedShape> tensors, IReadOnlyList<WantedTensors> layers, string network)
    {
        var byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        string[] wanted = [.. layers.SelectMany(layer => layer.Tensors.Select(tensor => $"{layer.Layer}.{tensor.Name}"))];
        string[] names = wanted.All(byName.ContainsKey) ? wanted : InOrder(tensors, layers, wanted, network);
        int at = 0;
        foreach (WantedTensors layer in layers)
        {
            foreach (NamedShape tensor in layer.Tensors)
            {
                NamedShape found = byName[names[at++]];
                if (!found.Shape.SequenceEqual(tensor.Shape))
                {
                    throw new MisfitException(
                        $"tensor '{found.Name}': its shape is {found.ShapeText}, "
                        + $"but expected {tensor.ShapeText} for {tensor.Name} of layer '{layer.Layer}'.");
                }
            }
        }

        return names;
    }

    /// <summary>The tensors of layers that the file calls otherwise.</summary>
    private static string[] InOrder(IReadOnlyList<NamedShape> tensors, IReadOnlyList<WantedTensors> layers, string[] wanted, string network)
    {
        // Only what a layer may have; a file may hold more, such as the mean and deviation of a standardizer.
        HashSet<string> words = [.. layers.SelectMany(layer => layer.Tensors.Select(tensor => tensor.Name))];
        List<IGrouping<string, NamedShape>> groups = [.. tensors.Where(tensor => words.Contains(LastOf(tensor.Name))).GroupBy(tensor => LayerOf(tensor.Name))];
        if (groups.Count != layers.Count)
        {
            string missing = wanted.First(name => tensors.All(tensor => tensor.Name != name));
            throw new MisfitException(
                $"it has no tensor '{missing}', and it has {groups.Count} layers, {LayerNames.ListOf(groups.Select(group => group.Key))}, "
                + $"but the network has {layers.Count} with parameters: {network}.");
        }

        string[] order = LayerNames.OrderByNumber([.. groups.Select(group => group.Key)]);
        var names = new List<string>();
        for (int i = 0; i < layers.Count; i++)
        {
            IGrouping<string, NamedShape> group = groups.First(candidate => candidate.Key == order[i]);
            foreach (NamedShape tensor in layers[i].Tensors)
            {
                names.Add((group.FirstOrDefault(candidate => LastOf(candidate.Name) == tensor.Name) ?? throw new MisfitException(
                    $"layer '{group.Key}', which would be '{layers[i].Layer}' of the network, has no {tensor.Name}; the network is {network}.")).Name);
            }

            if (group.FirstOrDefault(tensor => !names.Contains(tensor.Name)) is { } more)
                throw new MisfitException($"tensor '{more.Name}' has no place in layer '{layers[i].Layer}'; the network is {network}.");
        }

        return [.. names];
    }

    private static string LayerOf(string name) => name.LastIndexOf('.') is var end && end >= 0 ? name.Substring(0, end) : "";

    private static string LastOf(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
