using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import.Operators;

/// <summary>Operators that change a tensor's dimensions and not its values, and those that compute with lengths of dimensions.</summary>
internal static class ShapeOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        new("Reshape", Reshape),
        new("Flatten", Flatten),
        new("Squeeze", Squeeze),
        new("Unsqueeze", Unsqueeze),
        new("Transpose", Transpose),
        new("Shape", Shape),
        new("Size", node => new ConstantValue(Tensor.Of(DataType.Int64, Dimensions(node).Lengths.Count))),
    ];

    /// <summary>The first input, which is lengths of dimensions.</summary>
    public static DimensionsValue Dimensions(Node node) => node.Input(0) as DimensionsValue
        ?? throw new NodeException("its input is computed from the network's input, and no length of a dimension.");

    public static Value Concat(Node node)
    {
        var lengths = new List<long?>();
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Input(i) is DimensionsValue dimensions)
                lengths.AddRange(dimensions.Lengths);
            else
                lengths.AddRange(node.Constant(i, "input").Integers.Select(length => (long?)length));
        }

        return Of([.. lengths], isScalar: false);
    }

    /// <summary>Lengths; a constant if the number of samples is not among them.</summary>
    private static Value Of(long?[] lengths, bool isScalar)
    {
        if (lengths.Length > 1000)
            throw new NodeException("it computes with more lengths than there are dimensions.");
        if (lengths.Any(length => length is null))
            return new DimensionsValue(lengths, isScalar);
        var all = Tensor.Of(Array.ConvertAll(lengths, length => length!.Value));
        return new ConstantValue(isScalar ? all.Reshaped([]) : all);
    }

    private static Value Shape(Node node)
    {
        if (node.Input(0) is DimensionsValue dimensions)
            return Of(dimensions.IsScalar ? [] : [dimensions.Lengths.Count], isScalar: false);
        long?[] lengths = [.. node.Signal(0).Layout.Lengths];
        long start = node.Int("start", 0), end = node.Int("end", lengths.Length);
        long?[] shown = [.. ConstantShapeOperators.Range(lengths.Length, start, end, 1).Select(i => lengths[i])];
        if (shown.Contains(Layout.Unknown))
            throw new NodeException("the graph does not say how long the dimension is.");
        return Of(shown, isScalar: false);
    }

    /// <summary>Some of the lengths of dimensions.</summary>
    public static Value Gather(Node node)
    {
        DimensionsValue dimensions = Dimensions(node);
        Tensor indices = node.Constant(1, "indices");
        return Of([.. indices.Integers.Select(index => dimensions.Lengths[Tensor.AxisOf(index, dimensions.Lengths.Count)])], indices.Rank == 0);
    }

    /// <summary>Consecutive lengths of dimensions.</summary>
    public static Value Slice(Node node)
    {
        DimensionsValue dimensions = Dimensions(node);
        (long[] starts, long[] ends, _, long[]? steps) = ConstantShapeOperators.Ranges(node);
        if (starts.Length != 1)
            throw new NodeException("it slices lengths in several dimensions.");
        IEnumerable<long> kept = ConstantShapeOperators.Range(dimensions.Lengths.Count, starts[0], ends[0], steps?[0] ?? 1);
        return Of([.. kept.Select(i => dimensions.Lengths[(int)i])], isScalar: false);
    }

    private static Value Reshape(Node node)
    {
        if (node.Input(0) is DimensionsValue lengths)
            return Of([.. lengths.Lengths], isScalar: false);
        Signal input = node.Signal(0);
        long?[] shape = node.HasInput(1) && node.Input(1) is DimensionsValue dimensions
            ? [.. dimensions.Lengths]
            : [.. (node.IntsOrInput("shape", 1) ?? throw new NodeException("it has no shape.")).Select(length => (long?)length)];
        if (shape.Length > 16)
            throw new NodeException("it has more than 16 dimensions.");

        Layout layout = input.Layout;
        RequireRows(layout);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == 0)
                shape[axis] = axis < layout.Rank ? layout.Lengths[axis] : throw new NodeException("it keeps a dimension that is not there.");
        }

        // The first dimension must go on counting the samples: it is their number, or what the others leave when they hold one sample.
        long[] sample = [.. shape.Skip(1).Select(length => length ?? throw Mixes())];
        _ = Tensor.CountOf([.. sample.Select(length => length == -1 ? 1 : length)]);
        int size = layout.Size;
        long first = shape.Length > 0 ? shape[0] ?? -1 : throw Mixes();
        if (Array.IndexOf(sample, -1L) is var open and >= 0)
        {
            sample[open] = 1;
            long rest = Tensor.CountOf(sample);
            bool isNumberOfSamples = shape[0] is null || (layout.Batch is { } samples && first == samples);
            if (!isNumberOfSamples || first == -1 && shape[0] is not null || rest == 0 || size != Layout.Unknown && size % rest != 0)
                throw Mixes();
            sample[open] = size == Layout.Unknown ? rest == 1 && sample.Length == 1 ? Layout.Unknown : throw Mixes() : size / rest;
        }
        else if (size == Layout.Unknown ? shape[0] is not null && first != -1 : Tensor.CountOf(sample) != size)
            throw Mixes();
        else if (first != -1 && layout.Batch is { } batch && first != batch)
            throw Mixes();
        var shaped = layout with { Sample = [.. sample.Select(length => (int)length)] };
        return OfPositions(input, shaped, node) ?? input.With(shaped, node);

        NodeException Mixes() => new($"it does not keep the values of each sample together: {TextOf(layout.Lengths)} becomes {TextOf(shape)}.");
    }

    private static Value Flatten(Node node)
    {
        Signal input = node.Signal(0);
        RequireRows(input.Layout);
        long stated = node.Int("axis", 1);
        int axis = Tensor.AxisOf(stated, input.Layout.Rank + 1);
        // Of a single sample, everything is what one sample has.
        if (axis != 1 && stated != 1 - input.Layout.Rank && !(axis == 0 && input.Layout.Batch == 1))
            throw new NodeException("it does not flatten each sample apart; axis 1 would.");
        Layout flat = input.Layout.OfSize(input.Layout.Size);
        return OfPositions(input, flat, node) ?? input.With(flat, node);
    }

    private static Value Squeeze(Node node)
    {
        if (node.Input(0) is DimensionsValue { Lengths: [var only] })
            return Of([only], isScalar: true);
        Signal input = node.Signal(0);
        RequireRows(input.Layout);
        long[] stated = node.IntsOrInput("axes", 1)
            ?? throw new NodeException("it drops all dimensions of length 1, and the number of samples may be 1; state which.");
        int[] axes = [.. stated.Select(axis => Tensor.AxisOf(axis, input.Layout.Rank))];
        if (axes.Any(axis => axis == 0 || input.Layout.Sample[axis - 1] != 1))
            throw new NodeException("it drops the dimension of the samples, or one that is longer than 1.");
        Layout squeezed = input.Layout with { Sample = [.. input.Layout.Sample.Where((_, axis) => !axes.Contains(axis + 1))] };
        return OfPositions(input, squeezed, node) ?? input.With(squeezed, node);
    }

    private static Value Unsqueeze(Node node)
    {
        if (node.Input(0) is DimensionsValue lengths)
            return Of([.. lengths.Lengths], isScalar: false);
        Signal input = node.Signal(0);
        RequireRows(input.Layout);
        long[] stated = node.IntsOrInput("axes", 1) ?? throw new NodeException("it has no axes.");
        if (stated.Length > 8)
            throw new NodeException("it adds more than 8 dimensions.");
        ImmutableArray<int> sample = input.Layout.Sample;
        foreach (int axis in stated.Select(axis => Tensor.AxisOf(axis, input.Layout.Rank + stated.Length)).Order())
            sample = axis >= 1 && axis - 1 <= sample.Length ? sample.Insert(axis - 1, 1) : throw new NodeException("it adds a dimension before the samples.");
        Layout larger = input.Layout with { Sample = sample };
        return OfPositions(input, larger, node) ?? input.With(larger, node);
    }

    /// <summary>Rows become columns and back.</summary>
    private static Value Transpose(Node node)
    {
        Signal input = node.Signal(0);
        Layout layout = input.Layout;
        int rank = layout.Rank;
        long[] order = node.Ints("perm") ?? [.. Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis)];
        if (order.SequenceEqual(Enumerable.Range(0, rank).Select(axis => (long)axis)))
            return input;
        if (rank > 2 && order.Length == rank && ImageOperators.Transpose(input, order, node) is { } transposed)
            return transposed;
        if (rank != 2 || !order.SequenceEqual([1, 0]))
            throw new NodeException("it reorders the values of a sample.");
        return input.With(layout with { Order = layout.Order == SampleOrder.Rows ? SampleOrder.Columns : SampleOrder.Rows }, node);
    }

    /// <summary>A sequence or an image in another shape; null for a vector.</summary>
    private static Signal? OfPositions(Signal input, Layout shaped, Node node) => input.Layout.Positions == Positions.None ? null
        : shaped.Sample.SequenceEqual(input.Layout.Sample) ? input
        : shaped.Sample is [_] ? ImageOperators.Flatten(input, shaped with { Positions = Positions.None }, node)
        : throw new NodeException("it gives a sequence or an image other dimensions, as no layer here does but one that makes a vector of it.");

    private static void RequireRows(Layout layout)
    {
        if (layout.Order != SampleOrder.Rows)
            throw new NodeException("its input has no first dimension that counts the samples.");
    }

    private static string TextOf(IEnumerable<long?> lengths)
    {
        IEnumerable<string> texts = lengths.Select(length => length switch
        {
            null => "samples",
            Layout.Unknown => "?",
            { } known => FormattableString.Invariant($"{known}"),
        });
        return $"[{string.Join(", ", texts)}]";
    }
}
