using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Generated;

/// <summary>Converts between values in memory and their stored bytes: exact where the types allow it, otherwise to the nearest, ties to even.</summary>
internal static class TensorValues
{
    /// <summary>Reads values.</summary>
    /// <param name="bytes">As many as the values take; in the processor's byte order.</param>
    /// <param name="type">What they are.</param>
    /// <param name="values">Receives the values.</param>
    /// <returns>The index of the first finite value that is beyond the range of T, or −1 if there is none.</returns>
    public static int Read<T>(ReadOnlySpan<byte> bytes, TensorType type, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => type switch
        {
            TensorType.Float32 => Convert(MemoryMarshal.Cast<byte, float>(bytes), values),
            TensorType.Float64 => Convert(MemoryMarshal.Cast<byte, double>(bytes), values),
            TensorType.Float16 => Convert(MemoryMarshal.Cast<byte, Half>(bytes), values),
            TensorType.BFloat16 => ReadBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes), values),
            TensorType.Boolean => ReadBoolean(bytes, values),
            TensorType.Int8 => Convert(MemoryMarshal.Cast<byte, sbyte>(bytes), values),
            TensorType.Int16 => Convert(MemoryMarshal.Cast<byte, short>(bytes), values),
            TensorType.Int32 => Convert(MemoryMarshal.Cast<byte, int>(bytes), values),
            TensorType.Int64 => Convert(MemoryMarshal.Cast<byte, long>(bytes), values),
            TensorType.UInt8 => Convert(bytes, values),
            TensorType.UInt16 => Convert(MemoryMarshal.Cast<byte, ushort>(bytes), values),
            TensorType.UInt32 => Convert(MemoryMarshal.Cast<byte, uint>(bytes), values),
            TensorType.UInt64 => Convert(MemoryMarshal.Cast<byte, ulong>(bytes), values),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type."),
        };

    /// <summary>Writes values in the processor's byte order; the parameters are those of <see cref="Read"/>.</summary>
    /// <returns>The index of the first finite value that is beyond the range of the type, or −1 if there is none.</returns>
    public static int Write<T>(ReadOnlySpan<T> values, TensorType type, Span<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => type switch
        {
            TensorType.Float32 => Convert(values, MemoryMarshal.Cast<byte, float>(bytes)),
            TensorType.Float64 => Convert(values, MemoryMarshal.Cast<byte, double>(bytes)),
            TensorType.Float16 => Convert(values, MemoryMarshal.Cast<byte, Half>(bytes)),
            TensorType.BFloat16 => WriteBFloat16(values, MemoryMarshal.Cast<byte, ushort>(bytes)),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Float32, Float64, Float16 or BFloat16 is wanted."),
        };

    /// <summary>Turns the bytes of each value round.</summary>
    public static void Swap(Span<byte> bytes, int size)
    {
        if (size == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (size == 4)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else if (size == 8)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    private static int Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        // The bits of a NaN too.
        if (typeof(TFrom) == typeof(TTo))
        {
            MemoryMarshal.AsBytes(from).CopyTo(MemoryMarshal.AsBytes(to));
            return -1;
        }

        for (int i = 0; i < from.Length; i++)
        {
            to[i] = TTo.CreateTruncating(from[i]);
            if (!TTo.IsFinite(to[i]) && TFrom.IsFinite(from[i]))
                return i;
        }

        return -1;
    }

    private static int ReadBoolean<T>(ReadOnlySpan<byte> bytes, Span<T> values)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < bytes.Length; i++)
            values[i] = bytes[i] == 0 ? T.Zero : T.One;
        return -1;
    }

    private static int ReadBFloat16<T>(ReadOnlySpan<ushort> stored, Span<T> values)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < stored.Length; i++)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)stored[i] << 16);
            values[i] = T.CreateTruncating(value);
            if (!T.IsFinite(values[i]) && float.IsFinite(value))
                return i;
        }

        return -1;
    }

    private static int WriteBFloat16<T>(ReadOnlySpan<T> values, Span<ushort> stored)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            stored[i] = ToBFloat16(double.CreateTruncating(values[i]));
            if ((stored[i] & 0x7F80) == 0x7F80 && T.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    private static ushort ToBFloat16(double value)
    {
        float single = (float)value;
        uint bits = BitConverter.SingleToUInt32Bits(single);
        if (float.IsNaN(single))
            return (ushort)(bits >> 16 | 0x40);

        // A value that was rounded to half-way between two must not be rounded again as if it had been there.
        if ((bits & 0xFFFF) == 0x8000 && single != value)
            bits = Math.Abs((double)single) > Math.Abs(value) ? bits - 1 : bits + 1;
        return (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
    }
}
