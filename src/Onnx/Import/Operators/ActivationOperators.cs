using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import.Operators;

/// <summary>Functions of which activations are made. What they make together, <see cref="ActivationForms"/> knows.</summary>
internal static class ActivationOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        .. new[] { "Sigmoid", "Tanh", "Softplus", "Softsign", "Mish", "Erf", "Exp", "Log", "Abs", "Sqrt", "Reciprocal" }
            .Select(name => new KeyValuePair<string, Func<Node, Value>>(name, node => Apply(node, name))),
        new("Relu", node => Limit(node, 0, double.PositiveInfinity)),
        new("Clip", Clip),
        new("Min", node => MinOrMax(node, isMax: false)),
        new("Max", node => MinOrMax(node, isMax: true)),
        new("LeakyRelu", node => WithParameter(node, "LeakyRelu", "alpha", 0.01, node.Float("alpha", 0.01f))),
        new("Elu", node => WithParameter(node, "Elu", "alpha", 1, node.Float("alpha", 1))),
        new("Celu", node => WithParameter(node, "Elu", "alpha", 1, node.Float("alpha", 1))),
        new("Selu", Selu),
        new("Swish", node => WithParameter(node, "Swish", "alpha", 1, node.Float("alpha", 1))),
        new("ThresholdedRelu", node => throw new NodeException("there is no such activation here.")),
        new("Gelu", Gelu),
        new("Softmax", Softmax),
    ];

    /// <summary>A function of the first input, number by number.</summary>
    public static Signal Apply(Node node, string function)
    {
        Signal input = Numbers(node);
        return input.With(input.Stage.Apply(function, input.Formula, node), node);
    }

    /// <summary>A signal limited to a range. Limits of limits are one.</summary>
    public static Signal Limit(Node node, double lower, double upper)
    {
        Signal input = Numbers(node);
        Polynomial argument = input.Formula;
        if (argument.SingleAtom is { } number && input.Stage.Atom(number) is { Function: "Clip" } inner)
        {
            lower = Math.Max(lower, Math.Min(inner.Lower, upper));
            upper = Math.Max(lower, Math.Min(inner.Upper, upper));
            argument = inner.Argument;
        }

        return input.With(input.Stage.Apply("Clip", argument, node, lower, upper), node);
    }

    private static Signal Numbers(Node node) => node.Signal(0) is { IsTruth: false } input
        ? input
        : throw new NodeException("its input is true or false, and no number.");

    private static Signal Clip(Node node)
    {
        double lower = node.HasInput(1) ? node.Constant(1, "lower limit").Scalar : node.Float("min", float.NegativeInfinity);
        double upper = node.HasInput(2) ? node.Constant(2, "upper limit").Scalar : node.Float("max", float.PositiveInfinity);
        // What exporters write for no limit.
        return Limit(node, lower <= float.MinValue ? double.NegativeInfinity : lower, upper >= float.MaxValue ? double.PositiveInfinity : upper);
    }

    private static Value MinOrMax(Node node, bool isMax)
    {
        if (node.Inputs.Count != 2)
            throw new NodeException("it compares other than two inputs.");
        if (node.Input(0) is ConstantValue)
            return MinOrMax(Swapped(node), isMax);
        if (node.Input(1) is ConstantValue { Tensor: var limit })
            return isMax ? Limit(node, limit.Scalar, double.PositiveInfinity) : Limit(node, double.NegativeInfinity, limit.Scalar);

        // max(x, y) = y + max(x − y, 0), as some write leaky units.
        (Signal first, Signal second) = ArithmeticOperators.OfOneStage(node);
        Polynomial difference = isMax ? first.Formula - second.Formula : second.Formula - first.Formula;
        Polynomial excess = first.Stage.Apply("Clip", difference, node, 0, double.PositiveInfinity);
        return first.With(isMax ? second.Formula + excess : second.Formula - excess, node);
    }

    private static Node Swapped(Node node) => new(node.Proto, [node.Inputs[1], node.Inputs[0]], new(node.Attributes), node.Name, node.Context);

    private static Signal WithParameter(Node node, string function, string parameter, double wanted, double given)
    {
        RequireNear(parameter, wanted, given, function);
        return Apply(node, function);
    }

    private static Signal Selu(Node node)
    {
        RequireNear("alpha", 1.6732632423543772, node.Float("alpha", 1.6732632f), "SELU");
        RequireNear("gamma", 1.0507009873554805, node.Float("gamma", 1.0507009f), "SELU");
        return Apply(node, "Selu");
    }

    private static Signal Gelu(Node node) => node.Text("approximate", "none") == "none"
        ? Apply(node, "Gelu")
        : throw new NodeException("it is GELU's approximation by tanh; GELU here is its exact form, x/2·(1 + erf(x/√2)).");

    private static Signal Softmax(Node node)
    {
        Signal input = Numbers(node);
        Layout layout = input.Layout;
        // Before operator set 13, all dimensions from the axis on were taken together: in a matrix of samples that is the same.
        long stated = node.Int("axis", -1);
        int axis = Tensor.AxisOf(stated, layout.Rank);
        int units = layout.Order == SampleOrder.Columns ? 0 : layout.Rank - 1;
        if (axis != units || layout.Vector == 0)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"it is taken over axis {stated}, of {layout.Rank}; Softmax here is over the units of a layer, axis {units}."));
        }

        return input.With(input.Stage.Apply("Softmax", input.Formula, node), node);
    }

    private static void RequireNear(string parameter, double wanted, double given, string function)
    {
        if (!(Math.Abs(given - wanted) <= 1e-6 * wanted))
            throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"its {parameter} is {(float)given}; {function} here has {(float)wanted}."));
    }
}
