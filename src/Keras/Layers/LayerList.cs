using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Keras.Model;

namespace Generated.Keras.Layers;

/// <summary>The inputs and layers of a network, as they are found in a model; every layer has a name of its file that no other has.</summary>
internal sealed class LayerList
{
    private readonly ModelLayers _layers = new();
    private readonly HashSet<string> _fileNames = new(StringComparer.Ordinal);

    /// <summary>Whether some values of the file are in double precision.</summary>
    public bool IsDouble { get; set; }

    public int AddInput(string name, int[] lengths)
    {
        RequireSize(lengths);
        return _layers.AddInput(name, lengths);
    }

    public int[] LengthsOf(int value) => _layers.LengthsOf(value);

    /// <summary>Adds a layer.</summary>
    /// <returns>The number of its value.</returns>
    public int Add(LayerKind kind, string fileName, int[] sources, int[] lengths, ModelTensor[] tensors, LayerSetting[] settings, Activation activation)
    {
        RequireSize(lengths);
        string unique = fileName.Length == 0 ? "layer" : fileName;
        for (int copy = 2; !_fileNames.Add(unique); copy++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{fileName}_{copy}");
        return _layers.Add(kind, unique, sources, lengths, tensors, settings, activation);
    }

    /// <summary>The network.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="outputNames">What the file calls the outputs.</param>
    /// <param name="outputs">The numbers of their values.</param>
    public NetworkModel Build(string name, IReadOnlyList<string> outputNames, int[] outputs)
    {
        if (_layers.Count == 0 || outputs.Any(_layers.IsInput))
            throw new ModelException("there is no layer between the input and an output.");
        if (outputs.Distinct().Count() < outputs.Length)
            throw new ModelException("two of its outputs are one value.");
        _layers.FuseActivations(outputs);
        if (_layers.ParameterCount > Array.MaxLength)
            throw new ModelException("its layers have more parameters than an array.");
        NetworkShape shape = _layers.Shape(outputNames, outputs);
        return new NetworkModel(name, shape, _layers.Parameters, IsDouble ? Precision.Double : Precision.Single)
        {
            LayerNames = _layers.LayerNames,
            InputNames = _layers.InputNames,
            OutputNames = [.. outputNames],
        };
    }

    private static void RequireSize(int[] lengths)
    {
        if (lengths.Aggregate(1L, (size, length) => size > Array.MaxLength ? size : size * length) > Array.MaxLength)
            throw new ModelException("its values have more elements than an array.");
    }
}
