using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Tests;

/// <summary>Models of random shapes, with all kinds of zeros among their weights, and samples for them.</summary>
internal static class RandomModels
{
    /// <summary>What is zero.</summary>
    private enum Zeros
    {
        None, Half, Most, Inputs, Units, All,
    }

    /// <summary>Some models; the same seed gives the same.</summary>
    public static NetworkModel[] Of(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number => Model(random, number))];
    }

    /// <summary>Samples of ordinary, large and tiny numbers, of zeros of both signs, and of mixtures.</summary>
    public static IEnumerable<double[]> Samples(int inputs, int seed)
    {
        var random = new Random(seed);
        double[] scales = [1, 1, 100, 1e-3, 1e-15];
        foreach (double scale in scales)
            yield return [.. Enumerable.Range(0, inputs).Select(_ => scale * Normal(random))];
        yield return new double[inputs];
        yield return [.. Enumerable.Repeat(-0.0, inputs)];
        for (int i = 0; i < 3; i++)
            yield return [.. Enumerable.Range(0, inputs).Select(_ => random.Next(3) switch { 0 => Normal(random), 1 => 0.0, _ => -0.0 })];
    }

    private static NetworkModel Model(Random random, int number)
    {
        Activation[] activations = Enum.GetValues<Activation>();
        // Mostly around the widths of registers, where remainders change; tiny ones for networks that are one method.
        bool tiny = random.Next(3) == 0;
        int Size() => tiny ? random.Next(1, 8) : random.Next(10) == 0 ? random.Next(41, 101) : random.Next(1, 41);
        var layers = new List<DenseLayer>();
        // So many weights can be frozen, in either precision.
        int rest = 3000;
        int inputs = Size(), count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            int units = Math.Clamp(rest / inputs, 1, Size());
            rest -= inputs * units;
            layers.Add(Layer(random, $"layer{i + 1}", inputs, units, activations[random.Next(activations.Length)]));
            inputs = units;
        }

        return NetworkModel.OfDense(string.Create(CultureInfo.InvariantCulture, $"model{number}"), layers, random.Next(2) == 0 ? Precision.Single : Precision.Double);
    }

    private static DenseLayer Layer(Random random, string name, int inputs, int units, Activation activation)
    {
        Zeros[] kinds = Enum.GetValues<Zeros>();
        Zeros zeros = random.Next(3) == 0 ? Zeros.None : kinds[random.Next(random.Next(4) == 0 ? kinds.Length : kinds.Length - 1)];
        bool[] zeroInput = [.. Enumerable.Range(0, inputs).Select(_ => random.Next(2) == 0)], zeroUnit = [.. Enumerable.Range(0, units).Select(_ => random.Next(2) == 0)];
        double scale = 1 / Math.Sqrt(inputs);
        double[] weights = [.. Enumerable.Range(0, units * inputs).Select(i =>
        {
            bool isZero = zeros switch
            {
                Zeros.None => false,
                Zeros.Half => random.Next(2) == 0,
                Zeros.Most => random.Next(10) > 0,
                Zeros.Inputs => zeroInput[i % inputs],
                Zeros.Units => zeroUnit[i / inputs],
                _ => true,
            };
            return !isZero ? scale * Normal(random) : random.Next(4) == 0 ? -0.0 : 0.0;
        })];
        int biases = random.Next(4);
        double[] bias = [.. Enumerable.Range(0, units).Select(_ => (biases == 0 ? random.Next(3) : 0) switch { 0 when biases == 3 => 0.0, 0 => Normal(random), 1 => 0.0, _ => -0.0 })];
        return new DenseLayer(name, inputs, units, activation, weights, bias);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
