using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>A check that holds for every streaming network.</summary>
public interface IStreamCheck
{
    /// <summary>Runs the check on one kind of network.</summary>
    static abstract void Run<TNetwork, T, TState, TLoss>()
        where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TState : NetworkState<T>, new()
        where TLoss : struct, ILoss<T>;
}

/// <summary>The streaming networks, by name.</summary>
internal static class EveryStream
{
    public static IEnumerable<TheoryDataRow<string>> Names { get; } = new[]
    {
        "rnn", "rnn double", "gru", "gru double", "lstm", "lstm double", "lstm and gru", "lstm and gru double", "convolutions", "convolutions double", "residual", "residual double", "wave", "wave double", "odd", "odd double"
    }.Select(name => new TheoryDataRow<string>(name));

    public static void Check<TCheck>(string name)
        where TCheck : IStreamCheck
    {
        Action run = name switch
        {
            "rnn" => TCheck.Run<PlainRecurrentStreamSingle, float, PlainRecurrentStreamSingle.State, HalfSquaredError>,
            "rnn double" => TCheck.Run<PlainRecurrentStreamDouble, double, PlainRecurrentStreamDouble.State, HalfSquaredError>,
            "gru" => TCheck.Run<GatedRecurrentUnitStreamSingle, float, GatedRecurrentUnitStreamSingle.State, HalfSquaredError>,
            "gru double" => TCheck.Run<GatedRecurrentUnitStreamDouble, double, GatedRecurrentUnitStreamDouble.State, HalfSquaredError>,
            "lstm" => TCheck.Run<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State, HalfSquaredError>,
            "lstm double" => TCheck.Run<LongShortTermMemoryStreamDouble, double, LongShortTermMemoryStreamDouble.State, HalfSquaredError>,
            "lstm and gru" => TCheck.Run<MemoryFromAStateStreamSingle, float, MemoryFromAStateStreamSingle.State, HalfSquaredError>,
            "lstm and gru double" => TCheck.Run<MemoryFromAStateStreamDouble, double, MemoryFromAStateStreamDouble.State, HalfSquaredError>,
            "convolutions" => TCheck.Run<CausalConvolutionsStreamSingle, float, CausalConvolutionsStreamSingle.State, HalfSquaredError>,
            "convolutions double" => TCheck.Run<CausalConvolutionsStreamDouble, double, CausalConvolutionsStreamDouble.State, HalfSquaredError>,
            "residual" => TCheck.Run<ConvolutionMemoryResidualStreamSingle, float, ConvolutionMemoryResidualStreamSingle.State, HalfSquaredError>,
            "residual double" => TCheck.Run<ConvolutionMemoryResidualStreamDouble, double, ConvolutionMemoryResidualStreamDouble.State, HalfSquaredError>,
            "wave" => TCheck.Run<WaveStreamSingle, float, WaveStreamSingle.State, HalfSquaredError>,
            "wave double" => TCheck.Run<WaveStreamDouble, double, WaveStreamDouble.State, HalfSquaredError>,
            "odd" => TCheck.Run<OddStreamSingle, float, OddStreamSingle.State, HalfSquaredError>,
            "odd double" => TCheck.Run<OddStreamDouble, double, OddStreamDouble.State, HalfSquaredError>,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown network."),
        };
        run();
    }
}
