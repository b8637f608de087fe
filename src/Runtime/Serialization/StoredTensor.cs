using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>A tensor of a <see cref="TensorFile"/>. Its values are read from the file each time they are asked for.</summary>
public sealed class StoredTensor
{
    private readonly string _fileName;
    private readonly Func<Stream> _open;
    private readonly long[] _shape;

    internal StoredTensor(string fileName, string name, TensorType type, long[] shape, Func<Stream> open)
    {
        _fileName = fileName;
        _open = open;
        _shape = shape;
        Name = name;
        Type = type;
        TypeName = type.ToString();
        Count = CountOf(shape, type) ?? throw new ArgumentException("The shape is too large.", nameof(shape));
    }

    /// <summary>The tensor's name; empty in an <c>.npy</c> file, which has but one.</summary>
    public string Name { get; }

    /// <summary>The type of the stored values.</summary>
    public TensorType Type { get; }

    /// <summary>The type of the stored values as the file writes it, for example <c>F32</c>, <c>F8_E4M3</c> or <c>&lt;f4</c>.</summary>
    public string TypeName { get; internal init; }

    /// <summary>The length of each dimension; none of a single value.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The number of values: the product of the shape.</summary>
    public long Count { get; }

    /// <summary>Whether the most significant byte of a value comes first.</summary>
    internal bool IsBigEndian { get; init; }

    /// <summary>Whether the first index runs fastest, as in Fortran, and not the last.</summary>
    internal bool IsColumnMajor { get; init; }

    /// <summary>The shape as error messages write it: <c>[32, 64]</c>.</summary>
    internal string ShapeText => TextOf(_shape);

    /// <summary>Reads all values, in row-major order whatever order they are stored in.</summary>
    /// <typeparam name="T">
    /// <see cref="float"/>, <see cref="double"/> or <see cref="Half"/>. Stored values that it cannot hold exactly are rounded to the nearest.
    /// </typeparam>
    /// <exception cref="DataFormatException">
    /// The file is damaged, the values are of a type that is not read (<see cref="TensorType.Other"/>), there are more than an array can hold, or
    /// one is beyond the range of T.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public T[] ToArray<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Type == TensorType.Other)
            throw Error(LayerNames.UnreadProblem(TypeName));
        if (Count > Array.MaxLength)
            throw Error($"an array cannot hold {Count} values.");
        var values = new T[Count];
        Read<T>(values);
        return values;
    }

    /// <summary>Reads all values, in row-major order whatever order they are stored in.</summary>
    /// <typeparam name="T">
    /// <see cref="float"/>, <see cref="double"/> or <see cref="Half"/>. Stored values that it cannot hold exactly are rounded to the nearest.
    /// </typeparam>
    /// <param name="values">Receives <see cref="Count"/> values. After an exception they are undefined.</param>
    /// <exception cref="ArgumentException">The length is wrong. Nothing is written.</exception>
    /// <exception cref="DataFormatException">
    /// The file is damaged, the values are of a type that is not read (<see cref="TensorType.Other"/>), or one is beyond the range of T.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read<T>(Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireLength(values.Length, Count, nameof(values));
        using var reader = new TensorReader(this);
        if (IsColumnMajor)
            ReadColumnMajor(reader, values);
        else
            reader.Read(values);
        reader.RequireEnd();
    }

    /// <summary>A stream of the stored bytes.</summary>
    /// <exception cref="DataFormatException">They are damaged, or of a type that is not read.</exception>
    internal Stream OpenValues()
    {
        if (Type == TensorType.Other)
            throw Error(LayerNames.UnreadProblem(TypeName));
        try
        {
            return _open();
        }
        catch (InvalidDataException e)
        {
            throw Error("its compressed values are damaged.", e);
        }
    }

    internal DataFormatException Error(string problem, Exception? cause = null) =>
        new(_fileName, Name.Length == 0 ? problem : $"tensor '{Name}': {problem}", cause);

    /// <summary>The number of values of a shape, or null if they would not fit a file.</summary>
    internal static long? CountOf(ReadOnlySpan<long> shape, TensorType type)
    {
        if (shape.ContainsAnyInRange(long.MinValue, -1))
            return null;
        // Of no values, the other dimensions may be of any length.
        if (shape.Contains(0))
            return 0;
        long count = 1;
        foreach (long length in shape)
        {
            if (length > long.MaxValue / type.Size() / count)
                return null;
            count *= length;
        }

        return count;
    }

    internal static string TextOf(ReadOnlySpan<long> shape) =>
        string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", shape.ToArray())}]");

    private void ReadColumnMajor<T>(TensorReader reader, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Where each dimension's next index lies.
        var strides = new long[_shape.Length];
        long stride = 1;
        for (int dimension = _shape.Length - 1; dimension >= 0; dimension--)
        {
            strides[dimension] = stride;
            stride *= _shape[dimension];
        }

        var indices = new long[_shape.Length];
        var block = new T[Math.Min(values.Length, 4096)];
        int place = 0;
        for (int first = 0; first < values.Length; first += block.Length)
        {
            Span<T> next = block.AsSpan(0, Math.Min(block.Length, values.Length - first));
            reader.Read(next);
            foreach (T value in next)
            {
                values[place] = value;
                for (int dimension = 0; dimension < indices.Length; dimension++)
                {
                    place += (int)strides[dimension];
                    if (++indices[dimension] < _shape[dimension])
                        break;
                    place -= (int)(strides[dimension] * _shape[dimension]);
                    indices[dimension] = 0;
                }
            }
        }
    }
}
