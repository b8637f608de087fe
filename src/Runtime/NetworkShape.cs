using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>One layer of a network: its size, its activation and its parameters.</summary>
public sealed class LayerShape : IEquatable<LayerShape>
{
    private readonly ParameterTensor[] _parameters;
    private readonly ParameterTensor? _weights, _bias;

    /// <summary>Describes a layer of any kind.</summary>
    /// <param name="kind">The kind of layer.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="units">The number of units, which is the number of outputs.</param>
    /// <param name="activation">The activation function; <see cref="Activation.Linear"/> for a kind that has none.</param>
    /// <param name="parameters">The parameter tensors, in the canonical order.</param>
    public LayerShape(LayerKind kind, int inputs, int units, Activation activation, params ReadOnlySpan<ParameterTensor> parameters)
    {
        (Kind, Inputs, Units, Activation, _parameters) = (kind, inputs, units, activation, parameters.ToArray());
        ParameterCount = checked(_parameters.Sum(parameter => parameter.Length));
        _weights = Array.Find(_parameters, parameter => parameter.Role is ParameterRole.Weight or ParameterRole.Center);
        _bias = Array.Find(_parameters, parameter => parameter.Role is ParameterRole.Bias or ParameterRole.LogWidth);
    }

    /// <summary>Describes a layer of weights (or centres) <c>[units][inputs]</c> and a bias (or ρ) for each unit.</summary>
    /// <param name="kind">The kind of layer.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="units">The number of units, which is the number of outputs.</param>
    /// <param name="activation">The activation function; <see cref="Activation.Linear"/> for a radial basis layer, whose Gaussian is its own.</param>
    /// <param name="weightsOffset">Index of the first weight (or centre coordinate) in the parameter vector.</param>
    /// <param name="order">The order of the weights from there on.</param>
    /// <param name="biasOffset">Index of the first bias in the parameter vector; of the first ρ = ln β in a radial basis layer.</param>
    public LayerShape(LayerKind kind, int inputs, int units, Activation activation, int weightsOffset, WeightOrder order, int biasOffset)
        : this(kind, inputs, units, activation, LayerKinds.WeightsAndBias(kind, inputs, units, weightsOffset, order, biasOffset))
    {
    }

    /// <summary>The kind of layer.</summary>
    public LayerKind Kind { get; }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>The number of units, which is the number of outputs.</summary>
    public int Units { get; }

    /// <summary>The activation function; <see cref="Activation.Linear"/> for a kind that has none.</summary>
    public Activation Activation { get; }

    /// <summary>The parameter tensors, in the canonical order.</summary>
    public IReadOnlyList<ParameterTensor> Parameters => _parameters;

    /// <summary>The number of parameters, of all tensors.</summary>
    public int ParameterCount { get; }

    /// <summary>Index of the first weight (or centre coordinate) in the parameter vector.</summary>
    /// <exception cref="InvalidOperationException">The layer has no weights.</exception>
    public int WeightsOffset => Weights.Offset;

    /// <summary>The order of the weights.</summary>
    /// <exception cref="InvalidOperationException">The layer has no weights.</exception>
    public WeightOrder Order => Weights.Order;

    /// <summary>Index of the first bias in the parameter vector; of the first ρ = ln β in a radial basis layer.</summary>
    /// <exception cref="InvalidOperationException">The layer has no biases.</exception>
    public int BiasOffset => Bias.Offset;

    /// <summary>The number of weights (or centre coordinates); 0 if the layer has none.</summary>
    public int WeightCount => _weights?.Length ?? 0;

    /// <summary>The index in the parameter vector of the weight from <paramref name="input"/> to <paramref name="unit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such input or unit.</exception>
    /// <exception cref="InvalidOperationException">The layer has no weights.</exception>
    public int WeightIndex(int input, int unit) => Weights.Index(unit, input);

    /// <summary>The index in the parameter vector of the bias (or ρ) of <paramref name="unit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such unit.</exception>
    /// <exception cref="InvalidOperationException">The layer has no biases.</exception>
    public int BiasIndex(int unit) => Bias.Index(unit);

    /// <summary>Whether two layers compute the same of the same parameters, wherever these lie.</summary>
    public bool IsSameArchitecture(LayerShape? other) =>
        other is not null && (Kind, Inputs, Units, Activation) == (other.Kind, other.Inputs, other.Units, other.Activation)
        && _parameters.Length == other._parameters.Length && _parameters.Zip(other._parameters, (own, others) => own.IsSameParameter(others)).All(same => same);

    /// <inheritdoc/>
    public bool Equals(LayerShape? other) => IsSameArchitecture(other) && _parameters.AsSpan().SequenceEqual(other!._parameters);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Inputs, Units, Activation, ParameterCount);

    /// <summary>The layer as a network's line shows it: <c>32 ReLU</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Units} {LayerKinds.Label(this)}");

    private ParameterTensor Weights => _weights ?? throw new InvalidOperationException($"A layer of kind {Kind} has no weights.");

    private ParameterTensor Bias => _bias ?? throw new InvalidOperationException($"A layer of kind {Kind} has no biases.");
}

/// <summary>The layers of a network, their sizes and activations, and where each parameter lies in the parameter vector.</summary>
public sealed class NetworkShape : IEquatable<NetworkShape>
{
    private readonly LayerShape[] _layers;
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

        _layers = layers.ToArray();
        _parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
        ParameterCount = _layers.Sum(layer => layer.ParameterCount);
    }

    /// <summary>The layers, the one after the input first.</summary>
    public IReadOnlyList<LayerShape> Layers => _layers;

    /// <summary>The parameter tensors of all layers, in the canonical order.</summary>
    public IReadOnlyList<ParameterTensor> Parameters => _parameters;

    /// <summary>The same, to go through without allocating.</summary>
    internal ReadOnlySpan<ParameterTensor> Tensors => _parameters;

    /// <summary>The number of inputs.</summary>
    public int InputSize => _layers[0].Inputs;

    /// <summary>The number of outputs.</summary>
    public int OutputSize => _layers[^1].Units;

    /// <summary>The number of parameters, which is the length of the parameter vector.</summary>
    public int ParameterCount { get; }

    /// <summary>Whether two networks compute the same of the same parameters, in whatever order each keeps them.</summary>
    public bool IsSameArchitecture(NetworkShape? other) =>
        other is not null && _layers.Length == other._layers.Length
            && _layers.Zip(other._layers, (own, others) => own.IsSameArchitecture(others)).All(same => same);

    /// <inheritdoc/>
    public bool Equals(NetworkShape? other) => other is not null && _layers.AsSpan().SequenceEqual(other._layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_layers.Length, InputSize, OutputSize, ParameterCount);

    /// <summary>The architecture on one line, for example <c>64 → 32 ReLU → 10 Softmax</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{InputSize} → {string.Join<LayerShape>(" → ", _layers)}");
}
