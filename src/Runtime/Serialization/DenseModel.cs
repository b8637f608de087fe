using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>A trained network of dense layers as data, apart from any generated class: what a model file holds.</summary>
/// <remarks>Values are kept as <see cref="double"/>, which holds those of every type exactly.</remarks>
public sealed class DenseModel
{
    private readonly DenseLayer[] _layers;

    /// <summary>Describes a network by its layers, the one after the input first.</summary>
    /// <param name="name">What the network is called.</param>
    /// <param name="layers">The layers; each has as many inputs as the one before it has units.</param>
    /// <param name="precision">The floating-point type that the network computes with.</param>
    /// <exception cref="ArgumentException">There is no layer, one is null, two neighbours do not fit, or there are more than 2³¹ − 1 parameters.</exception>
    public DenseModel(string name, IReadOnlyList<DenseLayer> layers, Precision precision = Precision.Single)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(layers);
        Name = name;
        _layers = [.. layers];
        Precision = precision;

        if (Array.Exists(_layers, layer => layer is null))
            throw new ArgumentException("A layer is null.", nameof(layers));
        if (_layers.Sum(layer => (layer.Inputs + 1L) * layer.Units) > int.MaxValue)
            throw new ArgumentException("The layers have more than 2³¹ − 1 parameters.", nameof(layers));

        // The shape's constructor is the one that checks neighbours.
        int offset = 0;
        var shapes = new LayerShape[_layers.Length];
        for (int i = 0; i < shapes.Length; i++)
        {
            DenseLayer layer = _layers[i];
            int biasOffset = offset + layer.Inputs * layer.Units;
            shapes[i] = new LayerShape(LayerKind.Dense, layer.Inputs, layer.Units, layer.Activation, offset, WeightOrder.UnitsByInputs, biasOffset);
            offset = biasOffset + layer.Units;
        }

        Shape = new NetworkShape(shapes);
    }

    /// <summary>What the network is called.</summary>
    public string Name { get; }

    /// <summary>What the input is called where a file names it.</summary>
    public string InputName { get; init; } = "input";

    /// <summary>What the output is called where a file names it.</summary>
    public string OutputName { get; init; } = "output";

    /// <summary>
    /// The class whose probability the only output is, where a file has the probabilities of two classes and the network computes one: as the file calls it,
    /// or its number from 0. The other's is 1 minus it. Null for any other model.
    /// </summary>
    public string? OutputClass { get; init; }

    /// <summary>The floating-point type that the network computes with.</summary>
    public Precision Precision { get; }

    /// <summary>The layers, the one after the input first.</summary>
    public IReadOnlyList<DenseLayer> Layers => _layers;

    /// <summary>The layers' sizes and activations, with the parameters in canonical order: that of <see cref="ParameterOrder"/>.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The network's layers and a copy of its parameters.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">What to call it; the class's name if null.</param>
    /// <exception cref="NotSupportedException">A layer is not dense, which the message names, or the network is a graph.</exception>
    public static DenseModel Of<TSelf, T>(INetwork<TSelf, T> network, string? name = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkShape shape = TSelf.Shape;
        if (ProblemOf(shape) is { } problem)
            throw new NotSupportedException(problem);
        var canonical = new T[shape.ParameterCount];
        network.ExportParameters(canonical);
        return OfCanonical<T>(name ?? typeof(TSelf).Name, shape, canonical);
    }

    /// <summary>A model of parameters in the canonical order.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="shape">Its layers, in which <see cref="ProblemOf"/> finds no problem.</param>
    /// <param name="canonical">The parameters.</param>
    internal static DenseModel OfCanonical<T>(string name, NetworkShape shape, ReadOnlySpan<T> canonical)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layers = new List<DenseLayer>();
        foreach (LayerShape layer in shape.Layers)
        {
            layers.Add(new DenseLayer(
                shape.NameOf(layers.Count + 1), layer.Inputs, layer.Units, layer.Activation,
                Wide(canonical[..layer.WeightCount]), Wide(canonical.Slice(layer.WeightCount, layer.Units))));
            canonical = canonical[layer.ParameterCount..];
        }

        return new DenseModel(name, layers, typeof(T) == typeof(double) ? Precision.Double : Precision.Single);
    }

    /// <summary>Why a network is no model of dense layers, one behind the other, in one sentence; null if it is one. Nothing else decides on this.</summary>
    internal static string? ProblemOf(NetworkShape shape)
    {
        for (int i = 0; i < shape.Layers.Count; i++)
        {
            if (shape.Layers[i] is not { Kind: LayerKind.Dense, Parameters: [{ Shape.Count: 2 }, { Shape.Count: 1 }] })
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"Layer {i + 1} of {shape} is not a dense layer: it has no weights and biases in the sense of a model file.");
            }
        }

        return shape.IsChain ? null : $"{shape} is a graph, but a model file has a chain of dense layers.";
    }

    /// <summary>Copies the weights and biases into a network of the same layers; values of another precision are rounded to the nearest.</summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <exception cref="ArgumentException">
    /// The network has other sizes or activations, and the message names both; or a weight or bias is beyond the range of <typeparamref name="T"/>.
    /// </exception>
    public void CopyTo<TSelf, T>(INetwork<TSelf, T> network)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!TSelf.Shape.IsSameArchitecture(Shape))
            throw new ArgumentException($"{Name} is {Shape}, but the network is {TSelf.Shape}.", nameof(network));

        var canonical = new T[Shape.ParameterCount];
        Span<T> rest = canonical;
        foreach (DenseLayer layer in _layers)
        {
            Narrow(layer, layer.Weights.Span, rest);
            Narrow(layer, layer.Bias.Span, rest[layer.Weights.Length..]);
            rest = rest[(layer.Weights.Length + layer.Units)..];
        }

        network.ImportParameters(canonical);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Shape}";

    private static double[] Wide<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = double.CreateTruncating(values[i]);
        return wide;
    }

    private static void Narrow<T>(DenseLayer layer, ReadOnlySpan<double> values, Span<T> narrow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            narrow[i] = T.CreateTruncating(values[i]);
            if (double.IsFinite(values[i]) && !T.IsFinite(narrow[i]))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{layer.Name} has a weight or bias of {values[i]}, beyond the range of {typeof(T).Name}."));
        }
    }
}

/// <summary>One layer of a <see cref="DenseModel"/>: <c>a = f(W·x + b)</c>.</summary>
public sealed class DenseLayer
{
    /// <summary>Describes a layer.</summary>
    /// <param name="name">What the layer is called in its file.</param>
    /// <param name="inputs">The number of inputs, at least 1.</param>
    /// <param name="units">The number of units, at least 1.</param>
    /// <param name="activation">The activation function.</param>
    /// <param name="weights">The weights, <c>[units][inputs]</c>, row-major.</param>
    /// <param name="bias">One bias per unit.</param>
    /// <exception cref="ArgumentException">A size is not positive, or there are not as many weights or biases as the sizes ask for.</exception>
    public DenseLayer(string name, int inputs, int units, Activation activation, ReadOnlyMemory<double> weights, ReadOnlyMemory<double> bias)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        if (weights.Length != (long)inputs * units)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{name} has {weights.Length} weights, but {inputs} inputs and {units} units take {(long)inputs * units}."), nameof(weights));
        if (bias.Length != units)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} has {bias.Length} biases, but {units} units."), nameof(bias));
        Name = name;
        Inputs = inputs;
        Units = units;
        Activation = activation;
        Weights = weights;
        Bias = bias;
    }

    /// <summary>What the layer is called in its file.</summary>
    public string Name { get; }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>The number of units.</summary>
    public int Units { get; }

    /// <summary>The activation function.</summary>
    public Activation Activation { get; }

    /// <summary>The weights, <c>[units][inputs]</c>, row-major.</summary>
    public ReadOnlyMemory<double> Weights { get; }

    /// <summary>One bias per unit.</summary>
    public ReadOnlyMemory<double> Bias { get; }
}
