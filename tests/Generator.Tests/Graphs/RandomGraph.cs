using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Tests;

/// <summary>A layer, or an input, of a <see cref="RandomGraph"/>, as its attribute is written.</summary>
internal sealed class GraphNode(string kind, params string[] arguments)
{
    public string Kind { get; } = kind;

    /// <summary>The arguments of the constructor.</summary>
    public List<string> Arguments { get; } = [.. arguments];

    /// <summary>The properties that are set.</summary>
    public List<(string Name, string Value)> Settings { get; } = [];

    /// <summary>What the value is called.</summary>
    public string Name { get; set; } = "";

    /// <summary>The shape of the value.</summary>
    public int[] Lengths { get; init; } = [];

    public int Features => Lengths[^1];

    public int Size => Lengths.Aggregate(1, (size, length) => size * length);

    public override string ToString() => Arguments.Count + Settings.Count == 0 ? Kind
        : $"{Kind}({string.Join(", ", Arguments.Concat(Settings.Select(setting => $"{setting.Name} = {setting.Value}")))})";
}

/// <summary>A random network that is a graph: every kind of layer, inputs and outputs in any number. It is valid until something is changed.</summary>
internal sealed class RandomGraph
{
    private static readonly Activation[] s_smooth =
        [Activation.Linear, Activation.Sigmoid, Activation.Tanh, Activation.GELU, Activation.SiLU, Activation.Mish, Activation.Softplus, Activation.Softmax];

    /// <summary>Names that emitted code uses, or that C# treats specially.</summary>
    private static readonly string[] s_names =
    [
        "trunk", "seen", "class", "event", "_", "größe", "output", "outputs", "inputs", "gradient", "all", "all_", "memory", "Forward", "this", "TLoss", "x1", "layer99", "rows",
        "value", "field", "System", "Span", "parameters", "default", "nameof", "Trunk", "名前", "record", "target", "weights", "var", "__arglist", "global",
    ];

    private static readonly string[] s_recurrent = ["Rnn", "Gru", "Lstm"];

    private readonly Random _random;
    private readonly Queue<string> _names;
    private readonly bool _isSmooth, _isStreaming;

    /// <param name="seed">Where it starts from.</param>
    /// <param name="isSmooth">Whether most activations are smooth.</param>
    /// <param name="isStreaming">Whether it has memory and no fixed number of steps.</param>
    public RandomGraph(int seed, bool isSmooth = false, bool isStreaming = false)
    {
        _isStreaming = isStreaming;
        _random = new Random(seed);
        _isSmooth = isSmooth;
        _names = new(s_names.OrderBy(_ => _random.Next()));
        HasInputAttributes = _random.Next(4) > 0;
        int inputs = HasInputAttributes && _random.Next(2) == 0 ? 2 + _random.Next(2) : 1;
        for (int i = 0; i < inputs; i++)
            AddInput();
        int layers = 1 + _random.Next(8);
        while (Layers.Count < layers || (isStreaming && !Layers.Exists(layer => layer.Kind is "Rnn" or "Gru" or "Lstm" or "Conv1D")))
            AddLayer(Pick());
        // What nothing reads is read now, or is an output.
        foreach (GraphNode input in Inputs.Where(input => !_read.Contains(input.Name)).ToArray())
            AddLayer(input);
        GraphNode[] unread = [.. Layers.Where(layer => !_read.Contains(layer.Name))];
        Outputs.AddRange(unread.Concat(Layers.Where(layer => _random.Next(8) == 0)).Select(layer => layer.Name).Distinct().OrderBy(_ => _random.Next()));
        HasOutputAttribute = Outputs.Count > 1 || Outputs[0] != Layers[^1].Name || _random.Next(3) == 0;
    }

    private readonly HashSet<string> _read = [];

    /// <summary>What the layer that is being drawn reads; it may yet be discarded.</summary>
    private readonly List<string> _drawn = [];

    public List<GraphNode> Inputs { get; } = [];

    public List<GraphNode> Layers { get; } = [];

    /// <summary>The names of the outputs.</summary>
    public List<string> Outputs { get; } = [];

    public bool HasInputAttributes { get; set; }

    public bool HasOutputAttribute { get; set; }

    public IEnumerable<GraphNode> Values => Inputs.Concat(Layers);

    /// <summary>The attributes beside [Network], as written, without brackets.</summary>
    public IEnumerable<string> Attributes() =>
    [
        .. HasInputAttributes ? Inputs.Select(input => input.ToString()) : [], .. Layers.Select(layer => layer.ToString()),
        .. HasOutputAttribute ? [$"Output({string.Join(", ", Outputs.Select(Quoted))})"] : Array.Empty<string>(),
    ];

    /// <summary>The size in [Network], or nothing.</summary>
    public string Sizes => HasInputAttributes ? "" : Text(Inputs[0].Size);

    public GraphNode ValueOf(string name) => Values.Single(value => value.Name == name);

    public static string Quoted(string name) => $"\"{name}\"";

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Name(Activation activation) => $"global::Generated.Activation.{activation}";

    public override string ToString() => $"[Network({Sizes})] {string.Concat(Attributes().Select(attribute => $"[{attribute}] "))}";

    /// <summary>Adds a layer that reads a value.</summary>
    public void AddLayer(GraphNode source)
    {
        while (true)
        {
            _drawn.Clear();
            if (Draw(source) is not { } layer || layer.Size > 500)
                continue;
            layer.Name = $"layer{Text(Layers.Count + 1)}";
            // Mostly by its number; a name of its own otherwise.
            if (_random.Next(2) == 0 && _names.TryDequeue(out string? name))
            {
                layer.Name = name;
                layer.Settings.Insert(_random.Next(layer.Settings.Count + 1), ("Name", Quoted(name)));
            }

            if (layer.Kind != "Concat" && (source != (Layers.Count == 0 ? Inputs[0] : Layers[^1]) || _random.Next(4) == 0))
                layer.Settings.Insert(_random.Next(layer.Settings.Count + 1), ("From", Quoted(source.Name)));
            _read.Add(source.Name);
            _read.UnionWith(_drawn);
            Layers.Add(layer);
            return;
        }
    }

    /// <summary>A value, mostly the last one.</summary>
    private GraphNode Pick() => Layers.Count > 0 && _random.Next(5) < 3 ? Layers[^1] : Values.ElementAt(_random.Next(Inputs.Count + Layers.Count));

    private void AddInput()
    {
        if (!HasInputAttributes)
        {
            Inputs.Add(new GraphNode("Input") { Name = "input", Lengths = [Size(20)] });
            return;
        }

        int[] lengths = _isStreaming ? [Size(6)] : _random.Next(3) switch { 0 => [Size(20)], 1 => [1 + _random.Next(12), Size(6)], _ => [1 + _random.Next(6), 1 + _random.Next(6), Size(4)] };
        string name = _names.Dequeue();
        var input = new GraphNode("Input", Quoted(name)) { Name = name, Lengths = lengths };
        if (lengths.Length == 2 && _random.Next(2) == 0)
            input.Settings.AddRange([("Steps", Text(lengths[0])), ("Features", Text(lengths[1]))]);
        else
            input.Arguments.AddRange(lengths.Select(Text));
        Inputs.Add(input);
    }

    /// <summary>Mostly a few, now and then around the width of a register.</summary>
    private int Size(int few) => _random.Next(6) == 0 ? 7 + _random.Next(3) + 8 * _random.Next(2) : 1 + _random.Next(few);

    private Activation DrawActivation(int features)
    {
        while (true)
        {
            Activation[] all = Enum.GetValues<Activation>();
            Activation activation = _isSmooth && _random.Next(6) > 0 ? s_smooth[_random.Next(s_smooth.Length)] : all[_random.Next(all.Length)];
            // Softmax over one unit is a warning.
            if (features > 1 || activation != Activation.Softmax)
                return activation;
        }
    }

    /// <summary>A layer that can read a value, or null where what was drawn does not fit.</summary>
    private GraphNode? Draw(GraphNode source)
    {
        int[] lengths = source.Lengths;
        int rank = lengths.Length, features = source.Features;
        if (_isStreaming && _random.Next(2) == 0)
        {
            return _random.Next(2) == 0 && Size(9) is var memory
                ? new GraphNode(s_recurrent[_random.Next(s_recurrent.Length)], Text(memory)) { Lengths = [memory] }
                : CausalConvolution(features);
        }

        switch (_random.Next(_isStreaming ? 13 : rank == 1 ? 14 : rank == 2 ? 23 : 19))
        {
            case 0 or 1 when Size(12) is var units:
                var dense = new GraphNode("Dense", Text(units), Name(DrawActivation(units))) { Lengths = [.. lengths[..^1], units] };
                if (_random.Next(4) == 0)
                    dense.Settings.Add(("Bias", "false"));
                return dense;
            case 2 when rank == 1 && Size(8) is var units:
                return new GraphNode("RadialBasis", Text(units)) { Lengths = [units] };
            case 3:
                return new GraphNode("Activation", Name(DrawActivation(features))) { Lengths = lengths };
            case 4:
                GraphNode norm = WithActivation(new GraphNode("LayerNorm") { Lengths = lengths });
                if (_random.Next(3) == 0)
                    norm.Settings.Add(("Epsilon", "1e-3"));
                return norm;
            case 5:
                return WithActivation(new GraphNode("Scale") { Lengths = lengths });
            case 6:
                var rectifier = new GraphNode("PReLU") { Lengths = lengths };
                if (_random.Next(2) == 0)
                    rectifier.Settings.Add(("PerFeature", "false"));
                return rectifier;
            case 7:
                var normalization = new GraphNode("Normalization") { Lengths = lengths };
                if (_random.Next(2) == 0)
                    normalization.Settings.Add(("Clip", "1.5"));
                return normalization;
            case 8:
                return new GraphNode("Flatten") { Lengths = [source.Size] };
            case 9:
                GraphNode[] alike = [.. Values.Where(value => value.Lengths.SequenceEqual(lengths))];
                GraphNode[] others = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => alike[_random.Next(alike.Length)])];
                return WithActivation(Reading(new GraphNode("Add", [.. others.Select(other => Quoted(other.Name))]) { Lengths = lengths }, others));
            case 10:
                GraphNode[] same = [.. Values.Where(value => value.Lengths.SequenceEqual(lengths))];
                GraphNode factor = same[_random.Next(same.Length)];
                return WithActivation(Reading(new GraphNode("Multiply", Quoted(factor.Name)) { Lengths = lengths }, factor));
            case 11:
                GraphNode[] beside = [.. Values.Where(value => value.Lengths[..^1].SequenceEqual(lengths[..^1]))];
                GraphNode[] joined = [source, .. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => beside[_random.Next(beside.Length)])];
                joined = [.. joined.OrderBy(_ => _random.Next())];
                return Reading(new GraphNode("Concat", [.. joined.Select(value => Quoted(value.Name))]) { Lengths = [.. lengths[..^1], joined.Sum(value => value.Features)] }, joined);
            case 12:
                int start = _random.Next(features), length = 1 + _random.Next(features - start);
                return new GraphNode("Slice", Text(start), Text(length)) { Lengths = [.. lengths[..^1], length] };
            case 13:
                return new GraphNode("Dropout", _random.Next(4) == 0 ? "0" : "0.3") { Lengths = lengths };
            case 14:
                return new GraphNode("GlobalAveragePool") { Lengths = [features] };
            case 15:
                return Pool(lengths);
            case 19 or 20 or 21 when Size(9) is var units:
                return new GraphNode(s_recurrent[_random.Next(s_recurrent.Length)], Text(units)) { Lengths = [lengths[0], units] };
            case 22:
                return new GraphNode("LastStep") { Lengths = [features] };
            case > 15:
                return Convolution(lengths);
            default:
                return null;
        }
    }

    private GraphNode Reading(GraphNode layer, params GraphNode[] sources)
    {
        _drawn.AddRange(sources.Select(source => source.Name));
        return layer;
    }

    private GraphNode WithActivation(GraphNode layer)
    {
        if (_random.Next(2) == 0)
            layer.Settings.Add(("Activation", Name(DrawActivation(layer.Features))));
        return layer;
    }

    private GraphNode? Pool(int[] lengths)
    {
        int size = 1 + _random.Next(3), stride = _random.Next(2) == 0 ? size : 1 + _random.Next(3);
        if (lengths[..^1].Any(length => length < size))
            return null;
        var pool = new GraphNode(_random.Next(2) == 0 ? "MaxPool" : "AveragePool", Text(size)) { Lengths = [.. lengths[..^1].Select(length => (length - size) / stride + 1), lengths[^1]] };
        if (stride != size)
            pool.Settings.Add(("Stride", Text(stride)));
        return pool;
    }

    private GraphNode CausalConvolution(int features)
    {
        int groups = _random.Next(2) == 0 ? 1 : Enumerable.Range(1, features).Where(divisor => features % divisor == 0).OrderBy(_ => _random.Next()).First();
        int filters = groups * (1 + _random.Next(groups == 1 ? 9 : 2));
        var layer = new GraphNode("Conv1D", Text(filters)) { Lengths = [filters] };
        layer.Settings.AddRange([("Kernel", Text(1 + _random.Next(4))), ("Dilation", Text(1 + _random.Next(4))), ("Groups", Text(groups))]);
        if (_random.Next(4) == 0)
            layer.Settings.Add(("Bias", "false"));
        return WithActivation(layer);
    }

    private GraphNode? Convolution(int[] lengths)
    {
        bool isImage = lengths.Length == 3;
        int features = lengths[^1], groups = Enumerable.Range(1, features).Where(divisor => features % divisor == 0).OrderBy(_ => _random.Next()).First();
        if (_random.Next(2) == 0)
            groups = 1;
        int filters = groups * (1 + _random.Next(groups == 1 ? 9 : 2)), kernel = 1 + _random.Next(4), stride = 1 + _random.Next(5) / 2, dilation = 1 + _random.Next(5) / 3;
        int padding = _random.Next(isImage ? 2 : 3), reach = (kernel - 1) * dilation;
        int[] positions = [.. lengths[..^1].Select(length => length + (padding == 0 ? 0 : reach) - reach - 1 is >= 0 and var room ? room / stride + 1 : 0)];
        if (positions.Contains(0))
            return null;
        var layer = new GraphNode(isImage ? "Conv2D" : "Conv1D", Text(filters)) { Lengths = [.. positions, filters] };
        if (isImage && _random.Next(2) == 0)
            layer.Settings.AddRange([("KernelHeight", Text(kernel)), ("KernelWidth", Text(kernel))]);
        else if (kernel != 3 || _random.Next(2) == 0)
            layer.Settings.Add(("Kernel", Text(kernel)));
        if (padding != (isImage ? 0 : 2) || _random.Next(2) == 0)
            layer.Settings.Add(("Padding", $"global::Generated.Padding.{(Padding)padding}"));
        foreach ((string name, int value) in new[] { ("Stride", stride), ("Dilation", dilation), ("Groups", groups) })
        {
            if (value != 1)
                layer.Settings.Add((name, Text(value)));
        }

        if (_random.Next(4) == 0)
            layer.Settings.Add(("Bias", "false"));
        return WithActivation(layer);
    }
}
