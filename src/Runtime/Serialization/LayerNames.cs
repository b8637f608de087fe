using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>A tensor of a file as far as its place in a network depends on it.</summary>
internal sealed record NamedShape(string Name, IReadOnlyList<long> Shape)
{
    /// <summary>The shape as error messages write it: <c>[32, 64]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape.Select(length => length.ToString(CultureInfo.InvariantCulture)))}]";
}

/// <summary>The size of a layer that tensors are wanted for.</summary>
internal sealed record LayerSize(int Inputs, int Units)
{
    /// <summary>The shape of the layer's weights, [in][out] or [out][in].</summary>
    public long[] WeightShape(bool inputsByUnits) => inputsByUnits ? [Inputs, Units] : [Units, Inputs];
}

/// <summary>The names of a layer's tensors, and whether its weights are [in][out] and not [out][in].</summary>
internal sealed record LayerTensorNames(string Weights, string Bias, bool InputsByUnits);

/// <summary>Why tensors are not a network's, in one sentence.</summary>
/// <param name="problem">What is wrong, without the period if a remedy follows in the same sentence.</param>
/// <param name="remedy">What a program does about it; empty if there is nothing. The message has both.</param>
internal sealed class MisfitException(string problem, string remedy = "") : Exception(problem + remedy)
{
    /// <summary>What is wrong, for those who write no program.</summary>
    public string Problem => problem.EndsWith(".", StringComparison.Ordinal) ? problem : problem + ".";
}

/// <summary>
/// Tells from the names of a file's tensors which of them are a network's layers, and in which order. What belongs to no layer, such as the mean and
/// the deviation of a standardizer, is passed over where the layers are all there. The generator is compiled with this
/// file too, so that it accepts what the runtime loads and words objections alike: hence nothing here that netstandard2.0 lacks.
/// </summary>
internal static class LayerNames
{
    /// <summary>Finds the layers of a network, the one after the input first.</summary>
    /// <param name="tensors">All tensors of the file.</param>
    /// <param name="layers">The network's layers.</param>
    /// <param name="network">The network on one line, for messages.</param>
    /// <exception cref="MisfitException">The names are of a kind that is not known, or leave it open which layer comes first.</exception>
    public static IReadOnlyList<LayerTensorNames> Recognize(IReadOnlyList<NamedShape> tensors, IReadOnlyList<LayerSize> layers, string network)
    {
        List<(string Layer, LayerTensorNames Tensors)> found = Pair(tensors, out string? passedOver);
        if (found.Count < layers.Count && passedOver is not null)
            throw UnknownName(passedOver);
        if (found.Count != layers.Count)
            throw new MisfitException(
                $"it has {found.Count} layers, {ListOf(found.Select(layer => layer.Layer))}, but the network has {layers.Count}: {network}.");
        if (ByNumber(found) is { } numbered)
            return [.. numbered.Select(layer => layer.Tensors)];

        // Names such as encoder and decoder: the sizes tell, unless two layers could stand in one place.
        var shapes = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var ordered = new List<LayerTensorNames>();
        foreach (LayerSize layer in layers)
        {
            LayerTensorNames[] fitting =
                [.. found.Select(there => there.Tensors).Where(there => shapes[there.Weights].Shape.SequenceEqual(layer.WeightShape(there.InputsByUnits)))];
            if (fitting.Length != 1)
            {
                IEnumerable<string> sizes = found.Select(there => $"{there.Tensors.Weights} {shapes[there.Tensors.Weights].ShapeText}");
                throw new MisfitException(
                    $"neither the names nor the sizes of its weights, {ListOf(sizes)}, tell in which order they would make the network {network}",
                    "; give LayerTensors, the layer after the input first.");
            }

            ordered.Add(fitting[0]);
        }

        return ordered;
    }

    /// <summary>Finds the layers of a network that nothing but the file tells of, the one after the input first.</summary>
    /// <param name="tensors">All tensors of the file.</param>
    /// <exception cref="MisfitException">
    /// The names are of a kind that is not known, leave it open which layer comes first, or weights are no matrix.
    /// </exception>
    public static IReadOnlyList<(string Layer, LayerTensorNames Tensors)> Recognize(IReadOnlyList<NamedShape> tensors)
    {
        List<(string Layer, LayerTensorNames Tensors)> found = Pair(tensors, out string? passedOver);
        if (found.Count == 0 && passedOver is not null)
            throw UnknownName(passedOver);
        if (found.Count == 0)
            throw new MisfitException("it holds no tensor.");
        var shapes = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach ((string _, LayerTensorNames layer) in found)
        {
            if (shapes[layer.Weights].Shape.Count != 2)
                throw new MisfitException(
                    $"the shape of tensor '{layer.Weights}' is {shapes[layer.Weights].ShapeText}, but a dense layer's weights are a matrix.");
        }

        return ByNumber(found) ?? BySize(found, shapes);
    }

    /// <summary>The order of layers whose names differ in numbers only; null if they do not.</summary>
    private static IReadOnlyList<(string Layer, LayerTensorNames Tensors)>? ByNumber(List<(string Layer, LayerTensorNames Tensors)> found) =>
        ByNumber(found, layer => layer.Layer).ToList() is { Count: 1 } series ? series[0] : null;

    /// <summary>The order in which each layer has as many inputs as the one before it has units, if there is but one at each step.</summary>
    private static List<(string Layer, LayerTensorNames Tensors)> BySize(
        List<(string Layer, LayerTensorNames Tensors)> found, Dictionary<string, NamedShape> shapes)
    {
        List<(string Layer, LayerTensorNames Tensors)> rest = [.. found];
        var ordered = new List<(string Layer, LayerTensorNames Tensors)>();
        while (rest.Count > 0)
        {
            var next = rest.Where(layer => ordered.Count > 0
                ? Inputs(layer.Tensors) == Units(ordered[ordered.Count - 1].Tensors)
                : !rest.Any(other => other != layer && Units(other.Tensors) == Inputs(layer.Tensors))).ToList();
            if (next.Count != 1)
            {
                IEnumerable<string> sizes = found.Select(layer => $"{layer.Tensors.Weights} {shapes[layer.Tensors.Weights].ShapeText}");
                throw new MisfitException(
                    $"neither the names nor the sizes of its weights, {ListOf(sizes)}, tell which layer comes first; names that end in numbers do.");
            }

            ordered.Add(next[0]);
            rest.Remove(next[0]);
        }

        return ordered;

        long Inputs(LayerTensorNames layer) => shapes[layer.Weights].Shape[layer.InputsByUnits ? 0 : 1];
        long Units(LayerTensorNames layer) => shapes[layer.Weights].Shape[layer.InputsByUnits ? 1 : 0];
    }

    /// <summary>What is wrong with the shape of a layer's weights, or null; layers are counted from 1.</summary>
    public static string? WeightProblem(NamedShape weights, LayerSize layer, int number, bool inputsByUnits) =>
        ShapeProblem(weights, $"the weights of layer {number} ({layer.Inputs} inputs, {layer.Units} units)",
            layer.WeightShape(inputsByUnits), layer.WeightShape(!inputsByUnits));

    /// <summary>What is wrong with the shape of a layer's biases, or null; layers are counted from 1.</summary>
    public static string? BiasProblem(NamedShape bias, LayerSize layer, int number) =>
        ShapeProblem(bias, $"the biases of layer {number} ({layer.Units} units)", [layer.Units], []);

    /// <summary>Things whose names differ in numbers only, together and in the order of these numbers.</summary>
    public static IEnumerable<IReadOnlyList<TNamed>> ByNumber<TNamed>(IEnumerable<TNamed> things, Func<TNamed, string> nameOf) => things
        .Select(thing => (Thing: thing, Name: Numbered(nameOf(thing))))
        .GroupBy(thing => thing.Name.Text, StringComparer.Ordinal)
        .Select(series => series.OrderBy(thing => thing.Name.Numbers, Comparer<long[]>.Create(Compare)).Select(thing => thing.Thing).ToList());

    /// <summary>Names in an error message, which need not be as long as the file.</summary>
    public static string ListOf(IEnumerable<string> names)
    {
        string[] some = [.. names.Take(13)];
        return some.Length == 0 ? "none" : string.Join(", ", some.Take(12).Select(name => $"'{name}'")) + (some.Length > 12 ? ", …" : "");
    }

    private static string? ShapeProblem(NamedShape tensor, string what, long[] wanted, long[] transposed)
    {
        if (tensor.Shape.SequenceEqual(wanted))
            return null;
        string hint = tensor.Shape.SequenceEqual(transposed) ? " It is the transpose: give LayerTensors with the other Order." : "";
        return $"its shape is {tensor.ShapeText}, but the network wants {new NamedShape("", wanted).ShapeText} for {what}.{hint}";
    }

    /// <summary>What is wrong with a tensor whose values are of a type that is not read.</summary>
    public static string UnreadProblem(string type) => $"its values are of type '{type}', which is not read.";

    private static MisfitException UnknownName(string tensor) => tensor.Length == 0
        ? new("it is an .npy file, which holds one array without a name; the weights of a network are in an .npz or a safetensors file.")
        : new($"tensor '{tensor}' has a name of a kind that is not known; weight and bias, kernel and bias, coefs_0 and intercepts_0 are.",
            " Give LayerTensors to say which tensors are the network's.");

    /// <summary>Pairs weights with their biases by what their names share.</summary>
    /// <param name="tensors">All tensors of the file.</param>
    /// <param name="passedOver">The first tensor that belongs to no layer, by its name; null if there is none.</param>
    private static List<(string Layer, LayerTensorNames Tensors)> Pair(IReadOnlyList<NamedShape> tensors, out string? passedOver)
    {
        passedOver = null;
        var layers = new Dictionary<string, Parts>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (NamedShape tensor in tensors)
        {
            if (Split(tensor.Name) is not var (name, isBias, inputsByUnits))
            {
                if (IsOfLayer(tensor.Name))
                    throw UnknownName(tensor.Name);
                passedOver ??= tensor.Name;
                continue;
            }

            if (!layers.TryGetValue(name, out Parts? layer))
            {
                layers.Add(name, layer = new Parts());
                order.Add(name);
            }

            if ((isBias ? layer.Bias : layer.Weights) is { } other)
                throw new MisfitException(
                    $"the tensors '{other}' and '{tensor.Name}' would both be the {(isBias ? "biases" : "weights")} of one layer",
                    "; give LayerTensors to say which one is.");
            if (isBias)
                layer.Bias = tensor.Name;
            else
                (layer.Weights, layer.InputsByUnits) = (tensor.Name, inputsByUnits);
        }

        var pairs = new List<(string, LayerTensorNames)>();
        foreach (string name in order)
        {
            Parts layer = layers[name];
            if (layer.Weights is null || layer.Bias is null)
                throw new MisfitException(
                    $"tensor '{layer.Weights ?? layer.Bias}' has no {(layer.Weights is null ? "weights" : "bias")} beside it",
                    "; give LayerTensors, whose Bias is null where a layer has none.");
            pairs.Add((name, new LayerTensorNames(layer.Weights, layer.Bias, layer.InputsByUnits)));
        }

        return pairs;
    }

    /// <summary>
    /// What a tensor's name says of it: <c>layers.0.weight</c>, <c>model/dense_1/kernel:0</c>, <c>coefs_0</c>, <c>coefs_.0</c>,
    /// <c>coefs_[0]</c>.
    /// </summary>
    private static (string Layer, bool IsBias, bool InputsByUnits)? Split(string name)
    {
        // TensorFlow's number of a variable's output.
        string path = name.EndsWith(":0", StringComparison.Ordinal) ? name.Substring(0, name.Length - 2) : name;
        int end = path.LastIndexOfAny(['.', '/']);
        string layer = path.Substring(0, Math.Max(end, 0));
        switch (path.Substring(end + 1))
        {
            case "weight":
                return (layer, false, false);
            case "kernel":
                return (layer, false, true);
            case "bias":
                return (layer, true, false);
        }

        int digits = path.TrimEnd(']').Length;
        while (digits > 0 && IsDigit(path[digits - 1]))
            digits--;
        string list = path.Substring(0, digits).TrimEnd('.', '/', '[');
        string number = path.Substring(digits).TrimEnd(']');
        foreach ((string suffix, bool isBias) in new[] { ("coefs_", false), ("intercepts_", true) })
        {
            if (number.Length > 0 && list.EndsWith(suffix, StringComparison.Ordinal))
                return (list.Substring(0, list.Length - suffix.Length) + number, isBias, true);
        }

        return null;
    }

    /// <summary>Whether a name is that of a parameter or statistic of a layer, without which a network would compute something else.</summary>
    public static bool IsOfLayer(string name)
    {
        // PyTorch's and Keras's batch normalisation, recurrent layers and attention: running_mean, moving_variance, gamma, weight_ih_l0,
        // recurrent_kernel, in_proj_bias.
        string last = name.Substring(name.LastIndexOfAny(['.', '/']) + 1);
        return s_wordsOfLayers.Any(word => last.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static readonly string[] s_wordsOfLayers = ["weight", "kernel", "bias", "running_", "moving_", "num_batches", "gamma", "beta"];

    /// <summary>
    /// Parts a name into text and numbers, so that layers.10 comes after layers.9. Keras's first layer of a kind has no number: dense comes before dense_1.
    /// </summary>
    private static (string Text, long[] Numbers) Numbered(string name)
    {
        var text = new System.Text.StringBuilder();
        var numbers = new List<long>();
        for (int i = 0; i < name.Length;)
        {
            int end = i;
            while (end < name.Length && IsDigit(name[end]))
                end++;
            // Digits beyond a long are text.
            if (end > i && long.TryParse(name.Substring(i, end - i), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                numbers.Add(number);
                text.Append('#');
            }
            else
            {
                end = Math.Max(end, i + 1);
                text.Append(name, i, end - i);
            }

            i = end;
        }

        string kind = text.ToString();
        if (kind.EndsWith("_#", StringComparison.Ordinal))
            return (kind.Substring(0, kind.Length - 2), [.. numbers]);
        if (!kind.EndsWith("#", StringComparison.Ordinal))
            numbers.Add(-1);
        return (kind, [.. numbers]);
    }

    /// <summary>Orders lists of numbers by the first that differs; a list comes after its own beginning.</summary>
    private static int Compare(long[] first, long[] second)
    {
        for (int i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            if (first[i] != second[i])
                return first[i].CompareTo(second[i]);
        }

        return first.Length.CompareTo(second.Length);
    }

    private static bool IsDigit(char character) => character is >= '0' and <= '9';

    /// <summary>What has been found of a layer.</summary>
    private sealed class Parts
    {
        public string? Weights { get; set; }

        public bool InputsByUnits { get; set; }

        public string? Bias { get; set; }
    }
}
