using System;
using System.Globalization;

namespace Generated;

/// <summary>One dense layer of a <see cref="NetworkModel"/>, <c>a = f(W·x + b)</c>, with its values.</summary>
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
