using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import.Operators;

/// <summary>What joins several values, and what normalises the features of one.</summary>
internal static class JoinOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        new("LayerNormalization", LayerNormalization),
        new("ReduceMean", ReduceMean),
        new("PRelu", PRelu),
    ];

    /// <summary>A sum or a product of values that are computed apart.</summary>
    public static Signal Of(LayerKind kind, Signal first, Signal second, Node node)
    {
        (first, second) = (Plain(first), Plain(second));
        if (first.Layout.Positions != second.Layout.Positions)
            (first, second) = (ImageOperators.Structured(first, second.Layout.Positions), ImageOperators.Structured(second, first.Layout.Positions));
        (Layout one, Layout other) = (first.Layout, second.Layout);
        if (one.Size < 1 || other.Size < 1)
            throw new NodeException("it joins values of which the graph does not say how many there are.");
        if (one.Order != other.Order || !one.NetworkLengths.SequenceEqual(other.NetworkLengths))
        {
            throw new NodeException($"it joins values of the shapes {TextOf(one)} and {TextOf(other)}; a layer here joins values of one shape.");
        }

        return new Join(kind, [first, second], one.NetworkLengths, [], []).Result(node, one.Sample.Length >= other.Sample.Length ? one : other);
    }

    /// <summary>Values side by side.</summary>
    public static Signal Concat(Node node)
    {
        if (node.Inputs.Any(input => input is not Signal))
            throw new NodeException("it puts constants beside what is computed from the network's input.");
        Signal[] parts = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => Plain(node.Signal(i)))];
        Layout first = parts[0].Layout;
        int axis = Tensor.AxisOf(node.Int("axis", 0), first.Rank) - 1;
        if (parts.FirstOrDefault(part => part.Layout.Positions != Positions.None)?.Layout.Positions is { } positions)
            parts = Array.ConvertAll(parts, part => ImageOperators.Structured(part, positions));
        first = parts[0].Layout;
        if (first.Order != SampleOrder.Rows || axis < 0 || parts.Any(part => part.Layout.Size < 1 || part.Layout.Sample.Length != first.Sample.Length))
            throw new NodeException("it puts samples one after the other, or values of which the graph does not say how many there are.");
        bool isVector = first.Positions == Positions.None && first.Sample.Take(axis).All(length => length == 1);
        int features = first.Positions == Positions.First ? 0 : first.Sample.Length - 1;
        if (!isVector && (first.Positions == Positions.None || axis != features
            || parts.Any(part => !part.Layout.NetworkLengths.SkipLast(1).SequenceEqual(first.NetworkLengths.SkipLast(1)))))
            throw new NodeException("it puts positions one after the other; a layer here puts features side by side.");
        int[] lengths = [.. first.NetworkLengths.SkipLast(1), parts.Sum(part => part.Layout.Features)];
        Layout layout = first with { Sample = first.Sample.SetItem(axis, parts.Sum(part => part.Layout.Sample[axis])) };
        return new Join(LayerKind.Concat, parts, lengths, [], []).Result(node, layout);
    }

    private static Signal LayerNormalization(Node node)
    {
        Signal input = Plain(node.Signal(0));
        if (node.Proto.Output.Skip(1).Any(output => output.Length > 0))
            throw new NodeException("its mean and deviation are used too.");
        input = OverFeatures(input, [node.Int("axis", -1)]);
        int features = input.Layout.Features;
        double[] Constant(int index, string what, double missing) => !node.HasInput(index) ? [.. Enumerable.Repeat(missing, features)]
            : node.Constant(index, what).Values is var values && values.Length == features ? [.. values]
            : throw new NodeException($"its {what} has {values.Length} values for {features} features.");
        return Norm(input, node.Float("epsilon", 1e-5f), Constant(1, "scale", 1), Constant(2, "bias", 0), node);
    }

    /// <summary>What is computed of the mean of the features, on the way to a layer normalisation as PyTorch's older exporter writes it.</summary>
    private static MomentValue ReduceMean(Node node)
    {
        long[] axes = node.IntsOrInput("axes", 1) ?? throw new NodeException("it takes the mean of all values.");
        if (node.Int("keepdims", 1) != 1)
            throw new NodeException("it takes a mean that is not kept as a dimension, as no layer here does.");
        if (node.Input(0) is MomentValue { Kind: Moment.Square } square)
            return square.At(Moment.Variance);
        Signal input = Plain(node.Signal(0));
        return new MomentValue(OverFeatures(input, axes), Moment.Mean, 0);
    }

    /// <summary>An operator of which an input is a mean or what is computed of one; null if it is not a step of a layer normalisation.</summary>
    public static Value? OfMoments(Node node) => (node.Operator, node.Inputs.ElementAtOrDefault(0), node.Inputs.ElementAtOrDefault(1)) switch
    {
        ("Sub", Signal signal, MomentValue { Kind: Moment.Mean } mean) when IsSame(signal, mean) => mean.At(Moment.Centered),
        ("Pow", MomentValue { Kind: Moment.Centered } centered, ConstantValue { Tensor.Values: [2] }) => centered.At(Moment.Square),
        ("Mul", MomentValue { Kind: Moment.Centered } one, MomentValue { Kind: Moment.Centered } other) when IsSame(one.Of, other)
            => one.At(Moment.Square),
        ("ReduceMean", MomentValue { Kind: Moment.Square }, _) => ReduceMean(node),
        ("Add", MomentValue { Kind: Moment.Variance } variance, ConstantValue { Tensor.Values: [var epsilon] })
            => new MomentValue(variance.Of, Moment.Variance, epsilon),
        ("Add", ConstantValue { Tensor.Values: [var epsilon] }, MomentValue { Kind: Moment.Variance } variance)
            => new MomentValue(variance.Of, Moment.Variance, epsilon),
        ("Sqrt", MomentValue { Kind: Moment.Variance } variance, _) => variance.At(Moment.Deviation),
        ("Cast" or "Identity", MomentValue moment, _) => moment,
        ("Div", MomentValue { Kind: Moment.Centered } centered, MomentValue { Kind: Moment.Deviation } deviation) when IsSame(centered.Of, deviation)
            => Norm(centered.Of, deviation.Epsilon, Filled(centered.Of, 1), Filled(centered.Of, 0), node),
        _ => null,
    };

    private static bool IsSame(Signal signal, MomentValue moment) => signal.Stage == moment.Of.Stage && signal.Formula.IsNear(moment.Of.Formula);

    private static double[] Filled(Signal signal, double value) => [.. Enumerable.Repeat(value, signal.Layout.Features)];

    private static Signal Norm(Signal input, double epsilon, double[] gain, double[] shift, Node node)
    {
        // A float of 1e-5 is meant as that.
        double stated = double.Parse(((float)epsilon).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (!(stated is > 0 and < 1))
            throw new NodeException($"its epsilon is {epsilon}; it must be between 0 and 1.");
        int features = input.Layout.Features;
        return new Join(LayerKind.LayerNorm, [input], input.Layout.NetworkLengths,
            [new("weight", ParameterRole.Gain, [features], gain), new("bias", ParameterRole.Bias, [features], shift)], [new("Epsilon", stated)])
            .Result(node, input.Layout);
    }

    /// <summary>A signal whose features are all that an operator normalises together.</summary>
    private static Signal OverFeatures(Signal input, long[] axes)
    {
        Layout layout = input.Layout;
        if (layout.Positions == Positions.None && layout.Sample.Length > 1 && layout.Sample.SkipLast(1).Any(length => length != 1))
            (input, layout) = ImageOperators.Structured(input, Positions.Last) is var sequence ? (sequence, sequence.Layout) : default;
        if (layout.Order != SampleOrder.Rows || layout.Size < 1 || axes is not [var axis] || Tensor.AxisOf(axis, layout.Rank) != layout.Rank - 1
            || layout.Positions == Positions.First)
            throw new NodeException("it is taken over other axes than the features of each position.");
        return input;
    }

    /// <summary>LeakyReLU, or a rectifier with a slope for each feature.</summary>
    private static Value PRelu(Node node)
    {
        Signal input = Plain(node.Signal(0));
        Tensor slope = node.Constant(1, "slope");
        if (slope.Values.Length == 0)
            throw new NodeException("it has no slope.");
        if (slope.Values.All(value => Math.Abs(value - 0.01) <= 1e-8))
            return ActivationOperators.Apply(node, "LeakyRelu");
        double[] slopes = slope.Values.Length == 1 ? [slope.Values[0]] : DenseOperators.ForFeatures(input, slope, node).Values;
        return new Join(LayerKind.PReLU, [input], input.Layout.NetworkLengths, [new("weight", ParameterRole.Slope, [slopes.Length], slopes)], [])
            .Result(node, input.Layout.Size > 0 ? input.Layout : throw new NodeException("the graph does not say how many values it has."));
    }

    private static Signal Plain(Signal signal) => signal switch
    {
        { IsTruth: true } => throw new NodeException("its input is true or false, and no number."),
        { IsSecondOfTwo: true } => throw new NodeException("it computes with the probabilities of two classes, of which one is read."),
        _ => signal,
    };

    private static string TextOf(Layout layout) => Tensor.TextOf(layout.Sample.Select(length => (long)length));
}

/// <summary>What of a value's mean is known.</summary>
internal enum Moment
{
    Mean, Centered, Square, Variance, Deviation,
}
