using System;
using System.Collections.Generic;
using System.Linq;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import.Operators;

/// <summary>Operators that pass on what they are given.</summary>
internal static class PassingOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        new("Identity", node => node.Input(0)),
        new("Dropout", Dropout),
        new("Cast", node => Cast(node, (DataType)node.Int("to", 0))),
        new("CastLike", CastLike),
        new("Concat", Concat),
        new("Expand", node => ConstantOperators.Repeated(node, node.Constant(0, "input"), 1)),
        new("ConstantOfShape", node => ConstantOperators.Repeated(node, ConstantOperators.FillingOf(node), 0)),
    ];

    private static Value Dropout(Node node)
    {
        if (node.HasInput(2) && node.Constant(2, "training mode").Scalar != 0)
            throw new NodeException("it is in training mode; export the model for inference.");
        return node.Input(0);
    }

    /// <summary>
    /// Between floating-point types, a Cast says in which of them to compute, which the network's class decides here. A truth value becomes 1 or 0.
    /// </summary>
    private static Value Cast(Node node, DataType type)
    {
        if (node.Input(0) is not Signal input)
            return ShapeOperators.Dimensions(node);
        bool isFloat = type is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16;
        if (isFloat)
            return new Signal(input.Stage, input.Formula, input.Layout, input.IsTruth ? node : input.Node) { IsSecondOfTwo = input.IsSecondOfTwo };
        if (type == DataType.Bool && input.IsTruth)
            return input;
        throw new NodeException($"it turns numbers into {type}; only floating-point types are computed with.");
    }

    private static Value CastLike(Node node) => (node.Input(0), node.Input(1)) switch
    {
        // A constant in the type that the network computes with.
        (ConstantValue constant, Signal) => constant,
        (_, ConstantValue { Tensor.Type: var type }) => Cast(node, type),
        _ => Cast(node, DataType.Float),
    };

    /// <summary>
    /// The two columns 1 − p and p that scikit-learn gives for two classes. They are read as p: the network has one unit, as scikit-learn's own.
    /// </summary>
    private static Value Concat(Node node)
    {
        if (node.Inputs.Any(input => input is DimensionsValue))
            return ShapeOperators.Concat(node);
        if (node.Inputs.Count == 1)
            return node.Input(0);
        if (node.Inputs.Count == 2 && node.Input(0) is Signal negative && node.Input(1) is Signal positive && negative.Stage == positive.Stage
            && positive.Layout is { Sample: [1], Order: SampleOrder.Rows } && Tensor.AxisOf(node.Int("axis", 0), 2) == 1
            && negative.Formula.IsNear(1 - positive.Formula))
            return new Signal(positive.Stage, positive.Formula, positive.Layout, node) { IsSecondOfTwo = true };
        return JoinOperators.Concat(node);
    }
}
