using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>A check that holds for every network.</summary>
public interface INetworkCheck
{
    /// <summary>Runs the check on one kind of network, with a loss that fits it.</summary>
    static abstract void Run<TNetwork, T, TLoss>()
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>;
}

/// <summary>The shared networks by name, and random data for them.</summary>
internal static class EveryNetwork
{
    public static IEnumerable<TheoryDataRow<string>> Names { get; } =
        new[]
        {
            "tiny", "small", "digit", "odd", "value", "mixed", "radial", "large", "very wide", "strips", "strips in double", "single layer", "single wide layer",
            "logits", "many logits", "labels",
        }.Select(name => new TheoryDataRow<string>(name));

    public static void Check<TCheck>(string name)
        where TCheck : INetworkCheck
    {
        Action run = name switch
        {
            "tiny" => TCheck.Run<TinyNetwork, float, BinaryCrossEntropy>,
            "small" => TCheck.Run<SmallNetwork, float, CategoricalCrossEntropy>,
            "digit" => TCheck.Run<DigitNetwork, float, CategoricalCrossEntropy>,
            "odd" => TCheck.Run<OddNetwork, float, KullbackLeibler>,
            "value" => TCheck.Run<ValueNetwork, float, Huber>,
            "mixed" => TCheck.Run<MixedNetwork, double, MeanSquaredError>,
            "radial" => TCheck.Run<RadialNetwork, float, HalfSquaredError>,
            "large" => TCheck.Run<LargeNetwork, float, BinaryCrossEntropy>,
            "very wide" => TCheck.Run<VeryWideNetwork, float, MeanSquaredError>,
            "strips" => TCheck.Run<StripsNetwork, float, HalfSquaredError>,
            "strips in double" => TCheck.Run<DoubleStripsNetwork, double, HalfSquaredError>,
            "single wide layer" => TCheck.Run<SingleWideLayerNetwork, float, HalfSquaredError>,
            "single layer" => TCheck.Run<SingleLayerNetwork, double, MeanAbsoluteError>,
            "logits" => TCheck.Run<LogitsNetwork, float, CategoricalCrossEntropyFromLogits>,
            "many logits" => TCheck.Run<ManyLogitsNetwork, double, KullbackLeiblerFromLogits>,
            "labels" => TCheck.Run<LabelsNetwork, float, BinaryCrossEntropyFromLogits>,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown network."),
        };
        run();
    }

    /// <summary>Numbers in [−1, 1), the same everywhere.</summary>
    public static T[] Inputs<T>(int count, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((float)(2 * random.NextDouble() - 1)))];
    }

    /// <summary>Weights from 0 to 3, every seventh of them 0.</summary>
    public static T[] Weights<T>(int rows, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(row => T.CreateChecked(row % 7 == 3 ? 0f : (float)(3 * random.NextDouble())))];
    }

    /// <summary>Rows of positive numbers that sum to about one: targets that every loss takes.</summary>
    public static T[] Targets<T>(int rows, int columns, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        T[] targets = new T[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            double[] values = [.. Enumerable.Range(0, columns).Select(_ => 0.05 + random.NextDouble())];
            for (int column = 0; column < columns; column++)
                targets[row * columns + column] = T.CreateChecked((float)(values[column] / (columns == 1 ? 2 : values.Sum())));
        }

        return targets;
    }
}
