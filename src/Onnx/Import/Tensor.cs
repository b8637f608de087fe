using System;
using System.Globalization;
using System.Linq;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import;

/// <summary>A constant tensor, row-major. Values of every type are kept as <see cref="double"/>, exactly but for integers beyond 2⁵³.</summary>
internal sealed class Tensor
{
    private const int MaxRank = 16, MaxList = 1024;

    /// <exception cref="NodeException">There are more dimensions than any network has.</exception>
    public Tensor(DataType type, int[] shape, double[] values)
    {
        if (shape.Length > MaxRank)
            throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"a tensor has {shape.Length} dimensions, more than any of a network."));
        Type = type;
        Shape = shape;
        Values = values;
    }

    public DataType Type { get; }

    public int[] Shape { get; }

    public double[] Values { get; }

    public int Rank => Shape.Length;

    public string ShapeText => TextOf(Shape.Select(length => (long)length));

    /// <summary>The only value.</summary>
    public double Scalar => Values.Length == 1 ? Values[0] : throw new NodeException($"one number is wanted where a tensor of shape {ShapeText} is given.");

    /// <summary>The values as a list of lengths or axes.</summary>
    public long[] Integers => Values.Length <= MaxList
        ? Array.ConvertAll(Values, value => (long)value)
        : throw new NodeException(string.Create(CultureInfo.InvariantCulture,
            $"expected a list of at most {MaxList} axes or lengths, but got one of {Values.Length} numbers."));

    public static Tensor Of(DataType type, double value) => new(type, [], [value]);

    public static Tensor Of(long[] values) => new(DataType.Int64, [values.Length], Array.ConvertAll(values, value => (double)value));

    /// <summary>The number of values of a shape.</summary>
    /// <exception cref="NodeException">It is negative, or no array is that large.</exception>
    public static int CountOf(ReadOnlySpan<long> shape)
    {
        long count = 1;
        bool isEmpty = false;
        foreach (long length in shape)
        {
            if (length < 0)
                throw new NodeException($"the shape {TextOf(shape.ToArray())} is negative.");
            isEmpty |= length == 0;
            // The product stays below 2⁶².
            if (length > int.MaxValue || (count *= Math.Max(length, 1)) > int.MaxValue)
                throw new NodeException($"the shape {TextOf(shape.ToArray())} is too large.");
        }

        return isEmpty ? 0 : (int)count;
    }

    public static string TextOf(System.Collections.Generic.IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Take(16))}{(shape.Skip(16).Any() ? ", …" : "")}]";

    /// <summary>The axis counted from the first, of one that may be counted from the last (negative).</summary>
    public static int AxisOf(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw new NodeException($"there is no axis {axis} in {rank} dimensions.");

    /// <summary>A function of each value.</summary>
    public Tensor Map(Func<double, double> function, Budget budget)
    {
        budget.TakeElements(Values.Length);
        return new Tensor(Type, Shape, Array.ConvertAll(Values, value => function(value)));
    }

    public Tensor Reshaped(int[] shape) => new(Type, shape, Values);
}
