using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated;

/// <summary>The tensors that a layer takes from a file, by their names in the layer: weight, bias, mean.</summary>
/// <param name="Layer">What the layer is called.</param>
/// <param name="Tensors">The tensors, in the canonical order.</param>
internal sealed record WantedTensors(string Layer, IReadOnlyList<NamedShape> Tensors)
{
    /// <summary>The tensors as messages write them: <c>weight [16, 4], bias [16]</c>.</summary>
    public string Text => string.Join(", ", Tensors.Select(tensor => $"{tensor.Name} {tensor.ShapeText}"));
}

/// <summary>
/// Finds the tensors of layers of any kind in a file: by the layers' names, <c>trunk.weight</c>, or, where a file calls the layers otherwise, by the
/// numbers in their names and by their tensors' shapes. A kind is known by nothing but its tensors. The generator is compiled with this file too: hence
/// nothing here that netstandard2.0 lacks.
/// </summary>
internal static class TensorNames
{
    /// <summary>What Keras and PyTorch's cells call tensors, and the name of the same in PyTorch's layers.</summary>
    private static readonly Dictionary<string, string> s_otherNames =
        new(StringComparer.Ordinal)
        {
            ["kernel"] = "weight",
            ["gamma"] = "weight",
            ["alpha"] = "weight",
            ["beta"] = "bias",
            // A single cell of PyTorch's has no number of the layer.
            ["weight_ih"] = "weight_ih_l0",
            ["weight_hh"] = "weight_hh_l0",
            ["bias_ih"] = "bias_ih_l0",
            ["bias_hh"] = "bias_hh_l0",
        };

    /// <summary>The names of all tensors of all layers, in the canonical order.</summary>
    /// <param name="tensors">All tensors of the file.</param>
    /// <param name="layers">The layers that have tensors, in order.</param>
    /// <param name="network">The network on one line, for messages.</param>
    /// <exception cref="MisfitException">A tensor is missing or has another shape, or it stays open which layer is which.</exception>
    public static IReadOnlyList<string> Recognize(IReadOnlyList<NamedShape> tensors, IReadOnlyList<WantedTensors> layers, string network)
    {
        FileLayer[] groups = [.. tensors.GroupBy(tensor => LayerOf(tensor.Name), (layer, own) => new FileLayer(layer, [.. own]))];
        var byLayer = groups.ToDictionary(group => group.Name, StringComparer.Ordinal);
        FileLayer[] found = layers.All(layer => byLayer.TryGetValue(layer.Layer, out FileLayer? own) && own.HasTensorsOf(layer))
            ? [.. layers.Select(layer => byLayer[layer.Layer])]
            : Assign(groups, layers, network);
        string[] names = [.. layers.Zip(found, (layer, own) => layer.Tensors.Select(tensor => own[tensor.Name].Name)).SelectMany(own => own)];
        RequireShapes([.. names.Select(name => tensors.First(tensor => tensor.Name == name))], layers);
        return names;
    }

    /// <summary>Requires the shapes of the layers' tensors.</summary>
    /// <param name="found">The tensors of all layers, in the canonical order.</param>
    /// <param name="layers">The layers that have tensors, in order.</param>
    /// <exception cref="MisfitException">One has another shape.</exception>
    public static void RequireShapes(IReadOnlyList<NamedShape> found, IReadOnlyList<WantedTensors> layers)
    {
        int at = 0;
        foreach (WantedTensors layer in layers)
        {
            foreach (NamedShape tensor in layer.Tensors)
            {
                if (!Fits(found[at++], tensor))
                    throw new MisfitException(ShapeProblem(found[at - 1], tensor, layer.Layer));
            }
        }
    }

    /// <summary>Whether a file has a matrix transposed, [in][out], as Keras calls and keeps its kernels.</summary>
    public static bool IsTransposed(string name) => LastOf(name) == "kernel";

    private static bool Fits(NamedShape found, NamedShape wanted) =>
        IsTransposed(found.Name) ? wanted.Shape.Count == 2 && found.Shape.SequenceEqual(wanted.Shape.Reverse()) : found.Shape.SequenceEqual(wanted.Shape);

    private static string ShapeProblem(NamedShape found, NamedShape wanted, string layer)
    {
        if (!IsTransposed(found.Name))
            return $"tensor '{found.Name}': its shape is {found.ShapeText}, but expected {wanted.ShapeText} for {wanted.Name} of layer '{layer}'.";
        return wanted.Shape.Count == 2
            ? $"tensor '{found.Name}': its shape is {found.ShapeText}, but expected {new NamedShape("", [.. wanted.Shape.Reverse()]).ShapeText}, "
                + $"[in][out], for {wanted.Name} of layer '{layer}'."
            : $"tensor '{found.Name}': a kernel, [in][out], is a matrix, but {wanted.Name} of layer '{layer}' is {wanted.ShapeText}: "
                + $"store it in that order as '{layer}.{wanted.Name}'.";
    }

    /// <summary>The layers of a file that calls them otherwise.</summary>
    private static FileLayer[] Assign(FileLayer[] groups, IReadOnlyList<WantedTensors> layers, string network)
    {
        // A file may hold more, such as the mean and deviation of a standardizer; but no layer that the network does not have.
        var candidates = new List<FileLayer>();
        FileLayer? other = null;
        foreach (FileLayer group in groups)
        {
            if (layers.Any(group.HasTensorsOf))
                candidates.Add(group);
            else if (other is null && group.Tensors.Any(tensor => LayerNames.IsOfLayer(tensor.Name)))
                other = group;
        }

        if (other is not null)
        {
            throw new MisfitException($"tensor '{other.Tensors.First(tensor => LayerNames.IsOfLayer(tensor.Name)).Name}' is of a layer that has "
                + $"{other.Words}, and no layer of the network has these: {network}.");
        }

        if (candidates.Count != layers.Count)
        {
            string[] missing =
            [
                .. layers.Where(layer => candidates.All(group => group.Name != layer.Layer)).Take(1)
                    .Select(layer => $"{layer.Layer}.{layer.Tensors[0].Name}"),
            ];
            throw new MisfitException($"{(missing.Length == 0 ? "" : $"it has no tensor '{missing[0]}', and ")}it has {candidates.Count} layers, "
                + $"{LayerNames.ListOf(candidates.Select(group => group.Name))}, but the network has {layers.Count} with parameters: {network}.");
        }

        // Layers whose names differ in numbers only come in the order of these.
        Queue<FileLayer>[] series = [.. LayerNames.ByNumber(candidates, group => group.Name).Select(own => new Queue<FileLayer>(own))];
        return [.. layers.Select(layer => Next(series, layer, network))];
    }

    /// <summary>Takes the layer that comes next. Where several may, it is told by its name or by its tensors.</summary>
    private static FileLayer Next(Queue<FileLayer>[] series, WantedTensors layer, string network)
    {
        Queue<FileLayer>[] left = [.. series.Where(own => own.Count > 0)];

        // Of one series left there is no choice, so that a wrong shape is reported as that.
        Queue<FileLayer>[] fitting = [.. left.Where(own => own.Peek().HasTensorsOf(layer) && (left.Length == 1 || own.Peek().Fits(layer)))];
        if (fitting.Length > 1 && fitting.FirstOrDefault(own => own.Peek().Name == layer.Layer) is { } named)
            fitting = [named];
        if (fitting.Length == 1)
            return fitting[0].Dequeue();
        throw new MisfitException(fitting.Length == 0
            ? $"no layer fits '{layer.Layer}' of the network, {layer.Text}; next come {LayerNames.ListOf(left.Select(own => own.Peek().Name))}; "
                + $"the network is {network}."
            : $"neither names nor shapes tell which of {LayerNames.ListOf(fitting.Select(own => own.Peek().Name))} is layer '{layer.Layer}' of the network "
                + $"{network}; name its tensors '{layer.Layer}.{layer.Tensors[0].Name}' and so on.");
    }

    private static string LayerOf(string name) =>
        PathOf(name) is var path && path.LastIndexOfAny(['.', '/']) is var end && end >= 0 ? path.Substring(0, end) : "";

    private static string LastOf(string name) => PathOf(name) is var path ? path.Substring(path.LastIndexOfAny(['.', '/']) + 1) : name;

    /// <summary>A name without TensorFlow's number of a variable's output.</summary>
    private static string PathOf(string name) => name.EndsWith(":0", StringComparison.Ordinal) ? name.Substring(0, name.Length - 2) : name;

    /// <summary>The tensors of a file that share the beginning of their names.</summary>
    private sealed class FileLayer
    {
        private readonly Dictionary<string, NamedShape> _byWord = new(StringComparer.Ordinal);

        public FileLayer(string name, NamedShape[] tensors)
        {
            (Name, Tensors) = (name, tensors);
            foreach (NamedShape tensor in tensors)
            {
                string word = WordOf(LastOf(tensor.Name));
                if (_byWord.TryGetValue(word, out NamedShape? there))
                    throw new MisfitException($"the tensors '{there.Name}' and '{tensor.Name}' would both be the {word} of one layer.");
                _byWord.Add(word, tensor);
            }
        }

        public string Name { get; }

        public NamedShape[] Tensors { get; }

        /// <summary>The names of the tensors in the layer, for messages.</summary>
        public string Words => string.Join(", ", Tensors.Select(tensor => LastOf(tensor.Name)));

        public NamedShape this[string word] => _byWord[WordOf(word)];

        /// <summary>Whether it has the tensors that a layer has, and no other: of more it would compute something else.</summary>
        public bool HasTensorsOf(WantedTensors layer) =>
            _byWord.Count == layer.Tensors.Count && layer.Tensors.All(tensor => _byWord.ContainsKey(WordOf(tensor.Name)));

        /// <summary>Whether the tensors have the shapes, too.</summary>
        public bool Fits(WantedTensors layer) => layer.Tensors.All(tensor => TensorNames.Fits(this[tensor.Name], tensor));

        /// <summary>What the layers here call a tensor.</summary>
        private static string WordOf(string name) => s_otherNames.TryGetValue(name, out string? same) ? same : name;
    }
}
