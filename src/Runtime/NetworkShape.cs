using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>The layers of a network, their sizes and activations, and where each parameter lies in the parameter vector.</summary>
public sealed class NetworkShape : IEquatable<NetworkShape>
{
    private readonly ValueShape[] _inputs;
    private readonly LayerShape[] _layers;
    private readonly int[] _outputs;
    private readonly ParameterTensor[] _parameters;

    /// <summary>Describes a network by its layers, the one after the input first.</summary>
    /// <param name="layers">The layers; each has as many inputs as the one before it has units.</param>
    /// <exception cref="ArgumentException">There is no layer, or two neighbours do not fit.</exception>
    public NetworkShape(params ReadOnlySpan<LayerShape> layers)
    {
        if (layers.IsEmpty)
            throw new ArgumentException("A network has at least one layer.", nameof(layers));
        for (int i = 1; i < layers.Length; i++)
        {
            if (layers[i].Inputs != layers[i - 1].Units)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Layer {i + 1} takes {layers[i].Inputs} inputs, but layer {i} has {layers[i - 1].Units} units."), nameof(layers));
            }
        }

        _inputs = [new ValueShape("input", layers[0].Inputs)];
        _layers = layers.ToArray();
        _outputs = [_layers.Length];
        Outputs = [ValueOf(_outputs[0])];
        IsChain = true;
        _parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
        ParameterCount = _layers.Sum(layer => layer.ParameterCount);
        TrainableCount = _parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Length);
        (InputSize, OutputSize) = (_inputs.Sum(input => input.Size), Outputs.Sum(output => output.Size));
        HasPlainOutput = Outputs is [{ Positions: 1 }];
        DependsOnStep = Array.Exists(_layers, LayerKinds.DependsOnStep);
    }

    /// <summary>Describes a network by its values: what flows where.</summary>
    /// <param name="inputs">The inputs, in the order in which they lie in a sample.</param>
    /// <param name="layers">The layers, in order, with what each takes.</param>
    /// <param name="outputs">
    /// The values that are outputs, in the order in which they lie in what the network gives; numbered as
    /// <see cref="LayerShape.Sources"/>.
    /// </param>
    /// <exception cref="ArgumentException">There is no input, layer or output, or one takes a value that does not stand before it.</exception>
    public NetworkShape(ReadOnlySpan<ValueShape> inputs, ReadOnlySpan<LayerShape> layers, ReadOnlySpan<int> outputs)
    {
        if (inputs.IsEmpty || layers.IsEmpty || outputs.IsEmpty)
        {
            throw new ArgumentException(
                "A network has at least one input, one layer and one output.",
                inputs.IsEmpty ? nameof(inputs) : layers.IsEmpty ? nameof(layers) : nameof(outputs));
        }

        for (int i = 0; i < layers.Length; i++)
        {
            foreach (int source in layers[i].Sources)
            {
                if (source < 0 || source >= inputs.Length + i)
                {
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture, $"Layer {i + 1} takes value {source}, which does not stand before it."),
                        nameof(layers));
                }
            }
        }

        foreach (int output in outputs)
        {
            if (output < inputs.Length || output >= inputs.Length + layers.Length)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Output {output} is not the number of a layer's value."), nameof(outputs));
            }
        }

        (_inputs, _layers, _outputs) = (inputs.ToArray(), layers.ToArray(), outputs.ToArray());
        Outputs = [.. _outputs.Select(ValueOf)];
        _parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
        ParameterCount = _layers.Sum(layer => layer.ParameterCount);
        TrainableCount = _parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Length);
        (InputSize, OutputSize) = (_inputs.Sum(input => input.Size), Outputs.Sum(output => output.Size));
        HasPlainOutput = Outputs is [{ Positions: 1 }];
        DependsOnStep = Array.Exists(_layers, LayerKinds.DependsOnStep);
    }

    /// <summary>The inputs, in the order in which they lie in a sample.</summary>
    public IReadOnlyList<ValueShape> Inputs => _inputs;

    /// <summary>The outputs, in the order in which they lie in what the network gives.</summary>
    public IReadOnlyList<ValueShape> Outputs { get; }

    /// <summary>The numbers of the output values, as <see cref="LayerShape.Sources"/> numbers them.</summary>
    public IReadOnlyList<int> OutputValues => _outputs;

    /// <summary>Whether the network is a chain of layers from one vector to one: each takes the one before it alone.</summary>
    public bool IsChain { get; }

    /// <summary>Whether it is a chain of layers of a matrix and a vector each, whose tensors files call in many ways.</summary>
    internal bool IsChainOfMatrices => IsChain
        && Array.TrueForAll(_layers, layer => layer.Name is null && layer.Parameters is [{ Shape.Count: 2 }, { Shape.Count: 1 }]);

    /// <summary>Whether it is a chain of dense layers with biases, which their weights and activations tell all of.</summary>
    internal bool IsDenseChain => IsChainOfMatrices && Array.TrueForAll(_layers, LayerKinds.IsDense);

    /// <summary>Whether there is one output, a vector, so that losses and metrics take whole rows.</summary>
    internal bool HasPlainOutput { get; }

    /// <summary>Whether a layer computes something else in training, by the step.</summary>
    internal bool DependsOnStep { get; }

    /// <summary>The number of parameters that training changes. They come first in the parameter vector; constants come behind them.</summary>
    public int TrainableCount { get; }

    /// <summary>Whether the network has memory and no fixed number of steps: a sample is one step of a sequence.</summary>
    public bool IsStreaming => Array.TrueForAll(_inputs, input => input.Lengths.Count == 1) && Array.Exists(_layers, LayerKinds.HasMemory);

    /// <summary>What a layer's output is called: its name, or <c>layer</c> and its number.</summary>
    /// <param name="number">The number of the layer; the first is 1.</param>
    public string NameOf(int number) => _layers[number - 1].Name ?? string.Create(CultureInfo.InvariantCulture, $"layer{number}");

    /// <summary>The layers, the one after the input first.</summary>
    public IReadOnlyList<LayerShape> Layers => _layers;

    /// <summary>The parameter tensors of all layers, in the canonical order.</summary>
    public IReadOnlyList<ParameterTensor> Parameters => _parameters;

    /// <summary>The same, to go through without allocating.</summary>
    internal ReadOnlySpan<ParameterTensor> Tensors => _parameters;

    /// <summary>The number of inputs.</summary>
    public int InputSize { get; }

    /// <summary>The number of outputs.</summary>
    public int OutputSize { get; }

    /// <summary>The number of parameters, which is the length of the parameter vector.</summary>
    public int ParameterCount { get; }

    /// <summary>Whether two networks compute the same of the same parameters, in whatever order each keeps them.</summary>
    public bool IsSameArchitecture(NetworkShape? other) =>
        other is not null && _inputs.AsSpan().SequenceEqual(other._inputs) && _outputs.AsSpan().SequenceEqual(other._outputs)
        && _layers.Length == other._layers.Length && _layers.Zip(other._layers, (own, others) => own.IsSameArchitecture(others)).All(same => same);

    /// <inheritdoc/>
    public bool Equals(NetworkShape? other) =>
        other is not null && _inputs.AsSpan().SequenceEqual(other._inputs) && _outputs.AsSpan().SequenceEqual(other._outputs)
        && _layers.AsSpan().SequenceEqual(other._layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_layers.Length, InputSize, OutputSize, ParameterCount);

    /// <summary>
    /// The architecture on one line, for example <c>64 → 32 ReLU → 10 Softmax</c>. Of a graph, with what each layer takes where that
    /// is not the layer before it: <c>image 8×8×1, pose 6 → seen = 32 ReLU(image) → 38 Concat(seen, pose) → 4 Softmax</c>.
    /// </summary>
    public override string ToString() => IsChain
        ? string.Create(CultureInfo.InvariantCulture, $"{InputSize} → {string.Join<LayerShape>(" → ", _layers)}")
        : $"{string.Join<ValueShape>(", ", _inputs)} → {string.Join(" → ", _layers.Select(Draw))}"
            + (_outputs.Length == 1 && _outputs[0] == _inputs.Length + _layers.Length - 1
                ? ""
                : $"; outputs {string.Join(", ", Outputs.Select(output => output.Name))}");

    private string Draw(LayerShape layer, int index)
    {
        int before = index == 0 ? 0 : _inputs.Length + index - 1;
        bool isNext = layer.Sources.Count == 0 || (layer.Sources.Count == 1 && layer.Sources[0] == before && (index > 0 || _inputs.Length == 1));
        IEnumerable<string> names = layer.Sources.Select(source =>
            source < _inputs.Length ? _inputs[source].Name : NameOf(source - _inputs.Length + 1));
        string sources = isNext ? "" : $"({string.Join(", ", names)})";
        return $"{(layer.Name is null ? "" : layer.Name + " = ")}{layer}{sources}";
    }

    private ValueShape ValueOf(int value)
    {
        int number = value - _inputs.Length + 1;
        LayerShape layer = _layers[number - 1];
        return new ValueShape(NameOf(number), layer.OutputLengths.Count == 0 ? [layer.Units] : [.. layer.OutputLengths]);
    }
}
