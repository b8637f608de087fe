using System;
using System.Collections.Generic;
using System.Globalization;

namespace Generated.Onnx.Import.Operators;

/// <summary>Arithmetic, number by number, with constants and among functions of one layer's output.</summary>
internal static class ArithmeticOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        new("Add", Add),
        new("Sum", Add),
        new("Sub", Subtract),
        new("Mul", Multiply),
        new("Div", Divide),
        new("Neg", node => Numbers(node, 0) is var input ? input.With(-input.Formula, node) : input),
        new("Pow", Power),
        new("GreaterOrEqual", node => Compare(node, difference => Step(difference, node))),
        new("Less", node => Compare(node, difference => 1 - Step(difference, node))),
        new("Greater", node => Compare(node, difference => 1 - Step(-difference, node))),
        new("LessOrEqual", node => Compare(node, difference => Step(-difference, node))),
        new("Not", Not),
        new("Where", Where),
    ];

    /// <summary>The first two inputs, computed of one layer's output.</summary>
    public static (Signal First, Signal Second) OfOneStage(Node node)
    {
        Signal first = Numbers(node, 0), second = Numbers(node, 1);
        return (first, Require(first, second, node));
    }

    private static Signal Require(Signal first, Signal second, Node node)
    {
        if (IsOneStage(first, second))
            return second;
        throw RefusedOperators.Joining(node, "it joins two branches, such as a residual connection; a network here is one chain of layers.");
    }

    private static bool IsOneStage(Signal first, Signal second) =>
        first.Stage == second.Stage && first.Layout.Order == second.Layout.Order && first.Layout.Rank == second.Layout.Rank;

    private static Signal Numbers(Node node, int index)
    {
        if (node.Has("broadcast") || node.Has("axis"))
            throw new NodeException("its attributes 'broadcast' and 'axis' are of an operator set before 7, of 2017; convert the model to a newer one.");
        return node.Signal(index) is { IsTruth: false } input ? input : throw new NodeException("its input is true or false, and no number.");
    }

    private static Value Add(Node node)
    {
        if (node.Inputs.Count > 2)
            return AddAll(node);
        if (node.Inputs.Count != 2)
            throw new NodeException("it adds other than two inputs.");
        if (node.Input(0) is ConstantValue left)
            return DenseOperators.ShiftedBy(Numbers(node, 1), left.Tensor, node);
        if (node.Input(1) is ConstantValue right)
            return DenseOperators.ShiftedBy(Numbers(node, 0), right.Tensor, node);
        (Signal first, Signal second) = (Numbers(node, 0), Numbers(node, 1));
        return IsOneStage(first, second) ? first.With(first.Formula + second.Formula, node) : JoinOperators.Of(LayerKind.Add, first, second, node);
    }

    /// <summary>A sum of many is one of two, and so on.</summary>
    private static Value AddAll(Node node)
    {
        Value sum = node.Input(0);
        for (int i = 1; i < node.Inputs.Count; i++)
            sum = Add(new Node(node.Proto, [sum, node.Input(i)], new(node.Attributes), node.Name, node.Context) { Number = node.Number });
        return sum;
    }

    private static Value Subtract(Node node)
    {
        if (node.Input(0) is ConstantValue left)
        {
            Signal input = Numbers(node, 1);
            return DenseOperators.ShiftedBy(input.With(-input.Formula, node), left.Tensor, node);
        }

        if (node.Input(1) is ConstantValue right)
            return DenseOperators.ShiftedBy(Numbers(node, 0), DenseOperators.Negated(right.Tensor, node), node);
        (Signal first, Signal second) = (Numbers(node, 0), Numbers(node, 1));
        return IsOneStage(first, second) ? first.With(first.Formula - second.Formula, node)
            : JoinOperators.Of(LayerKind.Add, first, second.With(-second.Formula, node), node);
    }

    private static Value Multiply(Node node)
    {
        if (node.Input(0) is ConstantValue left)
            return DenseOperators.ScaledBy(Numbers(node, 1), left.Tensor, node);
        if (node.Input(1) is ConstantValue right)
            return DenseOperators.ScaledBy(Numbers(node, 0), right.Tensor, node);
        (Signal first, Signal second) = (Numbers(node, 0), Numbers(node, 1));
        return IsOneStage(first, second) ? first.With(first.Formula * second.Formula, node) : JoinOperators.Of(LayerKind.Multiply, first, second, node);
    }

    private static Value Divide(Node node)
    {
        if (node.Input(1) is ConstantValue { Tensor: var divisor })
        {
            if (Array.IndexOf(divisor.Values, 0) >= 0)
                throw new NodeException("it divides by 0.");
            return DenseOperators.ScaledBy(Numbers(node, 0), divisor.Map(value => 1 / value, node.Context.Budget), node);
        }

        Signal denominator = Numbers(node, 1);
        Polynomial reciprocal = denominator.Stage.Apply("Reciprocal", denominator.Formula, node);
        if (node.Input(0) is ConstantValue numerator)
            return DenseOperators.ScaledBy(denominator.With(reciprocal, node), numerator.Tensor, node);
        return OfOneStage(node).First is var first ? first.With(first.Formula * reciprocal, node) : first;
    }

    private static Value Power(Node node)
    {
        Signal input = Numbers(node, 0);
        double exponent = node.Constant(1, "exponent").Scalar;
        Polynomial power = exponent switch
        {
            0.5 => input.Stage.Apply("Sqrt", input.Formula, node),
            1 => input.Formula,
            2 => input.Formula * input.Formula,
            3 => input.Formula * input.Formula * input.Formula,
            _ => throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"a power of {exponent} is in no known activation.")),
        };
        return input.With(power, node);
    }

    /// <summary>A comparison of two inputs by their difference.</summary>
    private static Signal Compare(Node node, Func<Polynomial, Polynomial> compare)
    {
        if (node.Input(0) is ConstantValue { Tensor: var left })
            return node.Signal(1) is var right ? new Signal(right.Stage, compare(left.Scalar - right.Formula), right.Layout, node) { IsTruth = true } : right;
        Signal first = Numbers(node, 0);
        Polynomial difference = node.Input(1) is ConstantValue { Tensor: var limit }
            ? first.Formula - limit.Scalar
            : first.Formula - OfOneStage(node).Second.Formula;
        return new Signal(first.Stage, compare(difference), first.Layout, node) { IsTruth = true };
    }

    private static Polynomial Step(Polynomial argument, Node node)
    {
        // The stage is the same for both inputs, and one of them is a signal.
        Stage stage = node.Input(0) is Signal first ? first.Stage : node.Signal(1).Stage;
        return stage.Apply("Step", argument, node);
    }

    private static Signal Not(Node node)
    {
        Signal input = Truth(node);
        return new Signal(input.Stage, 1 - input.Formula, input.Layout, node) { IsTruth = true };
    }

    /// <summary>c·x + (1 − c)·y for a condition c that is 1 or 0.</summary>
    private static Signal Where(Node node)
    {
        Signal condition = Truth(node);
        Polynomial chosen = Choice(1), other = Choice(2);
        return new Signal(condition.Stage, other + condition.Formula * (chosen - other), condition.Layout, node);

        Polynomial Choice(int index) => node.Input(index) is ConstantValue { Tensor: var constant }
            ? constant.Scalar
            : Require(condition, Numbers(node, index), node).Formula;
    }

    private static Signal Truth(Node node) => node.Signal(0) is { IsTruth: true } input
        ? input
        : throw new NodeException("its condition is not true or false.");
}
