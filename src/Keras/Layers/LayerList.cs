using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Keras.Model;

namespace Generated.Keras.Layers;

/// <summary>A tensor of a layer, in its canonical shape.</summary>
internal sealed record LayerTensor(string Name, ParameterRole Role, int[] Shape, double[] Values);

/// <summary>The inputs and layers of a network; a value's number is that of its input or layer, inputs first.</summary>
internal sealed class LayerList
{
    private readonly List<(string Name, int[] Lengths)> _inputs = [];
    private readonly List<Layer> _layers = [];
    private readonly HashSet<string> _fileNames = new(StringComparer.Ordinal);

    /// <summary>Whether some values of the file are in double precision.</summary>
    public bool IsDouble { get; set; }

    public int AddInput(string name, int[] lengths)
    {
        RequireSize(lengths);
        _inputs.Add((name, lengths));
        return _inputs.Count - 1;
    }

    public int[] LengthsOf(int value) => value < _inputs.Count ? _inputs[value].Lengths : _layers[value - _inputs.Count].Lengths;

    /// <summary>Adds a layer.</summary>
    /// <returns>The number of its value.</returns>
    public int Add(LayerKind kind, string fileName, int[] sources, int[] lengths, LayerTensor[] tensors, LayerSetting[] settings, Activation activation)
    {
        RequireSize(lengths);
        string unique = fileName.Length == 0 ? "layer" : fileName;
        for (int copy = 2; !_fileNames.Add(unique); copy++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{fileName}_{copy}");
        _layers.Add(new Layer(kind, unique, sources, lengths, tensors, settings) { Activation = activation });
        return _inputs.Count + _layers.Count - 1;
    }

    /// <summary>The network.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="outputNames">What the file calls the outputs.</param>
    /// <param name="outputs">The numbers of their values.</param>
    public NetworkModel Build(string name, IReadOnlyList<string> outputNames, int[] outputs)
    {
        if (_layers.Count == 0 || outputs.Any(output => output < _inputs.Count))
            throw new ModelException("there is no layer between the input and an output.");
        if (outputs.Distinct().Count() < outputs.Length)
            throw new ModelException("two of its outputs are one value.");
        Fuse(outputs);
        if (_layers.Sum(layer => layer.Tensors.Sum(tensor => (long)tensor.Values.Length)) > Array.MaxLength)
            throw new ModelException("its layers have more parameters than an array.");

        bool isChain = _inputs is [{ Lengths.Length: 1 }] && outputs is [var only] && only == _layers.Count
            && _layers.Select((layer, i) => layer.Sources is [var source] && source == i && layer.Lengths.Length == 1).All(follows => follows);
        var taken = new HashSet<string>(
            Enumerable.Range(1, _layers.Count).Select(number => string.Create(CultureInfo.InvariantCulture, $"layer{number}")), StringComparer.Ordinal);
        if (!isChain)
        {
            foreach ((string outputName, int value) in outputNames.Zip(outputs))
                _layers[value - _inputs.Count].Name = NameAfter(outputName, taken);
        }

        ValueShape[] inputs = [.. _inputs.Select(input => new ValueShape(NameAfter(input.Name, taken), input.Lengths))];
        LayerShape[] layers = Shapes(isChain);
        return new NetworkModel(
            name, isChain ? new NetworkShape(layers) : new NetworkShape(inputs, layers, outputs),
            _layers.SelectMany(layer => layer.Tensors).SelectMany(tensor => tensor.Values).ToArray(), IsDouble ? Precision.Double : Precision.Single)
        {
            LayerNames = [.. _layers.Select(layer => layer.FileName)],
            InputNames = [.. _inputs.Select(input => input.Name)],
            OutputNames = [.. outputNames],
        };
    }

    /// <summary>Takes an activation into the layer before it where nothing else reads that, as a declaration would have it.</summary>
    private void Fuse(int[] outputs)
    {
        for (int i = 1; i < _layers.Count; i++)
        {
            if (_layers[i] is not { Kind: LayerKind.Activation, Sources: [var source] } layer || source < _inputs.Count || outputs.Contains(source)
                || _layers.Count(other => other.Sources.Contains(source)) > 1)
                continue;
            Layer before = _layers[source - _inputs.Count];
            bool canActivate = before.Kind is LayerKind.Dense or LayerKind.Add or LayerKind.Multiply
                or LayerKind.LayerNorm or LayerKind.Scale or LayerKind.Conv1D or LayerKind.Conv2D;
            if (!canActivate || before.Activation != Activation.Linear)
                continue;
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
            int inputs = LengthsOf(layer.Sources[0])[^1], units = layer.Lengths[^1];
            var tensors = new List<ParameterTensor>();
            foreach (LayerTensor tensor in layer.Tensors)
            {
                int fanIn = tensor.Shape.Length > 1 ? tensor.Values.Length / tensor.Shape[0] : inputs;
                tensors.Add(new ParameterTensor(tensor.Name, tensor.Role, tensor.Shape, fanIn, units, offset));
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

    private static void RequireSize(int[] lengths)
    {
        if (lengths.Aggregate(1L, (size, length) => size > Array.MaxLength ? size : size * length) > Array.MaxLength)
            throw new ModelException("its values have more elements than an array.");
    }

    private sealed class Layer(LayerKind kind, string fileName, int[] sources, int[] lengths, LayerTensor[] tensors, LayerSetting[] settings)
    {
        public LayerKind Kind { get; } = kind;

        public string FileName { get; } = fileName;

        public int[] Sources { get; } = sources;

        public int[] Lengths { get; } = lengths;

        public LayerTensor[] Tensors { get; } = tensors;

        public LayerSetting[] Settings { get; } = settings;

        public Activation Activation { get; set; }

        public string? Name { get; set; }
    }
}
