using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>A graph of layers: what the network is, its values, and what the file calls its layers.</summary>
internal sealed record BuiltGraph(NetworkShape Shape, double[] Parameters, IReadOnlyList<string> LayerNames, IReadOnlyList<string> InputNames)
{
    /// <summary>In what it computes.</summary>
    public Precision Precision { get; init; }
}

/// <summary>The inputs and layers of a network, as they are found; a value's number is that of its input or layer, inputs first.</summary>
internal sealed class GraphLayers
{
    private readonly List<(string Name, int[] Lengths)> _inputs = [];
    private readonly List<Layer> _layers = [];
    private readonly LayerNamer _names = new();

    public int AddInput(string name, int[] lengths)
    {
        _inputs.Add((name, lengths));
        return _inputs.Count - 1;
    }

    public bool IsInput(int value) => value < _inputs.Count;

    public IReadOnlyList<int> LengthsOf(int value) => IsInput(value) ? _inputs[value].Lengths : _layers[value - _inputs.Count].Lengths;

    public int FeaturesOf(int value) => LengthsOf(value)[^1];

    /// <summary>Adds a layer, or joins it with the one before it where that is the same.</summary>
    /// <returns>The number of its value.</returns>
    public int Add(
        LayerKind kind, int[] sources, IReadOnlyList<int> lengths, IReadOnlyList<GraphTensor> tensors, IReadOnlyList<LayerSetting> settings, Stage? stage,
        Activation activation = Activation.Linear)
    {
        var layer = new Layer(kind, sources, [.. lengths], [.. tensors], [.. settings], activation);
        layer.FileName = stage is null ? DefaultName(_layers.Count + 1) : _names.NameOf(stage, _layers.Count + 1);
        _layers.Add(layer);
        return _inputs.Count + _layers.Count - 1;
    }

    /// <summary>The network.</summary>
    /// <param name="outputNames">What the file calls the outputs.</param>
    /// <param name="outputs">The numbers of their values.</param>
    /// <exception cref="NodeException">An output is an input, or two are one value.</exception>
    public BuiltGraph Finish(IEnumerable<string> outputNames, int[] outputs)
    {
        if (_layers.Count == 0 || outputs.Any(IsInput))
            throw new NodeException("there is no layer between the input and the output.");
        if (outputs.Distinct().Count() < outputs.Length)
            throw new NodeException("two of its outputs are one value; name one of them.");
        Fuse(outputs);
        if (_layers.Sum(layer => layer.Tensors.Sum(tensor => (long)tensor.Values.Length)) > Array.MaxLength)
            throw new NodeException("its layers have more parameters than an array.");

        bool isChain = _inputs.Count == 1 && _inputs[0].Lengths.Length == 1 && outputs is [var only] && only == _layers.Count
            && _layers.Select((layer, i) => layer.Sources is [var source] && source == i && layer.Lengths.Length == 1).All(follows => follows);
        var taken = new HashSet<string>(Enumerable.Range(1, _layers.Count).Select(DefaultName), StringComparer.Ordinal);
        if (!isChain)
        {
            foreach ((string name, int value) in outputNames.Zip(outputs))
                _layers[value - _inputs.Count].Name = NameAfter(name, taken);
        }

        ValueShape[] inputs = [.. _inputs.Select(input => new ValueShape(NameAfter(input.Name, taken), input.Lengths))];
        LayerShape[] shapes = Shapes(isChain);
        NetworkShape shape = isChain ? new NetworkShape(shapes) : new NetworkShape(inputs, shapes, outputs);
        double[] parameters = [.. _layers.SelectMany(layer => layer.Tensors.SelectMany(tensor => tensor.Values))];
        return new BuiltGraph(shape, parameters, [.. _layers.Select(layer => layer.FileName)], [.. _inputs.Select(input => input.Name)]);
    }

    /// <summary>Takes an activation, or a gain and a shift, into the layer before it where nothing else reads that.</summary>
    private void Fuse(int[] outputs)
    {
        for (int i = 1; i < _layers.Count; i++)
        {
            Layer layer = _layers[i];
            if (layer.Sources is not [var source] || source < _inputs.Count || Array.IndexOf(outputs, source) >= 0
                || _layers.Count(other => other.Sources.Contains(source)) > 1)
                continue;
            Layer before = _layers[source - _inputs.Count];
            bool canActivate = before.Kind is LayerKind.Dense or LayerKind.Add or LayerKind.Multiply
                or LayerKind.LayerNorm or LayerKind.Scale or LayerKind.Conv1D or LayerKind.Conv2D;
            bool scalesNorm = (before.Kind, layer.Kind, before.Activation) == (LayerKind.LayerNorm, LayerKind.Scale, Activation.Linear);
            if (!scalesNorm && !(layer.Kind == LayerKind.Activation && canActivate && before.Activation == Activation.Linear))
                continue;
            if (scalesNorm)
            {
                for (int feature = 0; feature < before.Tensors[0].Values.Length; feature++)
                {
                    double gain = layer.Tensors[0].Values[feature];
                    before.Tensors[0].Values[feature] *= gain;
                    before.Tensors[1].Values[feature] = before.Tensors[1].Values[feature] * gain + layer.Tensors[1].Values[feature];
                }
            }

            before.Activation = layer.Activation;
            Remove(i, source, outputs);
            i--;
        }
    }

    /// <summary>Takes a layer out, in whose place another value is read.</summary>
    private void Remove(int index, int instead, int[] outputs)
    {
        int removed = _inputs.Count + index;
        _layers.RemoveAt(index);
        foreach (int[] values in _layers.Select(layer => layer.Sources).Append(outputs))
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = values[i] == removed ? instead : values[i] > removed ? values[i] - 1 : values[i];
        }
    }

    private LayerShape[] Shapes(bool isChain)
    {
        int offset = 0;
        var shapes = new List<LayerShape>();
        foreach (Layer layer in _layers)
        {
            int inputs = FeaturesOf(layer.Sources[0]), units = layer.Lengths[^1];
            var tensors = new List<ParameterTensor>();
            foreach (GraphTensor tensor in layer.Tensors)
            {
                int fanIn = tensor.Shape.Count > 1 ? tensor.Values.Length / tensor.Shape[0] : inputs;
                tensors.Add(new ParameterTensor(tensor.Name, tensor.Role, [.. tensor.Shape], fanIn, units, offset));
                offset += tensor.Values.Length;
            }

            // As the generator states a layer of a chain: a matrix and a vector need no more.
            bool isPlain = isChain && tensors is [{ Shape.Count: 2 }, { Shape.Count: 1 }];
            shapes.Add(new LayerShape(layer.Kind, inputs, units, layer.Activation, [.. tensors])
            {
                Name = layer.Name,
                Sources = isPlain ? [] : layer.Sources,
                OutputLengths = isPlain ? [] : layer.Lengths,
                Settings = layer.Settings,
            });
        }

        return [.. shapes];
    }

    /// <summary>A name that an attribute takes: a letter or _, then letters, digits and _.</summary>
    private static string NameAfter(string name, HashSet<string> taken)
    {
        string plain = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        if (plain.Length == 0 || char.IsAsciiDigit(plain[0]))
            plain = "_" + plain;
        string unique = plain;
        for (int copy = 2; !taken.Add(unique); copy++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{plain}_{copy}");
        return unique;
    }

    private static string DefaultName(int number) => string.Create(CultureInfo.InvariantCulture, $"layer{number}");

    private sealed class Layer(LayerKind kind, int[] sources, int[] lengths, GraphTensor[] tensors, LayerSetting[] settings, Activation activation)
    {
        public LayerKind Kind { get; } = kind;

        public int[] Sources { get; } = sources;

        public int[] Lengths { get; } = lengths;

        public GraphTensor[] Tensors { get; } = tensors;

        public LayerSetting[] Settings { get; } = settings;

        public Activation Activation { get; set; } = activation;

        public string FileName { get; set; } = "";

        public string? Name { get; set; }
    }
}
