using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>A trained network of any layers as data, apart from any generated class: what a model file holds.</summary>
/// <remarks>Values are kept as <see cref="double"/>, which holds those of every type exactly.</remarks>
public sealed class NetworkModel
{
    private readonly string[] _layerNames, _inputNames, _outputNames;

    /// <summary>Describes a network by its layers and their values.</summary>
    /// <param name="name">What the network is called.</param>
    /// <param name="shape">Its layers, wherever their parameters lie.</param>
    /// <param name="parameters">The values of all tensors, constants included, in the canonical order: that of <see cref="ParameterOrder"/>.</param>
    /// <param name="precision">The floating-point type that the network computes with.</param>
    /// <exception cref="ArgumentException">The name is empty, or there is not one value for each parameter.</exception>
    public NetworkModel(string name, NetworkShape shape, ReadOnlyMemory<double> parameters, Precision precision = Precision.Single)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        SpanArguments.RequireLength(parameters.Length, shape.ParameterCount, nameof(parameters));
        (Name, Shape, Parameters, Precision) = (name, InCanonicalOrder(shape), parameters, precision);
        _layerNames = [.. Enumerable.Range(1, shape.Layers.Count).Select(shape.NameOf)];
        _inputNames = [.. shape.Inputs.Select(input => input.Name)];
        _outputNames = shape.IsChainOfMatrices ? ["output"] : [.. shape.Outputs.Select(output => output.Name)];
    }

    /// <summary>What the network is called.</summary>
    public string Name { get; }

    /// <summary>The floating-point type that the network computes with.</summary>
    public Precision Precision { get; }

    /// <summary>The layers, with the parameters in canonical order: that of <see cref="ParameterOrder"/>.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The values of all tensors, constants included, in the canonical order.</summary>
    public ReadOnlyMemory<double> Parameters { get; }

    /// <summary>What the layers are called where a file names them. Default: the shape's names.</summary>
    /// <exception cref="ArgumentException">There is not one name for each layer.</exception>
    public IReadOnlyList<string> LayerNames
    {
        get => _layerNames;
        init => _layerNames = Names(value, Shape.Layers.Count, nameof(LayerNames));
    }

    /// <summary>What the inputs are called where a file names them. Default: the shape's names; <c>input</c> of a chain.</summary>
    /// <exception cref="ArgumentException">There is not one name for each input.</exception>
    public IReadOnlyList<string> InputNames
    {
        get => _inputNames;
        init => _inputNames = Names(value, Shape.Inputs.Count, nameof(InputNames));
    }

    /// <summary>What the outputs are called where a file names them. Default: the shape's names; <c>output</c> of a chain of dense layers.</summary>
    /// <exception cref="ArgumentException">There is not one name for each output.</exception>
    public IReadOnlyList<string> OutputNames
    {
        get => _outputNames;
        init => _outputNames = Names(value, Shape.Outputs.Count, nameof(OutputNames));
    }

    /// <summary>
    /// The class whose probability the only output is, where a file has the probabilities of two classes and the network computes one: as the file calls it,
    /// or its number from 0. The other's is 1 minus it. Null for any other model.
    /// </summary>
    public string? OutputClass { get; init; }

    /// <summary>What the classes are called that the outputs are of, in their order; empty if that is not known.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The values of one tensor, in its canonical shape, row-major.</summary>
    /// <param name="layer">The index of the layer in <see cref="NetworkShape.Layers"/>.</param>
    /// <param name="tensor">The index of the tensor in <see cref="LayerShape.Parameters"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or tensor.</exception>
    public ReadOnlyMemory<double> ValuesOf(int layer, int tensor)
    {
        ParameterTensor found = Shape.Layers[layer].Parameters[tensor];
        return Parameters.Slice(found.Offset, found.Length);
    }

    /// <summary>A chain of dense layers.</summary>
    /// <param name="name">What the network is called.</param>
    /// <param name="layers">The layers, the one after the input first; each has as many inputs as the one before it has units.</param>
    /// <param name="precision">The floating-point type that the network computes with.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, one is null, two neighbours do not fit, or there are more than 2³¹ − 1 parameters.
    /// </exception>
    public static NetworkModel OfDense(string name, IReadOnlyList<DenseLayer> layers, Precision precision = Precision.Single)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Contains(null!))
            throw new ArgumentException("A layer is null.", nameof(layers));
        if (layers.Sum(layer => (layer.Inputs + 1L) * layer.Units) is var count && count > Array.MaxLength)
            throw new ArgumentException("The layers have more than 2³¹ − 1 parameters.", nameof(layers));

        // The shape's constructor is the one that checks neighbours.
        var parameters = new double[count];
        int offset = 0;
        var shapes = new List<LayerShape>();
        foreach (DenseLayer layer in layers)
        {
            int biasOffset = offset + layer.Weights.Length;
            shapes.Add(new LayerShape(LayerKind.Dense, layer.Inputs, layer.Units, layer.Activation, offset, WeightOrder.UnitsByInputs, biasOffset));
            layer.Weights.Span.CopyTo(parameters.AsSpan(offset));
            layer.Bias.Span.CopyTo(parameters.AsSpan(biasOffset));
            offset = biasOffset + layer.Units;
        }

        return new NetworkModel(name, new NetworkShape([.. shapes]), parameters, precision) { LayerNames = [.. layers.Select(layer => layer.Name)] };
    }

    /// <summary>The layers of a chain of dense layers, each with weights and biases, the one after the input first.</summary>
    /// <exception cref="NotSupportedException">The network is another one: the message says why.</exception>
    public IReadOnlyList<DenseLayer> DenseLayers()
    {
        // Nothing else decides on what a chain of dense layers is.
        if (!Shape.IsChain)
            throw new NotSupportedException($"{Shape} is a graph, where a chain of dense layers is needed.");
        var layers = new List<DenseLayer>();
        for (int i = 0; i < Shape.Layers.Count; i++)
        {
            LayerShape layer = Shape.Layers[i];
            if (layer is not { Kind: LayerKind.Dense, Name: null, Parameters: [{ Shape.Count: 2 }, { Shape.Count: 1 }] })
            {
                throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
                    $"Layer {i + 1} of {Shape} is not a dense layer with weights and biases, but a chain of these is needed."));
            }

            layers.Add(new DenseLayer(LayerNames[i], layer.Inputs, layer.Units, layer.Activation, ValuesOf(i, 0), ValuesOf(i, 1)));
        }

        return layers;
    }

    /// <summary>Whether <see cref="DenseLayers"/> has the layers.</summary>
    internal bool IsDense => Shape.IsDenseChain;

    /// <summary>The network's layers and a copy of its parameters.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">What to call it; the class's name if null.</param>
    public static NetworkModel Of<TSelf, T>(INetwork<TSelf, T> network, string? name = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var canonical = new T[TSelf.Shape.ParameterCount];
        network.ExportParameters(canonical);
        return OfCanonical<T>(name ?? typeof(TSelf).Name, TSelf.Shape, canonical, TSelf.Labels);
    }

    /// <summary>A model of parameters in the canonical order.</summary>
    internal static NetworkModel OfCanonical<T>(string name, NetworkShape shape, ReadOnlySpan<T> canonical, IReadOnlyList<string> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var wide = new double[canonical.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = double.CreateTruncating(canonical[i]);
        return new NetworkModel(name, shape, wide, typeof(T) == typeof(double) ? Precision.Double : Precision.Single) { Labels = labels };
    }

    /// <summary>Copies the parameters into a network of the same layers; values of another precision are rounded to the nearest.</summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <exception cref="ArgumentException">
    /// The network has other layers, and the message names both; or a parameter is beyond the range of <typeparamref name="T"/>.
    /// </exception>
    public void CopyTo<TSelf, T>(INetwork<TSelf, T> network)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!TSelf.Shape.IsSameArchitecture(Shape))
            throw new ArgumentException($"{Name} is {Shape}, but the network is {TSelf.Shape}.", nameof(network));
        network.ImportParameters(Canonical<T>());
    }

    /// <summary>The parameters in the canonical order, rounded to the nearest.</summary>
    /// <exception cref="ArgumentException">One is beyond the range of <typeparamref name="T"/>.</exception>
    internal T[] Canonical<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var canonical = new T[Parameters.Length];
        for (int i = 0; i < canonical.Length; i++)
        {
            double value = Parameters.Span[i];
            canonical[i] = T.CreateTruncating(value);
            if (double.IsFinite(value) && !T.IsFinite(canonical[i]))
            {
                (string layer, string tensor) = Place(i);
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{layer} has a {tensor} of {value}, beyond the range of {typeof(T).Name}."));
            }
        }

        return canonical;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Shape}";

    private (string Layer, string Tensor) Place(int parameter)
    {
        int layer = 0;
        while (parameter >= Shape.Layers[layer].ParameterCount)
            parameter -= Shape.Layers[layer++].ParameterCount;
        int tensor = 0;
        while (parameter >= Shape.Layers[layer].Parameters[tensor].Length)
            parameter -= Shape.Layers[layer].Parameters[tensor++].Length;
        return (LayerNames[layer], Shape.Layers[layer].Parameters[tensor].Name);
    }

    private static string[] Names(IReadOnlyList<string> names, int count, string property)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == count && !names.Contains(null!) ? [.. names]
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Expected {count} names, but got {names.Count}, or one is null."), property);
    }

    /// <summary>The same layers with their parameters in the canonical order.</summary>
    private static NetworkShape InCanonicalOrder(NetworkShape shape)
    {
        int offset = 0;
        var layers = new List<LayerShape>();
        foreach (LayerShape layer in shape.Layers)
        {
            var tensors = new List<ParameterTensor>();
            foreach (ParameterTensor tensor in layer.Parameters)
            {
                tensors.Add(new ParameterTensor(tensor.Name, tensor.Role, [.. tensor.Shape], tensor.FanIn, tensor.FanOut, offset));
                offset += tensor.Length;
            }

            layers.Add(new LayerShape(layer.Kind, layer.Inputs, layer.Units, layer.Activation, [.. tensors])
            {
                Name = layer.Name,
                Sources = layer.Sources,
                OutputLengths = layer.OutputLengths,
                Settings = layer.Settings,
            });
        }

        return shape.IsChain ? new NetworkShape([.. layers]) : new NetworkShape([.. shape.Inputs], [.. layers], [.. shape.OutputValues]);
    }
}
