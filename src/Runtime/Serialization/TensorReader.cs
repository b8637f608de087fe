using System;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Generated;

/// <summary>Reads a tensor's values from the first to the last, in the order in which they are stored.</summary>
internal sealed class TensorReader(StoredTensor tensor) : IDisposable
{
    private const int BlockLength = 32768;

    private readonly Stream _stream = tensor.OpenValues();
    private byte[] _block = [];
    private long _position;

    /// <summary>Reads the next values.</summary>
    /// <exception cref="DataFormatException">There are not as many, they are damaged, or one is beyond the range of T.</exception>
    public void Read<T>(Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isStraight = tensor.IsBigEndian != BitConverter.IsLittleEndian;
        if (isStraight && (tensor.Type, typeof(T) == typeof(float), typeof(T) == typeof(double)) is (TensorType.Float32, true, _)
            or (TensorType.Float64, _, true))
        {
            // In parts whose bytes an int counts.
            for (; !values.IsEmpty; values = values[Math.Min(values.Length, 1 << 24)..])
            {
                Span<T> part = values[..Math.Min(values.Length, 1 << 24)];
                ReadBytes(MemoryMarshal.AsBytes(part));
                _position += part.Length;
            }

            return;
        }

        if (_block.Length == 0)
            _block = new byte[BlockLength];
        int size = tensor.Type.Size();
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, BlockLength / size);
            Span<byte> bytes = _block.AsSpan(0, count * size);
            ReadBytes(bytes);
            if (!isStraight)
                TensorValues.Swap(bytes, size);
            int misfit = TensorValues.Read(bytes, tensor.Type, values[..count]);
            if (misfit >= 0)
                throw tensor.Error($"value {_position + misfit} (counted from 0) is beyond the range of {typeof(T).Name}.");
            _position += count;
            values = values[count..];
        }
    }

    /// <summary>Requires that nothing follows the last value.</summary>
    /// <exception cref="DataFormatException">Something does, or what was read does not have the checksum that is stored with it.</exception>
    public void RequireEnd()
    {
        Span<byte> next = stackalloc byte[1];
        if (ReadAtMost(next) != 0)
            throw tensor.Error($"something follows the {tensor.Count} values that its shape asks for.");
    }

    public void Dispose() => _stream.Dispose();

    private void ReadBytes(Span<byte> bytes)
    {
        int read = ReadAtMost(bytes);
        if (read < bytes.Length)
            throw tensor.Error($"its values end after {_position + read / tensor.Type.Size()} of {tensor.Count}.");
    }

    private int ReadAtMost(Span<byte> bytes)
    {
        try
        {
            return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw tensor.Error("its compressed values are damaged.", e);
        }
    }
}
