using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>Tells from the names of a file's tensors which of them are a network's layers, and in which order.</summary>
internal static class LayerNames
{
    private enum Role
    {
        Weights,
        Bias,
    }

    /// <summary>Finds the layers of a network.</summary>
    /// <exception cref="DataFormatException">The names are of a kind that is not known, or leave it open which layer comes first.</exception>
    public static IReadOnlyList<LayerTensors> Recognize(TensorFile file, NetworkShape shape)
    {
        List<(string Layer, LayerTensors Tensors)> found = Pair(file);
        if (found.Count != shape.Layers.Count)
        {
            throw file.Error($"it has {found.Count} layers, {TensorFile.ListOf(found.Select(layer => layer.Layer))}, but the network has {shape.Layers.Count}: {shape}.");
        }

        if (ByNumber(found) is { } numbered)
            return numbered;

        // Names such as encoder and decoder: the sizes tell, unless two layers could stand in one place.
        var ordered = new List<LayerTensors>();
        foreach (LayerShape layer in shape.Layers)
        {
            LayerTensors[] fitting = [.. found.Select(there => there.Tensors).Where(there => file[there.Weights].Shape.SequenceEqual(WeightFiles.ShapeOf(layer, there.Order)))];
            if (fitting.Length != 1)
            {
                IEnumerable<string> sizes = found.Select(there => $"{there.Tensors.Weights} {file[there.Tensors.Weights].ShapeText}");
                throw file.Error($"neither the names nor the sizes of its weights, {TensorFile.ListOf(sizes)}, tell in which order they would make the network {shape}; give LayerTensors, the layer after the input first.");
            }

            ordered.Add(fitting[0]);
        }

        return ordered;
    }

    /// <summary>Finds the layers of a network that nothing but the file tells of, the one after the input first.</summary>
    /// <exception cref="DataFormatException">The names are of a kind that is not known, or leave it open which layer comes first.</exception>
    public static IReadOnlyList<(string Name, LayerTensors Tensors)> Recognize(TensorFile file)
    {
        List<(string Layer, LayerTensors Tensors)> found = Pair(file);
        if (found.Count == 0)
            throw file.Error("it holds no tensor.");
        foreach ((string _, LayerTensors tensors) in found)
        {
            if (file[tensors.Weights].Shape.Count != 2)
                throw file[tensors.Weights].Error($"its shape is {file[tensors.Weights].ShapeText}, but a dense layer's weights are a matrix.");
        }

        IReadOnlyList<LayerTensors> ordered = ByNumber(found) ?? BySize(file, found);
        return [.. ordered.Select(tensors => (found.First(layer => layer.Tensors == tensors).Layer, tensors))];
    }

    /// <summary>The order of layers whose names differ in numbers only; null if they do not.</summary>
    private static IReadOnlyList<LayerTensors>? ByNumber(List<(string Layer, LayerTensors Tensors)> found)
    {
        if (found.Count == 1)
            return [found[0].Tensors];
        List<(string Text, long[] Numbers, LayerTensors Tensors)> numbered = [.. found.Select(layer => Numbered(layer.Layer, layer.Tensors))];
        if (numbered.Any(layer => layer.Text != numbered[0].Text))
            return null;
        numbered.Sort((first, second) => first.Numbers.AsSpan().SequenceCompareTo(second.Numbers));
        return [.. numbered.Select(layer => layer.Tensors)];
    }

    /// <summary>The order in which each layer has as many inputs as the one before it has units, if there is but one at each step.</summary>
    private static List<LayerTensors> BySize(TensorFile file, List<(string Layer, LayerTensors Tensors)> found)
    {
        List<LayerTensors> rest = [.. found.Select(layer => layer.Tensors)];
        var ordered = new List<LayerTensors>();
        while (rest.Count > 0)
        {
            LayerTensors[] next = [.. rest.Where(layer => ordered.Count > 0
                ? Inputs(layer) == Units(ordered[^1])
                : !rest.Any(other => other != layer && Units(other) == Inputs(layer)))];
            if (next.Length != 1)
            {
                IEnumerable<string> sizes = found.Select(layer => $"{layer.Tensors.Weights} {file[layer.Tensors.Weights].ShapeText}");
                throw file.Error($"neither the names nor the sizes of its weights, {TensorFile.ListOf(sizes)}, tell which layer comes first; names that end in numbers do.");
            }

            ordered.Add(next[0]);
            rest.Remove(next[0]);
        }

        return ordered;

        long Inputs(LayerTensors layer) => file[layer.Weights].Shape[layer.Order == WeightOrder.InputsByUnits ? 0 : 1];
        long Units(LayerTensors layer) => file[layer.Weights].Shape[layer.Order == WeightOrder.InputsByUnits ? 1 : 0];
    }

    /// <summary>Pairs weights with their biases by what their names share.</summary>
    private static List<(string Layer, LayerTensors Tensors)> Pair(TensorFile file)
    {
        var layers = new Dictionary<string, (StoredTensor? Weights, WeightOrder Order, StoredTensor? Bias)>(StringComparer.Ordinal);
        foreach (StoredTensor tensor in file.Tensors)
        {
            (string name, Role role, WeightOrder order) = Split(tensor.Name) ?? throw file.Error(
                $"tensor '{tensor.Name}' has a name of a kind that is not known; weight and bias, kernel and bias, coefs_0 and intercepts_0 are. Give LayerTensors to say which tensors are the network's.");
            (StoredTensor? Weights, WeightOrder Order, StoredTensor? Bias) layer = layers.GetValueOrDefault(name);
            if ((role == Role.Weights ? layer.Weights : layer.Bias) is { } other)
                throw file.Error($"the tensors '{other.Name}' and '{tensor.Name}' would both be the {(role == Role.Weights ? "weights" : "biases")} of one layer; give LayerTensors to say which one is.");
            layers[name] = role == Role.Weights ? (tensor, order, layer.Bias) : layer with { Bias = tensor };
        }

        var pairs = new List<(string, LayerTensors)>();
        foreach ((string name, (StoredTensor? weights, WeightOrder order, StoredTensor? bias)) in layers)
        {
            if (weights is null || bias is null)
                throw file.Error($"tensor '{(weights ?? bias)!.Name}' has no {(weights is null ? "weights" : "bias")} beside it; give LayerTensors, whose Bias is null where a layer has none.");
            pairs.Add((name, new LayerTensors(weights.Name, bias.Name, order)));
        }

        return pairs;
    }

    /// <summary>What a tensor's name says of it: <c>layers.0.weight</c>, <c>model/dense_1/kernel:0</c>, <c>coefs_0</c>, <c>coefs_.0</c>, <c>coefs_[0]</c>.</summary>
    private static (string Layer, Role Role, WeightOrder Order)? Split(string name)
    {
        // TensorFlow's number of a variable's output.
        string path = name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;
        int end = path.LastIndexOfAny(['.', '/']);
        string layer = path[..Math.Max(end, 0)];
        switch (path[(end + 1)..])
        {
            case "weight":
                return (layer, Role.Weights, WeightOrder.UnitsByInputs);
            case "kernel":
                return (layer, Role.Weights, WeightOrder.InputsByUnits);
            case "bias":
                return (layer, Role.Bias, default);
        }

        int digits = path.AsSpan().TrimEnd(']').LastIndexOfAnyExceptInRange('0', '9') + 1;
        string list = path[..digits].TrimEnd('.', '/', '[');
        string number = path[digits..].TrimEnd(']');
        foreach ((string suffix, Role role) in (ReadOnlySpan<(string, Role)>)[("coefs_", Role.Weights), ("intercepts_", Role.Bias)])
        {
            if (number.Length > 0 && list.EndsWith(suffix, StringComparison.Ordinal))
                return (list[..^suffix.Length] + number, role, WeightOrder.InputsByUnits);
        }

        return null;
    }

    /// <summary>
    /// Parts a name into text and numbers, so that layers.10 comes after layers.9. Keras's first layer of a kind has no number: dense comes before dense_1.
    /// </summary>
    private static (string Text, long[] Numbers, LayerTensors Tensors) Numbered(string name, LayerTensors tensors)
    {
        string text = "";
        var numbers = new List<long>();
        for (int i = 0; i < name.Length;)
        {
            int length = name.AsSpan(i).IndexOfAnyExceptInRange('0', '9');
            length = length < 0 ? name.Length - i : length;
            // Digits beyond a long are text.
            if (length > 0 && long.TryParse(name.AsSpan(i, length), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                numbers.Add(number);
                text += '#';
            }
            else
            {
                length = Math.Max(length, 1);
                text += name.Substring(i, length);
            }

            i += length;
        }

        if (text.EndsWith("_#", StringComparison.Ordinal))
            return (text[..^2], [.. numbers], tensors);
        if (!text.EndsWith('#'))
            numbers.Add(-1);
        return (text, [.. numbers], tensors);
    }
}
