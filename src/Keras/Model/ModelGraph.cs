using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Generated.Keras.Layers;

namespace Generated.Keras.Model;

/// <summary>The inputs, layers and outputs that the architecture states.</summary>
internal sealed class ModelGraph
{
    private readonly List<KerasLayer> _layers = [];
    private readonly List<(string Name, int[] Lengths)> _inputs = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private List<string> _outputs = [];

    public static ModelGraph Read(StoredModel file)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(file.Architecture, new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException e)
        {
            throw new ModelException($"its architecture is not valid JSON: {e.Message}", e);
        }

        using (document)
        {
            JsonElement root = document.RootElement.Clone();
            string className = TextOf(root, "class_name");
            var graph = new ModelGraph();
            switch (className)
            {
                case "Sequential":
                    graph.ReadSequential(Member(root, "config"));
                    break;
                case "Functional" or "Model":
                    graph.ReadFunctional(Member(root, "config"));
                    break;
                default:
                    throw new ModelException($"it is a model of the class '{className}'; Sequential and functional models are supported.");
            }

            return graph;
        }
    }

    /// <summary>The network.</summary>
    public NetworkModel Build(StoredModel file, string name)
    {
        var list = new LayerList();
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string input, int[] lengths) in _inputs)
            values[input] = list.AddInput(input, lengths);
        foreach (KerasLayer layer in InOrder(values.Keys))
        {
            try
            {
                values[layer.Name] = new LayerReader(layer, file, list, [.. layer.Sources.Select(source => values[source])]).Read();
            }
            catch (ModelException e)
            {
                throw new ModelException($"{layer.Place}: {e.Message}", e);
            }
        }

        int[] outputs = [.. _outputs.Select(output => values.TryGetValue(output, out int value) ? value
            : throw new ModelException($"its output '{output}' is not a layer of the model."))];
        return list.Build(name, _outputs, outputs);
    }

    private void ReadSequential(JsonElement config)
    {
        // Keras 1 had the list alone.
        JsonElement[] layers = Items(config.ValueKind == JsonValueKind.Array ? config : Member(config, "layers"));
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        string last = "input";
        foreach (JsonElement element in layers)
        {
            KerasLayer layer = LayerOf(element, classes, name: null, sources: [last]);
            if (layer.ClassName == "InputLayer" && _layers.Count == 0)
            {
                _inputs.Clear();
                AddInput(layer);
            }
            else
            {
                if (_inputs.Count == 0)
                {
                    int[] lengths = layer.Shape("batch_input_shape") ?? layer.Shape("batch_shape") ?? ShapeOf(config, "build_input_shape") ?? ShapeOf(element)
                        ?? throw new ModelException("it does not say how many inputs it has; add an Input layer, or build the model, and save it again.");
                    _inputs.Add((last, lengths));
                }

                Add(layer);
            }

            last = layer.Name;
        }

        _outputs = [last];
    }

    private void ReadFunctional(JsonElement config)
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        List<string> inputs = TensorNames(Member(config, "input_layers"));
        foreach (JsonElement element in Items(Member(config, "layers")))
        {
            JsonElement? nodes = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("inbound_nodes", out JsonElement found) ? found : null;
            string? name = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("name", out JsonElement text)
                && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            int count = nodes is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 0;
            KerasLayer layer = LayerOf(element, classes, name, count == 0 ? [] : TensorNames(nodes!.Value[0]));
            if (layer.ClassName == "InputLayer")
                AddInput(layer);
            else if (count == 1)
                Add(layer);
            else
                throw new ModelException($"{layer.Place}: it is used {count} times; a layer that is used once is supported.");
        }

        // In the order of the model's inputs.
        var order = inputs.Select((input, i) => (input, i)).DistinctBy(pair => pair.input).ToDictionary(
            pair => pair.input, pair => pair.i, StringComparer.Ordinal);
        if (_inputs.Count != order.Count || _inputs.Find(input => !order.ContainsKey(input.Name)).Name is not null)
            throw new ModelException("its list of inputs does not fit its input layers.");
        _inputs.Sort((one, other) => order[one.Name].CompareTo(order[other.Name]));
        _outputs = TensorNames(Member(config, "output_layers"));
        if (_outputs.Count == 0)
            throw new ModelException("it has no output.");
    }

    private void AddInput(KerasLayer layer)
    {
        try
        {
            int[] lengths = layer.Shape("batch_shape") ?? layer.Shape("batch_input_shape") ?? throw new ModelException("it does not state its shape.");
            RequireNew(layer.Name);
            _inputs.Add((layer.Name, lengths));
        }
        catch (ModelException e)
        {
            throw new ModelException($"{layer.Place}: {e.Message}", e);
        }
    }

    private void Add(KerasLayer layer)
    {
        RequireNew(layer.Name);
        _layers.Add(layer);
    }

    private void RequireNew(string name)
    {
        if (!_names.Add(name))
            throw new ModelException($"two of its layers are called '{name}'.");
    }

    /// <summary>The layers, each after those whose outputs it takes.</summary>
    private IEnumerable<KerasLayer> InOrder(IEnumerable<string> inputs)
    {
        var known = new HashSet<string>(inputs, StringComparer.Ordinal);
        List<KerasLayer> left = [.. _layers];
        while (left.Count > 0)
        {
            int before = left.Count;
            var later = new List<KerasLayer>();
            foreach (KerasLayer layer in left)
            {
                if (!layer.Sources.All(known.Contains))
                {
                    later.Add(layer);
                    continue;
                }

                known.Add(layer.Name);
                yield return layer;
            }

            left = later;
            if (left.Count == before)
                throw new ModelException($"{left[0].Place}: it takes the output of a layer that does not exist, or its own.");
        }
    }

    private static KerasLayer LayerOf(JsonElement element, Dictionary<string, int> classes, string? name, IReadOnlyList<string> sources)
    {
        string className = TextOf(element, "class_name");
        JsonElement config = Member(element, "config");
        string snake = KerasLayer.SnakeCase(className);
        int copy = classes[snake] = classes.TryGetValue(snake, out int last) ? last + 1 : 0;
        return new KerasLayer(className, name ?? TextOf(config, "name"), config)
        {
            ArchiveName = copy == 0 ? snake : FormattableString.Invariant($"{snake}_{copy}"),
            Sources = sources,
        };
    }

    /// <summary>The layers whose outputs an argument names, in the forms of Keras 2 and 3.</summary>
    private static List<string> TensorNames(JsonElement element)
    {
        var names = new List<string>();
        Collect(element, names);
        return names;
    }

    private static void Collect(JsonElement element, List<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() >= 3 && element[0].ValueKind == JsonValueKind.String)
        {
            if (element[1].ValueKind != JsonValueKind.Number || element[2].ValueKind != JsonValueKind.Number || element[2].GetRawText() != "0")
                throw new ModelException($"the architecture names the output {KerasLayer.ShortText(element)} of a layer; only the first is supported.");
            names.Add(element[0].GetString()!);
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Collect(item, names);
        }
        else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("args", out JsonElement arguments))
        {
            Collect(arguments, names);
        }
        else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("config", out JsonElement config))
        {
            Collect(Member(config, "keras_history"), names);
        }
        else
        {
            throw new ModelException($"the architecture has {KerasLayer.ShortText(element)} in the place of a layer's output.");
        }
    }

    /// <summary>What a layer of Keras 3 was built for.</summary>
    private static int[]? ShapeOf(JsonElement element) =>
        element.TryGetProperty("build_config", out JsonElement build) ? ShapeOf(build, "input_shape") : null;

    private static int[]? ShapeOf(JsonElement element, string name) => new KerasLayer("", "", element).Shape(name);

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value
        : throw new ModelException($"its architecture has no '{name}' where one is expected.");

    private static string TextOf(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()!
        : throw new ModelException($"its architecture has no text '{name}' where one is expected.");

    private static JsonElement[] Items(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()]
        : throw new ModelException("its architecture has no list of layers.");
}
