using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Tests;

/// <summary>One mistake in a graph, and the rule that has to explain it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Make">Makes the mistake, or gives false where this graph has no room for it.</param>
/// <param name="Emits">Whether the network is emitted all the same.</param>
internal sealed record GraphBlunder(string Id, string What, Func<RandomGraph, Random, bool> Make, bool Emits = false)
{
    private static readonly string[] s_badSizes = ["0", "-1", "int.MinValue", "int.MaxValue", "(1 << 20) + 1"];

    private static readonly string[] s_sizes = ["Kernel", "KernelHeight", "KernelWidth", "Stride", "Dilation", "Groups"];

    public static IReadOnlyList<GraphBlunder> All { get; } =
    [
        new("GEN0010", "no layer", (graph, _) => Do(graph.Layers.Clear, () => graph.HasOutputAttribute = false)),
        new("GEN0010", "no input", (graph, _) => graph.HasInputAttributes && Do(graph.Inputs.Clear)),
        new("GEN0014", "a length of an input", (graph, random) => graph.HasInputAttributes && One(graph.Inputs, random) is var input && input.Arguments.Count > 1
            && Do(() => input.Arguments[1 + random.Next(input.Arguments.Count - 1)] = Of(s_badSizes, random))),
        new("GEN0014", "the steps of an input", (graph, random) => graph.HasInputAttributes && One(graph.Inputs, random) is var input && input.Settings.Count > 0
            && Do(() => input.Settings[0] = ("Steps", Of(s_badSizes, random)))),
        new("GEN0014", "no lengths", (graph, _) => graph.HasInputAttributes && Do(() => Cut(graph.Inputs[0].Arguments, 1), graph.Inputs[0].Settings.Clear)),
        new("GEN0014", "null for the lengths", (graph, _) => graph.HasInputAttributes
            && Do(() => Cut(graph.Inputs[0].Arguments, 1), graph.Inputs[0].Settings.Clear, () => graph.Inputs[0].Arguments.Add("null!"))),
        new("GEN0014", "four lengths", (graph, random) => graph.HasInputAttributes && One(graph.Inputs, random) is { Settings.Count: 0 } input
            && Do(() => Cut(input.Arguments, 1), () => input.Arguments.AddRange(["2", "2", "2", "2"]))),
        new("GEN0015", "units", (graph, random) => graph.Layers.Where(layer => layer.Kind is "Dense" or "RadialBasis" or "Conv1D" or "Conv2D" or "MaxPool" or "AveragePool").ToArray() is { Length: > 0 } layers
            && Do(() => One(layers, random).Arguments[0] = Of(s_badSizes, random))),
        new("GEN0015", "the length of a slice", (graph, random) => graph.Layers.Find(layer => layer.Kind == "Slice") is { } slice && Do(() => slice.Arguments[1] = Of(s_badSizes, random))),
        new("GEN0015", "a setting", (graph, random) => graph.Layers.FindAll(layer => layer.Kind.StartsWith("Conv", StringComparison.Ordinal)) is { Count: > 0 } layers
            && Set(One(layers, random), s_sizes[layers[0].Kind == "Conv1D" ? 3 * random.Next(2) : random.Next(6)] is "KernelHeight" or "KernelWidth" ? "Stride" : "Dilation", Of(s_badSizes, random))),
        new("GEN0017", "activation", (graph, _) => graph.Layers.Find(layer => layer.Kind is "Add" or "Multiply" or "LayerNorm" or "Scale" or "Conv1D" or "Conv2D") is { } layer
            && Set(layer, "Activation", "(global::Generated.Activation)99")),
        new("GEN0017", "activation of a dense layer", (graph, _) => graph.Layers.Find(layer => layer.Kind == "Dense") is { } layer && Do(() => layer.Arguments[1] = "(global::Generated.Activation)(-1)")),
        new("GEN0017", "padding", (graph, _) => graph.Layers.Find(layer => layer.Kind is "Conv1D" or "Conv2D") is { } layer && Set(layer, "Padding", "(global::Generated.Padding)3")),
        new("GEN0019", "parameters", (graph, _) => Append(graph, "Flatten", "Dense(1 << 20)", "Dense(1 << 20)") && OutputIs(graph, 1)),
        new("GEN0021", "softmax of one", (graph, _) => Append(graph, "Dense(1, global::Generated.Activation.Softmax)") && OutputIs(graph, 1), Emits: true),
        new("GEN0021", "softmax of a slice", (graph, _) => Append(graph, "Slice(0, 1)", "Activation(global::Generated.Activation.Softmax)") && OutputIs(graph, 1), Emits: true),
        .. new[] { "", "2nd", "a b", "a-b", "@a", "a\\n" }.Select(name => new GraphBlunder("GEN0032", $"the name '{name}'", (graph, _) => Append(graph, $"Scale(Name = \"{name}\")"))),
        new("GEN0032", "the name of an input", (graph, random) => Append(graph, $"Scale(Name = \"{One(graph.Inputs, random).Name}\")")),
        new("GEN0032", "the name of a layer", (graph, random) => Append(graph, $"Scale(Name = \"{One(graph.Layers, random).Name}\")")),
        .. new[]
        {
            "Scale(From = \"nowhere\")", "Scale(From = \"\")", "Scale(Name = \"own\", From = \"own\")", "Scale(From = \"layer500\")", "Add(\"nowhere\")", "Multiply(\"nowhere\")", "Multiply(null!)",
            "Add(new string[] { null! })", "Concat(\"{0}\", \"nowhere\")", "Concat(\"nowhere\", \"{0}\")", "Scale(From = \"{0}_\")",
        }.Select(layer => new GraphBlunder("GEN0033", layer, (graph, _) => Append(graph, layer.Replace("{0}", graph.Layers[^1].Name, StringComparison.Ordinal)))),
        new("GEN0033", "a later layer", (graph, _) => Append(graph, "Scale(From = \"after\")", "Scale(Name = \"after\", From = \"" + graph.Layers[0].Name + "\")")),
        new("GEN0033", "an unknown output", (graph, random) => Do(() => graph.HasOutputAttribute = true, () => graph.Outputs.Insert(random.Next(graph.Outputs.Count + 1), "nowhere"))),
        new("GEN0033", "an input as an output", (graph, random) => Do(() => graph.HasOutputAttribute = true, () => graph.Outputs.Add(One(graph.Inputs, random).Name))),
        new("GEN0033", "an output twice", (graph, _) => Do(() => graph.HasOutputAttribute = true, () => graph.Outputs.Add(graph.Outputs[0]))),
        .. new[]
        {
            "LayerNorm(Epsilon = 0)", "LayerNorm(Epsilon = 1)", "LayerNorm(Epsilon = double.NaN)", "LayerNorm(Epsilon = -1e-5)", "Normalization(Clip = 0)", "Normalization(Clip = double.NaN)",
            "Normalization(Clip = double.NegativeInfinity)", "Dropout(1)", "Dropout(-0.1)", "Dropout(1.5)", "Dropout(double.NaN)", "Slice(-1, 1)", "Slice(1000000, 1)", "Slice(0, 1 << 20)", "Slice(int.MaxValue, 1)", "Slice(int.MinValue, 1 << 20)", "Add", "Add()", "Add(null!)", "Concat", "Concat(null!)", "Concat(\"{0}\")",
        }.Select(layer => new GraphBlunder("GEN0034", layer, (graph, _) => Append(graph, layer.Replace("{0}", graph.Layers[^1].Name, StringComparison.Ordinal)))),
        .. new (string Layer, int Ranks)[]
        {
            ("RadialBasis(2)", 2 | 4), ("Conv1D(2)", 4), ("Conv1D(2, Stride = 2)", 1 | 4), ("Conv1D(2, Padding = global::Generated.Padding.Same)", 1 | 4), ("Rnn(2)", 4), ("Gru(3)", 4), ("Lstm(1)", 4), ("LastStep", 1 | 4), ("Conv2D(2)", 1 | 2), ("MaxPool(1)", 1), ("AveragePool(1)", 1), ("GlobalAveragePool", 1), ("MaxPool(1 << 20)", 2 | 4), ("AveragePool(500, Stride = 2)", 2 | 4),
            ("Conv2D(2, Padding = global::Generated.Padding.Causal)", 4), ("Conv1D(7, Groups = 2)", 2), ("Conv2D(31, Groups = 37)", 4), ("Conv1D(2, Kernel = 900, Padding = global::Generated.Padding.Valid)", 2),
            ("Conv2D(2, Kernel = 1 << 20, Dilation = 1 << 20)", 4), ("Conv2D(2, KernelHeight = 1, KernelWidth = 99)", 4), ("Conv1D(1025, Bias = false)", 2), ("Conv1D(1 << 20, Kernel = 1 << 20, Dilation = 1 << 20, Padding = global::Generated.Padding.Valid)", 2),
        }.Select(form => new GraphBlunder("GEN0034", form.Layer, (graph, _) => (form.Ranks & 1 << (graph.Layers[^1].Lengths.Length - 1)) != 0
            // What makes a network stream makes its dropout another mistake.
            && (!form.Layer.StartsWith("Conv1D", StringComparison.Ordinal) || !graph.Layers.Exists(layer => layer.Kind == "Dropout")) && Append(graph, form.Layer))),
        new("GEN0034", "a recurrent layer on a vector", (graph, random) => graph.Inputs.Any(input => input.Lengths.Length > 1) && graph.Layers[^1].Lengths.Length == 1
            && Append(graph, new[] { "Rnn(2)", "Gru(3)", "Lstm(1)", "Conv1D(2)" }[random.Next(4)])),
        new("GEN0034", "a sum of two shapes", (graph, random) => One(graph.Values, random) is var other && !other.Lengths.SequenceEqual(graph.Layers[^1].Lengths) && Append(graph, $"Add(\"{other.Name}\")")),
        new("GEN0034", "a product of two shapes", (graph, random) => One(graph.Values, random) is var other && !other.Lengths.SequenceEqual(graph.Layers[^1].Lengths) && Append(graph, $"Multiply(\"{other.Name}\")")),
        new("GEN0034", "other positions", (graph, random) => One(graph.Values, random) is var other && !other.Lengths[..^1].SequenceEqual(graph.Layers[^1].Lengths[..^1])
            && Append(graph, $"Concat(\"{other.Name}\", \"{graph.Layers[^1].Name}\")")),
        new("GEN0035", "a layer", (graph, random) => graph.HasOutputAttribute && Append(graph, $"Scale(From = \"{One(graph.Values, random).Name}\")")),
        new("GEN0035", "an input", (graph, _) => graph.HasInputAttributes && Do(() => graph.Inputs.Add(new GraphNode("Input", "\"unread\"", "3")))),
        new("GEN0035", "the layer before the last", (graph, _) => !graph.HasOutputAttribute && Append(graph, $"Scale(From = \"{graph.Inputs[0].Name}\")")),
    ];

    public override string ToString() => $"{Id} ({What})";

    private static string Of(string[] words, Random random) => words[random.Next(words.Length)];

    private static GraphNode One(IEnumerable<GraphNode> nodes, Random random) => nodes.ElementAt(random.Next(nodes.Count()));

    private static void Cut(List<string> arguments, int from) => arguments.RemoveRange(from, arguments.Count - from);

    private static bool Do(params Action[] actions)
    {
        foreach (Action action in actions)
            action();
        return true;
    }

    private static bool Set(GraphNode layer, string name, string value)
    {
        layer.Settings.RemoveAll(setting => setting.Name == name);
        layer.Settings.Add((name, value));
        return true;
    }

    /// <summary>Appends layers as written; the first takes the last layer unless it says otherwise.</summary>
    private static bool Append(RandomGraph graph, params string[] layers)
    {
        foreach (string layer in layers)
            graph.Layers.Add(new GraphNode(layer) { Name = $"layer{RandomGraph.Text(graph.Layers.Count + 1)}" });
        return true;
    }

    /// <summary>Makes an output of the last layers, beside those there are.</summary>
    private static bool OutputIs(RandomGraph graph, int count)
    {
        graph.HasOutputAttribute = true;
        graph.Outputs.AddRange(graph.Layers.TakeLast(count).Select(layer => layer.Name));
        return true;
    }
}
