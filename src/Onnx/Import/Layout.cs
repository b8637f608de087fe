using System;
using System.Collections.Immutable;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>The dimensions of a tensor of samples: which of them counts the samples, and how long the others are.</summary>
/// <param name="Batch">The number of samples if the graph fixes it.</param>
/// <param name="Sample">The dimensions of one sample's values, −1 where the graph does not say.</param>
/// <param name="Order">Where the samples are counted.</param>
internal sealed record Layout(long? Batch, ImmutableArray<int> Sample, SampleOrder Order)
{
    public const int Unknown = -1;

    /// <summary>Whether a sample has positions, each with features, and which of its dimensions holds the features.</summary>
    public Positions Positions { get; init; }

    /// <summary>The features of each position; of a vector all values.</summary>
    public int Features => Positions switch { Positions.None => Size, Positions.Last => Sample[^1], _ => Sample[0] };

    /// <summary>The lengths as a network has them, features last.</summary>
    public int[] NetworkLengths => Positions switch
    {
        Positions.None => [Size],
        Positions.Last => [.. Sample],
        _ => [.. Sample.Skip(1), Sample[0]],
    };

    public int Rank => Sample.Length + (Order == SampleOrder.Single ? 0 : 1);

    /// <summary>The number of one sample's values; <see cref="Unknown"/> if the graph does not say.</summary>
    public int Size
    {
        get
        {
            if (Sample.Contains(Unknown))
                return Unknown;
            return Tensor.CountOf([.. Sample.Select(length => (long)length)]);
        }
    }

    /// <summary>All lengths, null for a number of samples that the graph leaves open.</summary>
    public ImmutableArray<long?> Lengths
    {
        get
        {
            ImmutableArray<long?> sample = [.. Sample.Select(length => (long?)length)];
            return Order switch
            {
                SampleOrder.Rows => [Batch, .. sample],
                SampleOrder.Columns => [.. sample, Batch],
                _ => sample,
            };
        }
    }

    /// <summary>The layout of as many samples of one dimension.</summary>
    public Layout OfSize(int size) => this with { Sample = [size] };

    /// <summary>The length of the only dimension of a sample.</summary>
    /// <exception cref="NodeException">There are several.</exception>
    public int Vector => Sample.Length > 0 && Sample.SkipLast(1).All(length => length == 1)
        ? Sample[^1]
        : throw new NodeException(Sample.Length == 0
            ? "its input has one value a sample and no dimension for it."
            : $"its input has the dimensions {Tensor.TextOf(Sample.Select(length => (long)length))} a sample, "
                + "where a dense layer takes a vector; flatten it first.");

    /// <summary>A constant as it acts on one sample's values, each of them, in their order; and the layout, of which it may tell the length.</summary>
    /// <exception cref="NodeException">It differs from sample to sample, or makes the tensor larger.</exception>
    public (double[] Values, Layout Layout) Spread(Tensor constant, Budget budget)
    {
        Layout layout = this;
        if (Sample is [Unknown] && constant.Rank > 0)
        {
            int length = constant.Shape[Order == SampleOrder.Columns ? Math.Max(constant.Rank - 2, 0) : ^1];
            layout = OfSize(length);
        }

        int size = layout.Size;
        if (size < 1)
            throw new NodeException("the number of values a sample is not known.");
        int batchAxis = Order switch { SampleOrder.Rows => 0, SampleOrder.Columns => Rank - 1, _ => -1 };
        int skipped = Rank - constant.Rank;
        var strides = new int[layout.Sample.Length];
        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            int length = axis >= skipped ? constant.Shape[axis - skipped] : 1;
            int sampleAxis = Order == SampleOrder.Rows ? axis - 1 : axis;
            if (axis == batchAxis ? length != 1 : length != 1 && length != layout.Sample[sampleAxis])
                throw Error();
            if (axis != batchAxis)
                strides[sampleAxis] = length == 1 ? 0 : stride;
            stride *= length;
        }

        if (skipped < 0)
            throw Error();
        budget.TakeElements(size);
        var values = new double[size];
        for (int i = 0; i < size; i++)
        {
            int at = 0;
            for (int axis = layout.Sample.Length - 1, rest = i; axis >= 0; axis--)
            {
                at += rest % layout.Sample[axis] * strides[axis];
                rest /= layout.Sample[axis];
            }

            values[i] = constant.Values[at];
        }

        return (values, layout);

        NodeException Error() => new($"a constant of shape {constant.ShapeText} does not fit the values of one sample, "
            + $"{Tensor.TextOf(layout.Sample.Select(length => (long)length))}, for each sample alike.");
    }
}

/// <summary>Where a tensor of samples with positions has the features of each.</summary>
internal enum Positions
{
    /// <summary>A sample is a vector, however it is shaped.</summary>
    None,

    /// <summary>In the last dimension, as networks here.</summary>
    Last,

    /// <summary>In the first dimension of a sample, as convolutions of ONNX.</summary>
    First,
}

/// <summary>Where a tensor counts the samples.</summary>
internal enum SampleOrder
{
    /// <summary>In its first dimension.</summary>
    Rows,

    /// <summary>In its second and last.</summary>
    Columns,

    /// <summary>Nowhere: there is one sample.</summary>
    Single,
}
