using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import.Operators;

/// <summary>Operators that take a part of each sample's values, the same part of each: columns of a layer, or some of the inputs.</summary>
internal static class SelectionOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        new("Gather", Gather),
        new("Slice", Slice),
    ];

    /// <summary>Consecutive parts along an axis.</summary>
    public static Value[] Split(Node node)
    {
        int parts = node.Proto.Output.Count;
        (int axis, int length) = node.Input(0) switch
        {
            ConstantValue { Tensor: var tensor } => Tensor.AxisOf(node.Int("axis", 0), tensor.Rank) is var at ? (at, tensor.Shape[at]) : default,
            Signal signal => SampleAxis(signal, node.Int("axis", 0)) ?? throw PicksSamples(),
            _ => throw new NodeException("it splits lengths of dimensions."),
        };
        long part = ((long)length + parts - 1) / parts;
        long[] lengths = node.IntsOrInput("split", 1) ?? [.. Enumerable.Range(0, parts).Select(i => Math.Clamp(length - i * part, 0, part))];
        if (lengths.Length != parts || lengths.Any(number => number < 0 || number > length) || lengths.Sum() != length)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"its parts {Tensor.TextOf(lengths)} do not make up the {length} values that it splits."));
        }

        var results = new Value[parts];
        for (int i = 0, start = 0; i < parts; start += (int)lengths[i++])
        {
            int[] indices = [.. Enumerable.Range(start, (int)lengths[i])];
            results[i] = node.Input(0) is ConstantValue constant
                ? new ConstantValue(ConstantShapeOperators.Selected(node, constant.Tensor, axis, indices, [indices.Length]))
                {
                    IsRepeated = constant.IsRepeated,
                }
                : Selected(node.Signal(0), axis, indices, [indices.Length], node);
        }

        return results;
    }

    private static Value Gather(Node node)
    {
        if (node.Input(0) is DimensionsValue)
            return ShapeOperators.Gather(node);
        if (node.Input(0) is ConstantValue)
            throw new NodeException("it looks up rows of a table by what is computed from the network's input; networks here have no embedding.");
        Signal input = node.Signal(0);
        (int axis, int length) = SampleAxis(input, node.Int("axis", 0)) ?? throw PicksSamples();
        Tensor indices = node.Constant(1, "list of indices");
        node.Context.Budget.TakeElements(indices.Values.Length);
        return Selected(input, axis, [.. indices.Values.Select(index => Tensor.AxisOf((long)index, length))], indices.Shape, node);
    }

    private static Value Slice(Node node)
    {
        if (node.Input(0) is DimensionsValue)
            return ShapeOperators.Slice(node);
        Signal input = node.Signal(0);
        (long[] starts, long[] ends, long[]? axes, long[]? steps) = ConstantShapeOperators.Ranges(node);
        for (int i = 0; i < starts.Length; i++)
        {
            long axis = axes is null ? i : axes[i], step = steps is null ? 1 : steps[i];
            if (SampleAxis(input, axis) is not ({ } at, var length))
            {
                if (starts[i] != 0 || step != 1 || ends[i] < (input.Layout.Batch ?? int.MaxValue))
                    throw PicksSamples();
                continue;
            }

            node.Context.Budget.TakeElements(length);
            int[] kept = [.. ConstantShapeOperators.Range(length, starts[i], ends[i], step).Select(index => (int)index)];
            input = Selected(input, at, kept, [kept.Length], node);
        }

        return input;
    }

    /// <summary>The axis of a sample's values that an axis of the tensor is, and its length; null if it counts the samples.</summary>
    private static (int Axis, int Length)? SampleAxis(Signal input, long stated)
    {
        Layout layout = input.Layout;
        int axis = Tensor.AxisOf(stated, layout.Rank) - (layout.Order == SampleOrder.Rows ? 1 : 0);
        if (axis < 0 || axis >= layout.Sample.Length)
            return null;
        int length = input.IsSecondOfTwo ? 2 : layout.Sample[axis];
        return length != Layout.Unknown
            ? (axis, length)
            : throw new NodeException("it takes a part of values of which the graph does not say how many there are.");
    }

    /// <summary>A part of each sample's values.</summary>
    /// <param name="input">The samples.</param>
    /// <param name="axis">The dimension of a sample of which a part is taken.</param>
    /// <param name="indices">What is taken of it.</param>
    /// <param name="shape">The dimensions that take its place.</param>
    /// <param name="node">The node.</param>
    private static Signal Selected(Signal input, int axis, int[] indices, int[] shape, Node node)
    {
        if (input.IsTruth)
            throw new NodeException("its input is true or false, and no number.");
        if (indices.Length == 0)
            throw new NodeException("it takes no values.");
        ImmutableArray<int> sample = input.Layout.Sample;
        Layout layout = input.Layout with { Sample = [.. sample[..axis], .. shape, .. sample[(axis + 1)..]] };
        if (input.IsSecondOfTwo)
        {
            Polynomial? formula = indices switch { [0] => 1 - input.Formula, [1] => input.Formula, _ => null };
            return new Signal(input.Stage, formula ?? throw new NodeException("it takes other than one of the two probabilities."), layout, node);
        }

        if (input.Layout.Positions != Positions.None)
        {
            if (axis != (input.Layout.Positions == Positions.First ? 0 : sample.Length - 1) || shape.Length != 1)
                throw new NodeException("it takes some of the steps or of the pixels; a layer here takes features of each.");
            return new Signal(new Stage(input, node) { Selected = indices, Inputs = sample[axis], Units = indices.Length }, Polynomial.Z, layout, node);
        }

        int length = sample[axis], size = input.Layout.Size;
        if (size < 1)
            throw new NodeException("it takes a part of values of which the graph does not say how many there are.");
        if (indices.SequenceEqual(Enumerable.Range(0, length)))
            return input.With(layout, node);
        int run = Tensor.CountOf([.. sample[(axis + 1)..].Select(count => (long)count)]), rows = size / length / run;
        int count = Tensor.CountOf([rows, run, indices.Length]), at = 0;
        node.Context.Budget.TakeElements(count);
        int[] selected = new int[count];
        for (int row = 0; row < rows; row++)
        {
            foreach (int index in indices)
            {
                for (int i = 0; i < run; i++)
                    selected[at++] = (row * length + index) * run + i;
            }
        }

        return new Signal(new Stage(input, node) { Selected = selected, Inputs = size, Units = selected.Length }, Polynomial.Z, layout, node);
    }

    private static NodeException PicksSamples() => new("it takes some of the samples; a network computes each of them alike.");
}
