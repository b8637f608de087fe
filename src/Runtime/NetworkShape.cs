using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>The kind of a layer.</summary>
public enum LayerKind
{
    /// <summary>A fully connected layer, <c>a = f(W·x + b)</c>.</summary>
    Dense,

    /// <summary>Gaussian radial basis functions, <c>hⱼ = exp(−βⱼ‖x − cⱼ‖²)</c> with <c>βⱼ = exp(ρⱼ)</c>.</summary>
    RadialBasis,
}

/// <summary>The order in which the weights (or centres) of a layer lie in the parameter vector.</summary>
public enum WeightOrder
{
    /// <summary>Row i holds what input i sends to every unit: <c>[inputs][units]</c>. Vector lanes hold units.</summary>
    InputsByUnits,

    /// <summary>Row j holds what unit j receives from every input: <c>[units][inputs]</c>. Vector lanes hold inputs.</summary>
    UnitsByInputs,
}

/// <summary>One layer of a network: its size, its activation and where its parameters lie.</summary>
/// <param name="Kind">The kind of layer.</param>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Units">The number of units, which is the number of outputs.</param>
/// <param name="Activation">The activation function; <see cref="Activation.Linear"/> for a radial basis layer, whose Gaussian is its own.</param>
/// <param name="WeightsOffset">Index of the first weight (or centre coordinate) in the parameter vector.</param>
/// <param name="Order">The order of the weights from there on.</param>
/// <param name="BiasOffset">Index of the first bias in the parameter vector; of the first ρ = ln β in a radial basis layer.</param>
public sealed record LayerShape(
    LayerKind Kind, int Inputs, int Units, Activation Activation, int WeightsOffset, WeightOrder Order, int BiasOffset)
{
    /// <summary>The number of weights (or centre coordinates): inputs × units.</summary>
    public int WeightCount => Inputs * Units;

    /// <summary>The number of parameters: the weights and one bias (or one ρ) per unit.</summary>
    public int ParameterCount => WeightCount + Units;

    /// <summary>The index in the parameter vector of the weight from <paramref name="input"/> to <paramref name="unit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such input or unit.</exception>
    public int WeightIndex(int input, int unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, Units);
        return WeightsOffset + (Order == WeightOrder.InputsByUnits ? input * Units + unit : unit * Inputs + input);
    }

    /// <summary>The index in the parameter vector of the bias (or ρ) of <paramref name="unit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such unit.</exception>
    public int BiasIndex(int unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, Units);
        return BiasOffset + unit;
    }
}

/// <summary>The layers of a network, their sizes and activations, and where each parameter lies in the parameter vector.</summary>
public sealed class NetworkShape
{
    private readonly LayerShape[] _layers;

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
        ParameterCount = _layers.Sum(layer => layer.ParameterCount);
    }

    /// <summary>The layers, the one after the input first.</summary>
    public IReadOnlyList<LayerShape> Layers => _layers;

    /// <summary>The number of inputs.</summary>
    public int InputSize => _layers[0].Inputs;

    /// <summary>The number of outputs.</summary>
    public int OutputSize => _layers[^1].Units;

    /// <summary>The number of parameters, which is the length of the parameter vector.</summary>
    public int ParameterCount { get; }

    /// <summary>The architecture on one line, for example <c>64 → 32 ReLU → 10 Softmax</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{InputSize} → {string.Join(" → ", _layers.Select(Describe))}");

    private static string Describe(LayerShape layer) => string.Create(CultureInfo.InvariantCulture,
        $"{layer.Units} {(layer.Kind == LayerKind.RadialBasis ? "RadialBasis" : layer.Activation.ToString())}");
}
