using System;
using System.Linq;
using System.Numerics;

namespace Generated.Tests;

/// <summary>An optimiser with settings, in either precision, and its definition in plain numbers.</summary>
public sealed class OptimizerCase
{
    private readonly string _name;
    private readonly Func<IOptimizer<float>> _single;
    private readonly Func<IOptimizer<double>> _double;

    private OptimizerCase(string name, Func<IOptimizer<float>> single, Func<IOptimizer<double>> @double)
    {
        (_name, _single, _double) = (name, single, @double);
    }

    /// <summary>Every optimiser, each of its settings made use of at least once.</summary>
    public static OptimizerCase[] All { get; } =
    [
        new("SGD", () => new Sgd<float>(0.1), () => new Sgd<double>(0.1)),
        new("SGD, momentum", () => new Sgd<float>(0.1) { Momentum = 0.9 }, () => new Sgd<double>(0.1) { Momentum = 0.9 }),
        new("SGD, Nesterov, decay", () => new Sgd<float>(0.1) { Momentum = 0.9, Nesterov = true, WeightDecay = 0.01 }, () => new Sgd<double>(0.1) { Momentum = 0.9, Nesterov = true, WeightDecay = 0.01 }),
        new("SGD, momentum, decoupled decay", () => new Sgd<float>(0.1) { Momentum = 0.5, WeightDecay = 0.1, DecoupledWeightDecay = true }, () => new Sgd<double>(0.1) { Momentum = 0.5, WeightDecay = 0.1, DecoupledWeightDecay = true }),
        new("SGD, decoupled decay", () => new Sgd<float>(0.1) { WeightDecay = 0.1, DecoupledWeightDecay = true }, () => new Sgd<double>(0.1) { WeightDecay = 0.1, DecoupledWeightDecay = true }),
        new("Adam", () => new Adam<float>(0.01), () => new Adam<double>(0.01)),
        new("Adam, decay", () => new Adam<float>(0.01) { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-4, WeightDecay = 0.1 }, () => new Adam<double>(0.01) { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-4, WeightDecay = 0.1 }),
        new("AdamW", () => new AdamW<float>(0.01), () => new AdamW<double>(0.01)),
    ];

    public IOptimizer<T> New<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float) ? (IOptimizer<T>)_single() : (IOptimizer<T>)_double();

    public static OptimizerCase Named(string name) => All.Single(@case => @case._name == name);

    public override string ToString() => _name;
}
