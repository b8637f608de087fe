using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import.Operators;

/// <summary>All operators that are known, each in the group it is described with.</summary>
internal static class OperatorTable
{
    private const string MachineLearning = "ai.onnx.ml";

    /// <summary>Operators on what is computed from the network's input.</summary>
    private static readonly Dictionary<string, Func<Node, Value>> s_operators =
        new[] { DenseOperators.All, ActivationOperators.All, ArithmeticOperators.All, ShapeOperators.All, PassingOperators.All }
            .SelectMany(group => group).ToDictionary(StringComparer.Ordinal);

    /// <summary>What the operators that are known to be met, and cannot be expressed, do.</summary>
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        ["DequantizeLinear"] = "quantised weights are not read; export the model before it is quantised.",
        ["QuantizeLinear"] = "quantised networks are not read; export the model before it is quantised.",
        ["DynamicQuantizeLinear"] = "quantised networks are not read; export the model before it is quantised.",
        ["MatMulInteger"] = "quantised networks are not read; export the model before it is quantised.",
        ["QLinearMatMul"] = "quantised networks are not read; export the model before it is quantised.",
        ["Conv"] = "a convolution is not a dense layer.",
        ["LSTM"] = "networks here have no memory of earlier inputs.",
        ["GRU"] = "networks here have no memory of earlier inputs.",
        ["RNN"] = "networks here have no memory of earlier inputs.",
        ["Loop"] = "loops are not evaluated.",
        ["Scan"] = "loops are not evaluated.",
        ["LogSoftmax"] = "there is no such activation here; export the network with Softmax, or without it.",
        ["Hardmax"] = "there is no such activation here.",
        ["HardSigmoid"] = "there is no such activation here; Sigmoid and HardTanh (Clip −1 to 1) are.",
        ["HardSwish"] = "there is no such activation here; SiLU (x·Sigmoid(x)) is.",
        ["LayerNormalization"] = "it normalises each sample by its own values, which a dense layer cannot.",
    };

    public static Value[] Evaluate(string domain, Node node)
    {
        if (domain == MachineLearning)
        {
            return node.Operator switch
            {
                "Scaler" => [DenseOperators.Scaler(node)],
                "ZipMap" => [node.Input(0)],
                _ => throw new NodeException("this operator of ai.onnx.ml is not part of a network of dense layers."),
            };
        }

        if (domain != "" && !(domain == "com.microsoft" && node.Operator is "Gelu"))
            throw new NodeException($"the operator is of the domain '{domain}', and the file holds no function of this name.");
        if (s_others.TryGetValue(node.Operator, out string? reason))
            throw new NodeException(reason);
        if (node.Inputs.All(input => input is null or ConstantValue) && ConstantOperators.All.TryGetValue(node.Operator, out Func<Node, Tensor>? fold))
            return [new ConstantValue(fold(node)) { Name = KeepsName(node.Operator) ? ((ConstantValue)node.Input(0)).Name : null }];
        if (s_operators.TryGetValue(node.Operator, out Func<Node, Value>? evaluate))
            return [evaluate(node)];
        throw new NodeException("the operator is not one that a network of dense layers is read from.");
    }

    /// <summary>Whether weights that go through an operator are still the ones that the file names.</summary>
    private static bool KeepsName(string type) => type is "Identity" or "Transpose" or "Cast" or "CastLike" or "Reshape";
}
