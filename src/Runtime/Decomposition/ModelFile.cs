using System;
using System.Buffers.Binary;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated;

/// <summary>The file format of fitted models. All numbers are little-endian.</summary>
/// <remarks>
/// <code>
/// offset  bytes  what
/// 0       8      the letters GENMODEL
/// 8       2      version of the format: 1, or 2 with one array more, what rounding took off the mean (see <see cref="ModelMean{T}"/>)
/// 10      2      bytes of a value: 4 (single precision) or 8 (double)
/// 12      16     the kind of model in ASCII, filled up with zeros: PCA, PPCA, FA, LDA, ICA
/// 28      8      length of the content
/// 36      …      content: whole numbers of 8 bytes, and arrays, each its length in 8 bytes and then its values
/// last    4      CRC-32 (IEEE 802.3) of all bytes before
/// </code>
/// A file is written beside its destination, flushed to the disk and moved there, so that a reader finds either the old or the new one whole.
/// </remarks>
internal static class ModelFile
{
    public const int HeaderLength = 36, KindLength = 16;
    public const ushort Version = 2;

    public static ReadOnlySpan<byte> Magic => "GENMODEL"u8;

    /// <summary>Reads and checks a file.</summary>
    public static ModelReader<T> Load<T>(string path, string kind)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.ClearBeside(path);
        return new ModelReader<T>(File.ReadAllBytes(path), path, kind);
    }

    /// <summary>Reads a stream to its end and checks what it has.</summary>
    public static ModelReader<T> Load<T>(Stream stream, string kind)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return new ModelReader<T>(memory.ToArray(), "The stream", kind);
    }

    /// <summary>The cyclic redundancy check of IEEE 802.3, reflected polynomial EDB88320.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }

    /// <summary>Writes a value's bits, and returns their length.</summary>
    public static int WriteValue<T>(T value, Span<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)(object)value);
        else
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, (double)(object)value);
        return Unsafe.SizeOf<T>();
    }

    /// <summary>Reads a value's bits.</summary>
    public static T ReadValue<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? (T)(object)BinaryPrimitives.ReadSingleLittleEndian(bytes)
            : (T)(object)BinaryPrimitives.ReadDoubleLittleEndian(bytes);
}
