using System;
using System.Linq;
using System.Numerics;

namespace Generated.Tests;

/// <summary>A compiled network with random parameters, and the scalar reference with the same ones.</summary>
internal sealed class Specimen<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Random _random;

    /// <param name="network">The network.</param>
    /// <param name="seed">Where its parameters, and then all samples, start from.</param>
    public Specimen(NetworkHandle<T> network, int seed)
    {
        _random = new Random(seed);
        Network = network;
        Reference = new ReferenceModel(Shape);
        foreach (LayerShape layer in Shape.Layers)
            Fill(layer);
        Synchronize();
    }

    public NetworkHandle<T> Network { get; }

    public ReferenceModel Reference { get; }

    public NetworkShape Shape => Network.Shape;

    /// <summary>Rows of inputs between −1 and 1.</summary>
    public T[] Inputs(int rows) => Numbers(rows * Shape.InputSize, -1, 1);

    /// <summary>A sample's input that keeps every unit some distance from where its activation is not smooth, or null.</summary>
    public T[]? InputAwayFromKinks(double distance, int tries = 25)
    {
        for (int i = 0; i < tries; i++)
        {
            T[] input = Inputs(rows: 1);
            if (Kinks.Distance(Reference, Shape, Doubles(input)) >= distance)
                return input;
        }

        return null;
    }

    /// <summary>A target that suits a loss, at which the loss is smooth.</summary>
    public T[] Target(Loss<T> loss, ReadOnlySpan<T> output)
    {
        if (loss.Definition == typeof(BinaryCrossEntropy) || loss.Definition == typeof(BinaryCrossEntropyFromLogits))
            return Numbers(output.Length, 0.05, 0.95);
        if (Losses.OfDistributions.Contains(loss.Definition))
        {
            double[] shares = Doubles(Numbers(output.Length, 0.1, 1));
            return [.. shares.Select(share => T.CreateTruncating(share / shares.Sum()))];
        }

        // Errors stay away from 0 and from ±1, the kinks of the absolute and of the Huber loss.
        var target = new T[output.Length];
        for (int i = 0; i < target.Length; i++)
        {
            double error = _random.Next(4) switch { 0 => 0.2, 1 => -0.8, 2 => 1.2, _ => -1.8 } + 0.6 * _random.NextDouble();
            target[i] = output[i] - T.CreateTruncating(error);
        }

        return target;
    }

    public T[] Numbers(int count, double least, double most) =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(least + (most - least) * _random.NextDouble()))];

    /// <summary>A vector of length 1 and random direction.</summary>
    public double[] Direction(int count)
    {
        double[] numbers = [.. Enumerable.Range(0, count).Select(_ => 2 * _random.NextDouble() - 1)];
        double length = Math.Sqrt(numbers.Sum(number => number * number));
        return [.. numbers.Select(number => number / length)];
    }

    public static double[] Doubles(ReadOnlySpan<T> values)
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            doubles[i] = double.CreateTruncating(values[i]);
        return doubles;
    }

    /// <summary>Parameters for which activations neither vanish nor grow from layer to layer.</summary>
    private void Fill(LayerShape layer)
    {
        bool isRadial = layer.Kind == LayerKind.RadialBasis;
        double spread = isRadial ? 1 : Math.Sqrt(4.0 / layer.Inputs);
        double centre = isRadial ? -Math.Log(layer.Inputs) : 0;
        for (int unit = 0; unit < layer.Units; unit++)
        {
            for (int input = 0; input < layer.Inputs; input++)
                Network.Parameters[layer.WeightIndex(input, unit)] = Numbers(1, -spread, spread)[0];
            Network.Parameters[layer.BiasIndex(unit)] = Numbers(1, centre - 0.5, centre + 0.5)[0];
        }
    }

    private void Synchronize() => Doubles(Network.Parameters).CopyTo(Reference.Parameters, 0);
}
