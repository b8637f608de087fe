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
    public static Dictionary<string, Func<Node, Tensor>> All { get; } = new(ConstantShapeOperators.All, StringComparer.Ordinal)
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
        ["MatMul"] = node => Multiply(node, First(node), node.Constant(1, "factor")),
    };

    /// <summary>Whether an operator computes each value of the values at the same place, so that a constant may stand for many copies of it.</summary>
    public static bool IsNumberByNumber(string type) => All.ContainsKey(type) && type is not ("Shape" or "Size" or "MatMul" or "ConstantOfShape")
        && !Array.Exists(ConstantShapeOperators.All, shape => shape.Key == type);

    /// <summary>A constant for each sample, all alike, of which one copy is kept.</summary>
    public static ConstantValue Repeated(Node node, Tensor value, int shapeInput)
    {
        if (node.Input(shapeInput) is not DimensionsValue { IsScalar: false } shape || shape.Lengths.Count(length => length is null) != 1)
            throw new NodeException("its shape is computed from the network's input, and is not that of constants for each sample.");
        int[] one = [.. shape.Lengths.Select(length => (int)Math.Clamp(length ?? 1, 0, int.MaxValue))];
        return new ConstantValue(ConstantShapeOperators.Expanded(node, value, one)) { IsRepeated = true };
    }

    internal static Tensor First(Node node) => node.Constant(0, "input");

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
        Tensor value = FillingOf(node);
        return Filled(node, value.Type, First(node).Integers, value.Scalar);
    }

    /// <summary>What ConstantOfShape fills with.</summary>
    public static Tensor FillingOf(Node node) => node.Tensor("value") is { } value ? Tensor.Of(value.Type, value.Scalar) : Tensor.Of(DataType.Float, 0);

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

    internal static int[] Together(int[] first, int[] second)
    {
        var shape = new int[Math.Max(first.Length, second.Length)];
        for (int axis = 1; axis <= shape.Length; axis++)
        {
            int x = axis <= first.Length ? first[^axis] : 1, y = axis <= second.Length ? second[^axis] : 1;
            shape[^axis] = x == y || y == 1 ? x : x == 1 ? y
                : throw new NodeException(
                    $"shapes {Tensor.TextOf(first.Select(length => (long)length))} and {Tensor.TextOf(second.Select(length => (long)length))} do not fit.");
        }

        return shape;
    }

    /// <summary>Where a value of the result comes from in a tensor that is repeated to its shape.</summary>
    internal static int Place(int index, int[] shape, int[] from)
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

    internal static double[] NewValues(Node node, int count)
    {
        node.Context.Budget.TakeElements(count);
        return new double[count];
    }
}
