using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import.Operators;

/// <summary>Operators that rearrange a constant's values, and pick from them.</summary>
internal static class ConstantShapeOperators
{
    public static KeyValuePair<string, Func<Node, Tensor>>[] All =>
    [
        new("Transpose", Transpose),
        new("Reshape", node => Reshape(
            ConstantOperators.First(node), node.IntsOrInput("shape", 1) ?? throw new NodeException("it has no shape."), node.Int("allowzero", 0) != 0)),
        new("Flatten", Flatten),
        new("Squeeze", node => Squeeze(ConstantOperators.First(node), node.IntsOrInput("axes", 1))),
        new("Unsqueeze", node => Unsqueeze(ConstantOperators.First(node), node.IntsOrInput("axes", 1) ?? throw new NodeException("it has no axes."))),
        new("Expand", Expand),
        new("Concat", Concat),
        new("Gather", Gather),
        new("Slice", Slice),
    ];

    public static Tensor Reshape(Tensor tensor, long[] wanted, bool allowsZero)
    {
        long[] shape = [.. wanted.Select((length, axis) => length == 0 && !allowsZero && axis < tensor.Rank ? tensor.Shape[axis] : length)];
        int open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            shape[open] = 1;
            int rest = Tensor.CountOf(shape);
            if (rest == 0 || Array.IndexOf(wanted, -1, open + 1) >= 0)
                throw new NodeException($"the shape {Tensor.TextOf(wanted)} leaves open more than one length.");
            shape[open] = tensor.Values.Length / rest;
        }

        return Tensor.CountOf(shape) == tensor.Values.Length
            ? tensor.Reshaped(Array.ConvertAll(shape, length => (int)length))
            : throw new NodeException($"a tensor of shape {tensor.ShapeText} does not take the shape {Tensor.TextOf(wanted)}.");
    }

    public static Tensor Squeeze(Tensor tensor, long[]? axes)
    {
        int[] dropped = axes is null
            ? [.. Enumerable.Range(0, tensor.Rank).Where(axis => tensor.Shape[axis] == 1)]
            : [.. axes.Select(axis => Tensor.AxisOf(axis, tensor.Rank))];
        if (dropped.Any(axis => tensor.Shape[axis] != 1))
            throw new NodeException($"the shape {tensor.ShapeText} has other lengths than 1 in the dimensions that it drops.");
        return tensor.Reshaped([.. tensor.Shape.Where((_, axis) => !dropped.Contains(axis))]);
    }

    public static Tensor Unsqueeze(Tensor tensor, long[] axes)
    {
        if (axes.Length > 16)
            throw new NodeException("it adds more than 16 dimensions.");
        var shape = new List<int>(tensor.Shape);
        foreach (int axis in axes.Select(axis => Tensor.AxisOf(axis, tensor.Rank + axes.Length)).Order())
            shape.Insert(axis <= shape.Count ? axis : throw new NodeException("it adds one dimension twice."), 1);
        return tensor.Reshaped([.. shape]);
    }

    private static Tensor Expand(Node node)
    {
        Tensor tensor = ConstantOperators.First(node);
        long[] wanted = node.Constant(1, "shape").Integers;
        if (wanted.Length > 16)
            throw new NodeException("it has more than 16 dimensions.");
        _ = Tensor.CountOf(wanted);
        return Expanded(node, tensor, Array.ConvertAll(wanted, length => (int)length));
    }

    /// <summary>A tensor repeated to a shape as NumPy does.</summary>
    public static Tensor Expanded(Node node, Tensor tensor, int[] wanted)
    {
        int[] shape = ConstantOperators.Together(tensor.Shape, wanted);
        double[] values = ConstantOperators.NewValues(node, Tensor.CountOf([.. shape.Select(length => (long)length)]));
        for (int i = 0; i < values.Length; i++)
            values[i] = tensor.Values[ConstantOperators.Place(i, shape, tensor.Shape)];
        return new Tensor(tensor.Type, shape, values);
    }

    private static Tensor Transpose(Node node)
    {
        Tensor tensor = ConstantOperators.First(node);
        long[] order = node.Ints("perm") ?? [.. Enumerable.Range(0, tensor.Rank).Reverse().Select(axis => (long)axis)];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, tensor.Rank).Select(axis => (long)axis)))
            throw new NodeException($"its order of dimensions {Tensor.TextOf(order)} does not fit the shape {tensor.ShapeText}.");
        double[] values = ConstantOperators.NewValues(node, tensor.Values.Length);
        int[] shape = [.. order.Select(axis => tensor.Shape[axis])];
        var strides = new int[tensor.Rank];
        for (int axis = tensor.Rank - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= tensor.Shape[axis];
        }

        for (int i = 0; i < values.Length; i++)
        {
            int from = 0;
            for (int axis = shape.Length - 1, rest = i; axis >= 0; axis--)
            {
                from += rest % shape[axis] * strides[order[axis]];
                rest /= shape[axis];
            }

            values[i] = tensor.Values[from];
        }

        return new Tensor(tensor.Type, shape, values);
    }

    private static Tensor Flatten(Node node)
    {
        Tensor tensor = ConstantOperators.First(node);
        int axis = node.Int("axis", 1) is var stated && stated == tensor.Rank ? tensor.Rank : Tensor.AxisOf(stated, tensor.Rank);
        int rows = Tensor.CountOf([.. tensor.Shape[..axis].Select(length => (long)length)]);
        return tensor.Reshaped([rows, Tensor.CountOf([.. tensor.Shape[axis..].Select(length => (long)length)])]);
    }

    private static Tensor Concat(Node node)
    {
        _ = node.Input(0);
        Tensor[] tensors = [.. node.Inputs.Select((_, i) => node.Constant(i, "input"))];
        int axis = Tensor.AxisOf(node.Int("axis", 0), tensors[0].Rank);
        if (tensors.Any(tensor => tensor.Rank != tensors[0].Rank
            || !tensor.Shape.Where((_, i) => i != axis).SequenceEqual(tensors[0].Shape.Where((_, i) => i != axis))))
            throw new NodeException("its inputs differ in other dimensions than the one they are joined along.");
        long[] shape = [.. tensors[0].Shape.Select(length => (long)length)];
        shape[axis] = tensors.Sum(tensor => (long)tensor.Shape[axis]);
        double[] values = ConstantOperators.NewValues(node, Tensor.CountOf(shape));
        int rows = Tensor.CountOf(shape.AsSpan(0, axis)), at = 0;
        for (int row = 0; row < rows; row++)
        {
            foreach (Tensor tensor in tensors)
            {
                int length = tensor.Values.Length / rows;
                tensor.Values.AsSpan(row * length, length).CopyTo(values.AsSpan(at));
                at += length;
            }
        }

        return new Tensor(tensors[0].Type, Array.ConvertAll(shape, length => (int)length), values);
    }

    private static Tensor Gather(Node node)
    {
        Tensor tensor = ConstantOperators.First(node), indices = node.Constant(1, "indices");
        int axis = Tensor.AxisOf(node.Int("axis", 0), tensor.Rank);
        node.Context.Budget.TakeElements(indices.Values.Length);
        return Selected(node, tensor, axis, [.. indices.Values.Select(index => Tensor.AxisOf((long)index, tensor.Shape[axis]))], indices.Shape);
    }

    private static Tensor Slice(Node node)
    {
        Tensor tensor = ConstantOperators.First(node);
        (long[] starts, long[] ends, long[]? axes, long[]? steps) = Ranges(node);
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = Tensor.AxisOf(axes is null ? i : axes[i], tensor.Rank);
            node.Context.Budget.TakeElements(tensor.Shape[axis]);
            int[] kept = [.. Range(tensor.Shape[axis], starts[i], ends[i], steps is null ? 1 : steps[i]).Select(index => (int)index)];
            tensor = Selected(node, tensor, axis, kept, [kept.Length]);
        }

        return tensor;
    }

    /// <summary>What a Slice keeps, stated by attributes in older operator sets and by inputs in newer ones.</summary>
    public static (long[] Starts, long[] Ends, long[]? Axes, long[]? Steps) Ranges(Node node)
    {
        long[] starts = node.IntsOrInput("starts", 1) ?? throw new NodeException("it has no starts.");
        long[] ends = node.IntsOrInput("ends", 2) ?? throw new NodeException("it has no ends.");
        long[]? axes = node.IntsOrInput("axes", 3), steps = node.IntsOrInput("steps", 4);
        if (starts.Length > 16 || ends.Length != starts.Length || (axes is not null && axes.Length != starts.Length)
            || (steps is not null && steps.Length != starts.Length))
            throw new NodeException("it has not as many starts as ends, axes and steps.");
        return (starts, ends, axes, steps);
    }

    /// <summary>The indices that a Slice keeps, of a dimension: from the start to before the end, down if the step is negative.</summary>
    public static IEnumerable<long> Range(int length, long start, long end, long step)
    {
        if (step == 0 || Math.Abs((double)step) > int.MaxValue)
            throw new NodeException($"its step is {step}.");
        if (length == 0)
            yield break;
        long highest = step > 0 ? length : length - 1;
        long first = Math.Clamp(start < 0 ? start + length : start, 0, highest), last = Math.Clamp(end < 0 ? end + length : end, step > 0 ? 0 : -1, highest);
        for (long i = first; step > 0 ? i < last : i > last; i += step)
            yield return i;
    }

    /// <summary>Some of a tensor's values along an axis, whose place the shape of the indices takes.</summary>
    public static Tensor Selected(Node node, Tensor tensor, int axis, IReadOnlyCollection<int> indices, int[] shapeOfIndices)
    {
        long[] before = [.. tensor.Shape[..axis].Select(length => (long)length)], after = [.. tensor.Shape[(axis + 1)..].Select(length => (long)length)];
        long[] shape = [.. before, .. shapeOfIndices.Select(length => (long)length), .. after];
        double[] values = ConstantOperators.NewValues(node, Tensor.CountOf(shape));
        int rows = Tensor.CountOf(before), run = Tensor.CountOf(after), at = 0;
        for (int row = 0; row < rows && values.Length > 0; row++)
        {
            foreach (int index in indices)
            {
                tensor.Values.AsSpan((row * tensor.Shape[axis] + index) * run, run).CopyTo(values.AsSpan(at));
                at += run;
            }
        }

        return new Tensor(tensor.Type, Array.ConvertAll(shape, length => (int)length), values);
    }
}
