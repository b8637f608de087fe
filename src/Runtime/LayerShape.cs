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

    /// <summary>The number of inputs; of a sequence or an image, the features of each position.</summary>
    public int Inputs { get; }

    /// <summary>The number of units, which is the number of outputs; of a sequence or an image, the features of each position.</summary>
    public int Units { get; }

    /// <summary>The activation function; <see cref="Activation.Linear"/> for a kind that has none.</summary>
    public Activation Activation { get; }

    /// <summary>The parameter tensors, in the canonical order.</summary>
    public IReadOnlyList<ParameterTensor> Parameters => _parameters;

    /// <summary>What the layer's output is called where it is given a name; else null, and it is called after its number.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The values that the layer takes: 0 is the first input of the network, and behind the inputs come the layers in order.
    /// Empty for the layer before it.
    /// </summary>
    public IReadOnlyList<int> Sources { get; init; } = [];

    /// <summary>The lengths of the output: features; or steps and features; or height, width and features. Empty for a vector of <see cref="Units"/>.</summary>
    public IReadOnlyList<int> OutputLengths { get; init; } = [];

    /// <summary>What else tells the layer from others of its kind: the stride of a convolution.</summary>
    public IReadOnlyList<LayerSetting> Settings { get; init; } = [];

    /// <summary>The number of elements of the output.</summary>
    public int OutputSize => OutputLengths.Count == 0 ? Units : OutputLengths.Aggregate(1, (size, length) => checked(size * length));

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
        && Name == other.Name && Sources.SequenceEqual(other.Sources) && OutputLengths.SequenceEqual(other.OutputLengths)
        && Settings.SequenceEqual(other.Settings)
        && _parameters.Length == other._parameters.Length && _parameters.Zip(other._parameters, (own, others) => own.IsSameParameter(others)).All(same => same);

    /// <inheritdoc/>
    public bool Equals(LayerShape? other) => IsSameArchitecture(other) && _parameters.AsSpan().SequenceEqual(other!._parameters);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Inputs, Units, Activation, ParameterCount);

    /// <summary>The layer as a network's line shows it: <c>32 ReLU</c>.</summary>
    public override string ToString()
    {
        string lengths = OutputLengths.Count == 0 ? Units.ToString(CultureInfo.InvariantCulture)
            : string.Join("×", OutputLengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));
        return $"{lengths} {LayerKinds.Label(this)}";
    }

    private ParameterTensor Weights => _weights ?? throw new InvalidOperationException($"A layer of kind {Kind} has no weights.");

    private ParameterTensor Bias => _bias ?? throw new InvalidOperationException($"A layer of kind {Kind} has no biases.");
}
