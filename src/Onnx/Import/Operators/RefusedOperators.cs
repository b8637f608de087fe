using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import.Operators;

/// <summary>Operators that are met in people's models and are not read, with the reason. One that comes to be read leaves its line here.</summary>
internal static class RefusedOperators
{
    private const string Quantized = "quantised networks are not read; export the model before it is quantised.";
    private const string Memory = "networks here have no memory of earlier inputs.";
    private const string Random = "it draws random numbers, and a network gives the same answer each time; name a tensor before it as the output.";
    private const string ByItself = "it normalises each sample by its own values, which a dense layer cannot.";
    private const string OverValues = "it joins the values of each sample, as no activation does.";

    public static Dictionary<string, string> All { get; } = new(StringComparer.Ordinal)
    {
        ["DequantizeLinear"] = "quantised weights are not read; export the model before it is quantised.",
        ["QuantizeLinear"] = Quantized,
        ["DynamicQuantizeLinear"] = Quantized,
        ["MatMulInteger"] = Quantized,
        ["QLinearMatMul"] = Quantized,
        ["QLinearConv"] = Quantized,
        ["ConvTranspose"] = "transposed convolutions are not read.",
        ["LSTM"] = Memory,
        ["GRU"] = Memory,
        ["RNN"] = Memory,
        ["Loop"] = "loops are not evaluated.",
        ["Scan"] = "loops are not evaluated.",
        ["LogSoftmax"] = "there is no such activation here; export the network with Softmax, or without it.",
        ["Hardmax"] = "there is no such activation here.",
        ["HardSigmoid"] = "there is no such activation here; Sigmoid and HardTanh (Clip −1 to 1) are.",
        ["HardSwish"] = "there is no such activation here; SiLU (x·Sigmoid(x)) is.",
        ["InstanceNormalization"] = ByItself,
        ["LpNormalization"] = ByItself,
        ["ReduceSum"] = OverValues,
        ["ReduceMax"] = OverValues,
        ["ReduceLogSumExp"] = OverValues,
        ["ArgMax"] = "it gives the number of the largest value; name its input as the output for the values.",
        ["ArgMin"] = "it gives the number of the smallest value; name its input as the output for the values.",
        ["TopK"] = "it sorts the values of each sample; name its input as the output for the values.",
        ["RandomNormal"] = Random,
        ["RandomNormalLike"] = Random,
        ["RandomUniform"] = Random,
        ["RandomUniformLike"] = Random,
        ["Multinomial"] = Random,
        ["Bernoulli"] = Random,
    };

    /// <summary>A node that joins what is computed from several inputs, or several branches of what is computed from one.</summary>
    /// <param name="node">The node.</param>
    /// <param name="branches">What to say of branches.</param>
    public static NodeException Joining(Node node, string branches)
    {
        string[] inputs = [.. node.Inputs.OfType<Signal>().Select(signal => signal.Stage.Root.InputName!).Distinct().Take(4)];
        return new NodeException(inputs.Length > 1
            ? $"it joins what is computed from the inputs {string.Join(" and ", inputs.Select(name => $"'{name}'"))}; a network here has one input."
            : branches);
    }
}
