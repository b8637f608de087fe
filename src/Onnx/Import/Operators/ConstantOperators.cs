using System;
using System.Collections.Generic;
using System.Linq;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import.Operators;

/// <summary>
/// Operators on constants, computed in double precision: where an exporter leaves to the runtime what it could have computed in single
/// precision itself, the result here is the more exact one.
/// </summary>
internal static class ConstantOperators
{
    public static Dictionary<string, Func<Node, Tensor>> All { get; } = new(StringComparer.Ordinal)
    {
        ["Constant"] = Constant,
        ["ConstantOfShape"] = ConstantOfShape,
        ["Identity"] = First,
        ["Dropout"] = First,
        ["Cast"] = node => Cast(node, (DataType)node.Int("to", 0)),
        ["CastLike"] = node => Cast(node, node.Constant(1, "type").Type),
        ["Add"] = node => Elementwise(node, (x, y) => x + y),
        ["Sub"] = node => Elementwise(node, (x, y) => x - y),
        ["Mul"] = node => Elementwise(node, (x, y) => x * y),
        ["Div"] = Divide,
        ["Pow"] = node => Elementwise(node, Math.Pow),
        ["Min"] = node => Elementwise(node, Math.Min),
        ["Max"] = node => Elementwise(node, Math.Max),
        ["Equal"] = node => Truth(Elementwise(node, (x, y) => x == y ? 1 : 0)),
        ["Less"] = node => Truth(Elementwise(node, (x, y) => x < y ? 1 : 0)),
        ["LessOrEqual"] = node => Truth(Elementwise(node, (x, y) => x <= y ? 1 : 0)),
        ["Greater"] = node => Truth(Elementwise(node, (x, y) => x > y ? 1 : 0)),
        ["GreaterOrEqual"] = node => Truth(Elementwise(node, (x, y) => x >= y ? 1 : 0)),
        ["And"] = node => Truth(Elementwise(node, (x, y) => x * y)),
        ["Or"] = node => Truth(Elementwise(node, Math.Max)),
        ["Not"] = node => Truth(Map(node, x => 1 - x)),
        ["Neg"] = node => Map(node, x => -x),
        ["Abs"] = node => Map(node, Math.Abs),
        ["Sqrt"] = node => Map(node, Math.Sqrt),
        ["Exp"] = node => Map(node, Math.Exp),
        ["Log"] = node => Map(node, Math.Log),
        ["Reciprocal"] = node => Map(node, x => 1 / x),
        ["Shape"] = node => Tensor.Of([.. First(node).Shape.Select(length => (long)length)]),
        ["Size"] = node => Tensor.Of(DataType.Int64, First(node).Values.Length),
        ["Transpose"] = Transpose,
        ["Reshape"] = node => Reshape(First(node), node.IntsOrInput("shape", 1) ?? throw new NodeException("it has no shape."), node.Int("allowzero", 0) != 0),
        ["Flatten"] = Flatten,
        ["Squeeze"] = node => Squeeze(First(node), node.IntsOrInput("axes", 1)),
        ["Unsqueeze"] = node => Unsqueeze(First(node), node.IntsOrInput("axes", 1) ?? throw new NodeException("it has no axes.")),
        ["Expand"] = Expand,
        ["Concat"] = Concat,
        ["Gather"] = Gather,
        ["Slice"] = Slice,
        ["MatMul"] = node => Multiply(node, First(node), node.Constant(1, "factor")),
    };

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
        int[] dropped = axes is null ? [.. Enumerable.Range(0, tensor.Rank).Where(axis => tensor.Shape[axis] == 1)] : [.. axes.Select(axis => Tensor.AxisOf(axis, tensor.Rank))];
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

    private static Tensor First(Node node) => node.Constant(0, "input");

    private static Tensor Constant(Node node)
    {
        if (node.Tensor("value") is { } tensor)
            return tensor;
        if (node.Has("value_float"))
            return Tensor.Of(DataType.Float, node.Float("value_float", 0));
        if (node.Has("value_int"))
            return Tensor.Of(DataType.Int64, node.Int("value_int", 0));
        if (node.Floats("value_floats") is { } floats)
            return new Tensor(DataType.Float, [floats.Length], Array.ConvertAll(floats, value => (double)value));
        return node.Ints("value_ints") is { } ints ? Tensor.Of(ints) : throw new NodeException("its value is not one of numbers.");
    }

    private static Tensor ConstantOfShape(Node node)
    {
        Tensor value = node.Tensor("value") ?? Tensor.Of(DataType.Float, 0);
        return Filled(node, value.Type, First(node).Integers, value.Scalar);
    }

    private static Tensor Filled(Node node, DataType type, long[] shape, double value)
    {
        double[] values = NewValues(node, Tensor.CountOf(shape));
        Array.Fill(values, value);
        return new Tensor(type, Array.ConvertAll(shape, length => (int)length), values);
    }

    private static Tensor Cast(Node node, DataType type)
    {
        Tensor cast = type switch
        {
            DataType.Double => First(node),
            DataType.Float => Map(node, value => (float)value),
            DataType.Float16 => Map(node, value => (double)(Half)value),
            DataType.Bool => Map(node, value => value != 0 ? 1 : 0),
            DataType.Int64 or DataType.Int32 => Map(node, Math.Truncate),
            _ => throw new NodeException($"constants are not turned into {type}."),
        };
        return new Tensor(type, cast.Shape, cast.Values);
    }

    private static Tensor Truth(Tensor tensor) => new(DataType.Bool, tensor.Shape, tensor.Values);

    private static Tensor Map(Node node, Func<double, double> function) => First(node).Map(function, node.Context.Budget);

    private static Tensor Divide(Node node) => First(node).Type is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16
        ? Elementwise(node, (x, y) => x / y)
        : Elementwise(node, (x, y) => y != 0 ? Math.Truncate(x / y) : throw new NodeException("it divides by 0."));

    /// <summary>A function of two tensors, the smaller one repeated as NumPy does.</summary>
    private static Tensor Elementwise(Node node, Func<double, double, double> function)
    {
        if (node.Inputs.Count != 2)
            throw new NodeException("it has other than two inputs.");
        Tensor first = First(node), second = node.Constant(1, "second input");
        int[] shape = Together(first.Shape, second.Shape);
        double[] values = NewValues(node, Tensor.CountOf([.. shape.Select(length => (long)length)]));
        for (int i = 0; i < values.Length; i++)
            values[i] = function(first.Values[Place(i, shape, first.Shape)], second.Values[Place(i, shape, second.Shape)]);
        return new Tensor(first.Type, shape, values);
    }

    private static int[] Together(int[] first, int[] second)
    {
        var shape = new int[Math.Max(first.Length, second.Length)];
        for (int axis = 1; axis <= shape.Length; axis++)
        {
            int x = axis <= first.Length ? first[^axis] : 1, y = axis <= second.Length ? second[^axis] : 1;
            shape[^axis] = x == y || y == 1 ? x : x == 1 ? y
                : throw new NodeException($"shapes {Tensor.TextOf(first.Select(length => (long)length))} and {Tensor.TextOf(second.Select(length => (long)length))} do not fit.");
        }

        return shape;
    }

    /// <summary>Where a value of the result comes from in a tensor that is repeated to its shape.</summary>
    private static int Place(int index, int[] shape, int[] from)
    {
        int place = 0, stride = 1;
        for (int axis = 1; axis <= from.Length; axis++)
        {
            int at = index % shape[^axis];
            index /= shape[^axis];
            place += from[^axis] == 1 ? 0 : at * stride;
            stride *= from[^axis];
        }

        return place;
    }

    private static Tensor Expand(Node node)
    {
        Tensor tensor = First(node);
        long[] wanted = node.Constant(1, "shape").Integers;
        if (wanted.Length > 16)
            throw new NodeException("it has more than 16 dimensions.");
        _ = Tensor.CountOf(wanted);
        int[] shape = Together(tensor.Shape, Array.ConvertAll(wanted, length => (int)length));
        double[] values = NewValues(node, Tensor.CountOf([.. shape.Select(length => (long)length)]));
        for (int i = 0; i < values.Length; i++)
            values[i] = tensor.Values[Place(i, shape, tensor.Shape)];
        return new Tensor(tensor.Type, shape, values);
    }

    private static Tensor Transpose(Node node)
    {
        Tensor tensor = First(node);
        long[] order = node.Ints("perm") ?? [.. Enumerable.Range(0, tensor.Rank).Reverse().Select(axis => (long)axis)];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, tensor.Rank).Select(axis => (long)axis)))
            throw new NodeException($"its order of dimensions {Tensor.TextOf(order)} does not fit the shape {tensor.ShapeText}.");
        double[] values = NewValues(node, tensor.Values.Length);
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
        Tensor tensor = First(node);
        int axis = node.Int("axis", 1) is var stated && stated == tensor.Rank ? tensor.Rank : Tensor.AxisOf(stated, tensor.Rank);
        int rows = Tensor.CountOf([.. tensor.Shape[..axis].Select(length => (long)length)]);
        return tensor.Reshaped([rows, Tensor.CountOf([.. tensor.Shape[axis..].Select(length => (long)length)])]);
    }

    private static Tensor Concat(Node node)
    {
        _ = node.Input(0);
        Tensor[] tensors = [.. node.Inputs.Select((_, i) => node.Constant(i, "input"))];
        int axis = Tensor.AxisOf(node.Int("axis", 0), tensors[0].Rank);
        if (tensors.Any(tensor => tensor.Rank != tensors[0].Rank || !tensor.Shape.Where((_, i) => i != axis).SequenceEqual(tensors[0].Shape.Where((_, i) => i != axis))))
            throw new NodeException("its inputs differ in other dimensions than the one they are joined along.");
        long[] shape = [.. tensors[0].Shape.Select(length => (long)length)];
        shape[axis] = tensors.Sum(tensor => (long)tensor.Shape[axis]);
        double[] values = NewValues(node, Tensor.CountOf(shape));
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
        Tensor tensor = First(node), indices = node.Constant(1, "indices");
        int axis = Tensor.AxisOf(node.Int("axis", 0), tensor.Rank);
        node.Context.Budget.TakeElements(indices.Values.Length);
        return Selected(node, tensor, axis, [.. indices.Values.Select(index => (long)Tensor.AxisOf((long)index, tensor.Shape[axis]))], indices.Shape);
    }

    private static Tensor Slice(Node node)
    {
        Tensor tensor = First(node);
        (long[] starts, long[] ends, long[]? axes, long[]? steps) = Ranges(node);
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = Tensor.AxisOf(axes is null ? i : axes[i], tensor.Rank);
            node.Context.Budget.TakeElements(tensor.Shape[axis]);
            long[] kept = [.. Range(tensor.Shape[axis], starts[i], ends[i], steps is null ? 1 : steps[i])];
            tensor = Selected(node, tensor, axis, kept, [kept.Length]);
        }

        return tensor;
    }

    /// <summary>What a Slice keeps, stated by attributes in older operator sets and by inputs in newer ones.</summary>
    public static (long[] Starts, long[] Ends, long[]? Axes, long[]? Steps) Ranges(Node node)
    {
        long[] starts = node.IntsOrInput("starts", 1) ?? throw new NodeException("it has no starts."), ends = node.IntsOrInput("ends", 2) ?? throw new NodeException("it has no ends.");
        long[]? axes = node.IntsOrInput("axes", 3), steps = node.IntsOrInput("steps", 4);
        if (starts.Length > 16 || ends.Length != starts.Length || (axes is not null && axes.Length != starts.Length) || (steps is not null && steps.Length != starts.Length))
            throw new NodeException("it has not as many starts as ends, axes and steps.");
        return (starts, ends, axes, steps);
    }

    /// <summary>The indices that a Slice keeps, of a dimension.</summary>
    public static IEnumerable<long> Range(int length, long start, long end, long step)
    {
        if (step != 1)
            throw new NodeException("its step is not 1.");
        long first = Math.Clamp(start < 0 ? start + length : start, 0, length), last = Math.Clamp(end < 0 ? end + length : end, 0, length);
        for (long i = first; i < last; i++)
            yield return i;
    }

    private static Tensor Selected(Node node, Tensor tensor, int axis, long[] indices, int[] shapeOfIndices)
    {
        long[] before = [.. tensor.Shape[..axis].Select(length => (long)length)], after = [.. tensor.Shape[(axis + 1)..].Select(length => (long)length)];
        long[] shape = [.. before, .. shapeOfIndices.Select(length => (long)length), .. after];
        double[] values = NewValues(node, Tensor.CountOf(shape));
        int rows = Tensor.CountOf(before), run = Tensor.CountOf(after), at = 0;
        for (int row = 0; row < rows && values.Length > 0; row++)
        {
            foreach (long index in indices)
            {
                tensor.Values.AsSpan((row * tensor.Shape[axis] + (int)index) * run, run).CopyTo(values.AsSpan(at));
                at += run;
            }
        }

        return new Tensor(tensor.Type, Array.ConvertAll(shape, length => (int)length), values);
    }

    private static Tensor Multiply(Node node, Tensor first, Tensor second)
    {
        if (first.Rank != 2 || second.Rank != 2 || first.Shape[1] != second.Shape[0])
            throw new NodeException($"constants of shapes {first.ShapeText} and {second.ShapeText} are not multiplied; two matrices that fit are.");
        int rows = first.Shape[0], inner = first.Shape[1], columns = second.Shape[1];
        node.Context.Budget.TakeElements((long)rows * inner * columns / 64);
        double[] values = NewValues(node, Tensor.CountOf([rows, columns]));
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < inner; i++)
            {
                double factor = first.Values[row * inner + i];
                for (int column = 0; column < columns; column++)
                    values[row * columns + column] += factor * second.Values[i * columns + column];
            }
        }

        return new Tensor(first.Type, [rows, columns], values);
    }

    private static double[] NewValues(Node node, int count)
    {
        node.Context.Budget.TakeElements(count);
        return new double[count];
    }
}
