using System;
using System.Linq;
using System.Numerics;

namespace Generated.Tests;

/// <summary>An optimiser with settings, in either precision.</summary>
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
        new("RMSprop", () => new RmsProp<float>(0.01), () => new RmsProp<double>(0.01)),
        new("RMSprop, momentum, decay", () => new RmsProp<float>(0.01) { Momentum = 0.9, WeightDecay = 0.1 }, () => new RmsProp<double>(0.01) { Momentum = 0.9, WeightDecay = 0.1 }),
        new("RMSprop, centered", () => new RmsProp<float>(0.01) { Centered = true, Smoothing = 0.8 }, () => new RmsProp<double>(0.01) { Centered = true, Smoothing = 0.8 }),
        new("RMSprop, centered, momentum", () => new RmsProp<float>(0.01) { Centered = true, Momentum = 0.5, Epsilon = 1e-3 }, () => new RmsProp<double>(0.01) { Centered = true, Momentum = 0.5, Epsilon = 1e-3 }),
        new("Adagrad", () => new Adagrad<float>(0.05), () => new Adagrad<double>(0.05)),
        new("Adagrad, rate decay, initial sum, decay", () => new Adagrad<float>(0.05) { LearningRateDecay = 0.1, InitialSum = 0.5, WeightDecay = 0.1, Epsilon = 1e-6 }, () => new Adagrad<double>(0.05) { LearningRateDecay = 0.1, InitialSum = 0.5, WeightDecay = 0.1, Epsilon = 1e-6 }),
    ];

    public IOptimizer<T> New<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float) ? (IOptimizer<T>)_single() : (IOptimizer<T>)_double();

    public static OptimizerCase Named(string name) => All.Single(@case => @case._name == name);

    public override string ToString() => _name;
}
