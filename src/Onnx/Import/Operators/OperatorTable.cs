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
        new[] { DenseOperators.All, ActivationOperators.All, ArithmeticOperators.All, ShapeOperators.All, SelectionOperators.All, PassingOperators.All,
            JoinOperators.All, ImageOperators.All }
            .SelectMany(group => group).ToDictionary(StringComparer.Ordinal);

    public static Value[] Evaluate(string domain, Node node)
    {
        if (domain == MachineLearning)
        {
            return MachineLearningOperators.All.TryGetValue(node.Operator, out Func<Node, Value[]>? machineLearning)
                ? machineLearning(node)
                : throw new NodeException("this operator of ai.onnx.ml is not part of a network of dense layers.");
        }

        if (domain != "" && !(domain == "com.microsoft" && node.Operator is "Gelu"))
            throw new NodeException($"the operator is of the domain '{domain}', and the file holds no function of this name.");
        if (RefusedOperators.All.TryGetValue(node.Operator, out string? reason))
            throw new NodeException(reason);
        if (node.Inputs.Any(input => input is MomentValue))
        {
            return [JoinOperators.OfMoments(node)
                ?? throw new NodeException("it computes with the mean of each sample's values, as layer normalisation alone does here.")];
        }

        if (node.Operator == "Split")
            return SelectionOperators.Split(node);
        if (node.Inputs.All(input => input is null or ConstantValue) && ConstantOperators.All.TryGetValue(node.Operator, out Func<Node, Tensor>? fold))
            return [Folded(node, fold)];
        if (s_operators.TryGetValue(node.Operator, out Func<Node, Value>? evaluate))
            return [evaluate(node)];
        throw new NodeException("the operator is not one that a network of dense layers is read from.");
    }

    /// <summary>Whether an operator's output is its first input in another shape, order or type, or a part of it, whether or not it can be expressed.</summary>
    public static bool HandsOn(string type, int inputs) => type is "Identity" or "Dropout" or "Cast" or "CastLike" or "Flatten" or "Reshape" or "Squeeze"
        or "Unsqueeze" or "Transpose" or "Expand" or "Slice" or "Gather" or "Split" || type == "Concat" && inputs == 1;

    private static ConstantValue Folded(Node node, Func<Node, Tensor> fold)
    {
        bool isRepeated = node.Inputs.Any(input => input is ConstantValue { IsRepeated: true });
        if (isRepeated && !ConstantOperators.IsNumberByNumber(node.Operator))
            throw new NodeException("it rearranges a constant that is repeated for each sample.");
        return new ConstantValue(fold(node)) { Name = KeepsName(node.Operator) ? ((ConstantValue)node.Input(0)).Name : null, IsRepeated = isRepeated };
    }

    /// <summary>Whether weights that go through an operator are still the ones that the file names.</summary>
    private static bool KeepsName(string type) => type is "Identity" or "Transpose" or "Cast" or "CastLike" or "Reshape";
}
