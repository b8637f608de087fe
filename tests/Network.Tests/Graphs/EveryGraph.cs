using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Networks of every kind of layer that are graphs, by name.</summary>
internal static class EveryGraph
{
    public static IEnumerable<TheoryDataRow<string>> Names { get; } = new[]
    {
        "layer norm", "layer norm double", "scale", "scale double", "no bias", "no bias double", "residual", "residual double", "two heads", "two heads double", "two inputs",
        "two inputs double", "gated", "gated double", "convolution", "convolution double", "causal", "causal double", "digits", "digits double", "depthwise",
        "depthwise double", "dropout", "dropout double", "every kind", "every kind double",
        "rnn", "rnn double", "gru", "gru double", "lstm", "lstm double", "last step", "last step double", "memory", "memory double",
    }.Select(name => new TheoryDataRow<string>(name));

    public static void Check<TCheck>(string name)
        where TCheck : INetworkCheck
    {
        Action run = name switch
        {
            "layer norm" => TCheck.Run<LayerNormalisationSingle, float, HalfSquaredError>,
            "layer norm double" => TCheck.Run<LayerNormalisationDouble, double, HalfSquaredError>,
            "scale" => TCheck.Run<ScaleAndPReLUSingle, float, HalfSquaredError>,
            "scale double" => TCheck.Run<ScaleAndPReLUDouble, double, HalfSquaredError>,
            "no bias" => TCheck.Run<NoBiasSingle, float, HalfSquaredError>,
            "no bias double" => TCheck.Run<NoBiasDouble, double, HalfSquaredError>,
            "residual" => TCheck.Run<ResidualBlockSingle, float, HalfSquaredError>,
            "residual double" => TCheck.Run<ResidualBlockDouble, double, HalfSquaredError>,
            "two heads" => TCheck.Run<TwoHeadsSingle, float, HalfSquaredError>,
            "two heads double" => TCheck.Run<TwoHeadsDouble, double, HalfSquaredError>,
            "two inputs" => TCheck.Run<TwoInputsSingle, float, HalfSquaredError>,
            "two inputs double" => TCheck.Run<TwoInputsDouble, double, HalfSquaredError>,
            "gated" => TCheck.Run<GatedSingle, float, HalfSquaredError>,
            "gated double" => TCheck.Run<GatedDouble, double, HalfSquaredError>,
            "convolution" => TCheck.Run<ConvolutionOverTimeSingle, float, HalfSquaredError>,
            "convolution double" => TCheck.Run<ConvolutionOverTimeDouble, double, HalfSquaredError>,
            "causal" => TCheck.Run<CausalDilatedConvolutionsSingle, float, HalfSquaredError>,
            "causal double" => TCheck.Run<CausalDilatedConvolutionsDouble, double, HalfSquaredError>,
            "digits" => TCheck.Run<DigitsByConvolutionSingle, float, HalfSquaredError>,
            "digits double" => TCheck.Run<DigitsByConvolutionDouble, double, HalfSquaredError>,
            "depthwise" => TCheck.Run<DepthwiseAndPointwiseSingle, float, HalfSquaredError>,
            "depthwise double" => TCheck.Run<DepthwiseAndPointwiseDouble, double, HalfSquaredError>,
            "dropout" => TCheck.Run<DroppedGraphSingle, float, HalfSquaredError>,
            "dropout double" => TCheck.Run<DroppedGraphDouble, double, HalfSquaredError>,
            "every kind" => TCheck.Run<EveryKindSingle, float, HalfSquaredError>,
            "every kind double" => TCheck.Run<EveryKindDouble, double, HalfSquaredError>,
            "rnn" => TCheck.Run<PlainRecurrentSingle, float, HalfSquaredError>,
            "rnn double" => TCheck.Run<PlainRecurrentDouble, double, HalfSquaredError>,
            "gru" => TCheck.Run<GatedRecurrentUnitSingle, float, HalfSquaredError>,
            "gru double" => TCheck.Run<GatedRecurrentUnitDouble, double, HalfSquaredError>,
            "lstm" => TCheck.Run<LongShortTermMemorySingle, float, HalfSquaredError>,
            "lstm double" => TCheck.Run<LongShortTermMemoryDouble, double, HalfSquaredError>,
            "last step" => TCheck.Run<LastStepOnlySingle, float, HalfSquaredError>,
            "last step double" => TCheck.Run<LastStepOnlyDouble, double, HalfSquaredError>,
            "memory" => TCheck.Run<ConvolutionMemoryResidualSingle, float, HalfSquaredError>,
            "memory double" => TCheck.Run<ConvolutionMemoryResidualDouble, double, HalfSquaredError>,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown network."),
        };
        run();
    }
}
