using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>A tensor to be written to a file.</summary>
/// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="Half"/>.</typeparam>
public sealed class NamedTensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Names values, which are not copied.</summary>
    /// <param name="name">The tensor's name in the file.</param>
    /// <param name="shape">The length of each dimension.</param>
    /// <param name="values">The values, row-major: as many as the product of the shape.</param>
    /// <exception cref="ArgumentException">There are more values or fewer, or a dimension is negative.</exception>
    public NamedTensor(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<T> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        long[] lengths = [.. shape.ToArray().Select(length => (long)length)];
        long count = StoredTensor.CountOf(lengths, TensorType.Float64)
            ?? throw new ArgumentException($"The shape {StoredTensor.TextOf(lengths)} is negative or too large.", nameof(shape));
        SpanArguments.RequireLength(values.Length, count, nameof(values));
        Name = name;
        Shape = lengths;
        Values = values;
    }

    /// <summary>The tensor's name in the file.</summary>
    public string Name { get; }

    /// <summary>The length of each dimension.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values, row-major.</summary>
    public ReadOnlyMemory<T> Values { get; }
}
