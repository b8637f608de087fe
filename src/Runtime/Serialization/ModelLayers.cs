using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>A tensor of a layer with its values, in its canonical shape.</summary>
internal sealed record ModelTensor(string Name, ParameterRole Role, IReadOnlyList<int> Shape, double[] Values);

/// <summary>
/// The inputs and layers of a network as the reader of a file finds them, from which its shape is made. A value's number is that of its input or layer,
/// inputs first.
/// </summary>
internal sealed class ModelLayers
{
    private readonly List<(string Name, int[] Lengths)> _inputs = [];
    private readonly List<Layer> _layers = [];

    /// <summary>The number of layers.</summary>
    public int Count => _layers.Count;

    /// <summary>The number of parameters, which may be more than an array holds.</summary>
    public long ParameterCount => _layers.Sum(layer => layer.Tensors.Sum(tensor => (long)tensor.Values.Length));

    /// <summary>The parameters in the canonical order.</summary>
    public double[] Parameters => [.. _layers.SelectMany(layer => layer.Tensors).SelectMany(tensor => tensor.Values)];

    /// <summary>What the file calls the layers.</summary>
    public string[] LayerNames => [.. _layers.Select(layer => layer.FileName)];

    /// <summary>What the file calls the inputs.</summary>
    public string[] InputNames => [.. _inputs.Select(input => input.Name)];

    /// <summary>Adds an input.</summary>
    /// <returns>The number of its value.</returns>
    public int AddInput(string name, int[] lengths)
    {
        _inputs.Add((name, lengths));
        return _inputs.Count - 1;
    }

    /// <summary>Whether a value is an input.</summary>
    public bool IsInput(int value) => value < _inputs.Count;

    /// <summary>The lengths of a value, features last.</summary>
    public int[] LengthsOf(int value) => IsInput(value) ? _inputs[value].Lengths : _layers[value - _inputs.Count].Lengths;

    /// <summary>Adds a layer.</summary>
    /// <returns>The number of its value.</returns>
    public int Add(
        LayerKind kind, string fileName, int[] sources, int[] lengths, ModelTensor[] tensors, LayerSetting[] settings, Activation activation)
    {
        _layers.Add(new Layer(kind, fileName, sources, lengths, tensors, settings) { Activation = activation });
        return _inputs.Count + _layers.Count - 1;
    }

    /// <summary>Moves activations into the layers before them where nothing else reads those, as a declaration would have it.</summary>
    /// <param name="outputs">The numbers of the output values, which are corrected where layers vanish.</param>
    public void FuseActivations(int[] outputs) => Fuse(outputs, (before, layer) =>
    {
        bool canActivate = before.Kind is LayerKind.Dense or LayerKind.Add or LayerKind.Multiply
            or LayerKind.LayerNorm or LayerKind.Scale or LayerKind.Conv1D or LayerKind.Conv2D;
        return layer.Kind == LayerKind.Activation && canActivate;
    });

    /// <summary>Moves gains and shifts into the layer normalisations before them where nothing else reads those.</summary>
    /// <param name="outputs">The numbers of the output values, which are corrected where layers vanish.</param>
    public void FuseScales(int[] outputs) => Fuse(outputs, (before, layer) =>
    {
        if ((before.Kind, layer.Kind) != (LayerKind.LayerNorm, LayerKind.Scale))
            return false;
        (double[] gains, double[] shifts) = (before.Tensors[0].Values, before.Tensors[1].Values);
        for (int feature = 0; feature < gains.Length; feature++)
        {
            double gain = layer.Tensors[0].Values[feature];
            gains[feature] *= gain;
            shifts[feature] = shifts[feature] * gain + layer.Tensors[1].Values[feature];
        }

        return true;
    });

    /// <summary>The shape of the network: a chain where it is one, else a graph, whose names are made such that attributes take them.</summary>
    /// <param name="outputNames">What the file calls the outputs.</param>
    /// <param name="outputs">The numbers of their values.</param>
    public NetworkShape Shape(IEnumerable<string> outputNames, int[] outputs)
    {
        bool isChain = _inputs is [{ Lengths.Length: 1 }] && outputs is [var only] && only == _layers.Count
            && _layers.Select((layer, i) => layer.Sources is [var source] && source == i && layer.Lengths.Length == 1).All(follows => follows);
        var taken = new HashSet<string>(Enumerable.Range(1, _layers.Count).Select(DefaultName), StringComparer.Ordinal);
        if (!isChain)
        {
            foreach ((string name, int value) in outputNames.Zip(outputs))
                _layers[value - _inputs.Count].Name = NameAfter(name, taken);
        }

        ValueShape[] inputs = [.. _inputs.Select(input => new ValueShape(NameAfter(input.Name, taken), input.Lengths))];
        LayerShape[] layers = LayerShapes(isChain);
        return isChain ? new NetworkShape(layers) : new NetworkShape(inputs, layers, outputs);
    }

    /// <summary>What a layer is called that its file does not name.</summary>
    public static string DefaultName(int number) => string.Create(CultureInfo.InvariantCulture, $"layer{number}");

    /// <summary>Joins layers with the only value that they read, where nothing else reads it and it has no activation.</summary>
    private void Fuse(int[] outputs, Func<Layer, Layer, bool> fuses)
    {
        for (int i = 1; i < _layers.Count; i++)
        {
            Layer layer = _layers[i];
            if (layer.Sources is not [var source] || IsInput(source) || outputs.Contains(source)
                || _layers.Count(other => other.Sources.Contains(source)) > 1)
                continue;
            Layer before = _layers[source - _inputs.Count];
            if (before.Activation != Activation.Linear || !fuses(before, layer))
                continue;
            before.Activation = layer.Activation;
            Remove(i, source, outputs);
            i--;
        }
    }

    /// <summary>Removes a layer, in whose place another value is read.</summary>
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

    private LayerShape[] LayerShapes(bool isChain)
    {
        int offset = 0;
        var shapes = new List<LayerShape>();
        foreach (Layer layer in _layers)
        {
            int inputs = LengthsOf(layer.Sources[0])[^1], units = layer.Lengths[^1];
            var tensors = new List<ParameterTensor>();
            foreach (ModelTensor tensor in layer.Tensors)
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

    private sealed class Layer(LayerKind kind, string fileName, int[] sources, int[] lengths, ModelTensor[] tensors, LayerSetting[] settings)
    {
        public LayerKind Kind { get; } = kind;

        public string FileName { get; } = fileName;

        public int[] Sources { get; } = sources;

        public int[] Lengths { get; } = lengths;

        public ModelTensor[] Tensors { get; } = tensors;

        public LayerSetting[] Settings { get; } = settings;

        public Activation Activation { get; set; }

        public string? Name { get; set; }
    }
}
