using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>A graph of layers: what the network is, its values, and what the file calls its layers.</summary>
internal sealed record BuiltGraph(NetworkShape Shape, double[] Parameters, IReadOnlyList<string> LayerNames, IReadOnlyList<string> InputNames)
{
    /// <summary>In what it computes.</summary>
    public Precision Precision { get; init; }
}

/// <summary>The inputs and layers of a network, as they are found in a graph; layers are called after their weights or nodes.</summary>
internal sealed class GraphLayers
{
    private readonly ModelLayers _layers = new();
    private readonly LayerNamer _names = new();

    public int AddInput(string name, int[] lengths) => _layers.AddInput(name, lengths);

    public bool IsInput(int value) => _layers.IsInput(value);

    public IReadOnlyList<int> LengthsOf(int value) => _layers.LengthsOf(value);

    public int FeaturesOf(int value) => LengthsOf(value)[^1];

    /// <summary>Adds a layer.</summary>
    /// <returns>The number of its value.</returns>
    public int Add(
        LayerKind kind, int[] sources, IReadOnlyList<int> lengths, IReadOnlyList<ModelTensor> tensors, IReadOnlyList<LayerSetting> settings, Stage? stage,
        Activation activation = Activation.Linear)
    {
        int number = _layers.Count + 1;
        string name = stage is null ? ModelLayers.DefaultName(number) : _names.NameOf(stage, number);
        return _layers.Add(kind, name, sources, [.. lengths], [.. tensors], [.. settings], activation);
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
        _layers.FuseScales(outputs);
        _layers.FuseActivations(outputs);
        if (_layers.ParameterCount > Array.MaxLength)
            throw new NodeException("its layers have more parameters than an array.");
        return new BuiltGraph(_layers.Shape(outputNames, outputs), _layers.Parameters, _layers.LayerNames, _layers.InputNames);
    }
}
