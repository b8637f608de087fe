using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Generated;

/// <summary>What the writers of all formats share.</summary>
internal static class TensorWriter
{
    private const int BlockLength = 4096;

    /// <summary>The type to store, that of T unless another one is asked for.</summary>
    /// <exception cref="ArgumentException">It is not a floating-point type.</exception>
    public static TensorType RequireFloat<T>(TensorType? type)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorType stored = type ?? TensorTypes.Of<T>();
        return stored is >= TensorType.Float32 and <= TensorType.BFloat16
            ? stored
            : throw new ArgumentException($"The type is {stored}, but Float32, Float64, Float16 or BFloat16 is wanted.", nameof(type));
    }

    /// <summary>Requires that no two tensors have one name.</summary>
    public static void RequireNames<T>(IReadOnlyList<NamedTensor<T>> tensors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (tensors.FirstOrDefault(tensor => !names.Add(tensor.Name)) is { } twice)
            throw new ArgumentException($"Two tensors have the name '{twice.Name}'.", nameof(tensors));
    }

    /// <summary>Writes the values, little-endian.</summary>
    /// <exception cref="ArgumentException">A value is beyond the type's range.</exception>
    public static void Write<T>(Stream stream, NamedTensor<T> tensor, TensorType type)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = tensor.Values.Span;
        if (BitConverter.IsLittleEndian && type == TensorTypes.Of<T>())
        {
            // In parts whose bytes an int counts.
            for (; !values.IsEmpty; values = values[Math.Min(values.Length, 1 << 24)..])
                stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, 1 << 24)]));
            return;
        }

        int size = type.Size();
        byte[] block = new byte[Math.Min(values.Length, BlockLength) * size];
        for (int first = 0; first < values.Length; first += BlockLength)
        {
            ReadOnlySpan<T> next = values[first..Math.Min(values.Length, first + BlockLength)];
            Span<byte> bytes = block.AsSpan(0, next.Length * size);
            int misfit = TensorValues.Write(next, type, bytes);
            if (misfit >= 0)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Value {first + misfit} (counted from 0) of tensor '{tensor.Name}' is {next[misfit]}, which is beyond the range of {type}."));
            }

            if (!BitConverter.IsLittleEndian)
                TensorValues.Swap(bytes, size);
            stream.Write(bytes);
        }
    }
}
