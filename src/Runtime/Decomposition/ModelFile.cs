using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Generated;

/// <summary>The file format of fitted models. All numbers are little-endian.</summary>
/// <remarks>
/// <code>
/// offset  bytes  what
/// 0       8      the letters GENMODEL
/// 8       2      version of the format, 1
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
    public const ushort Version = 1;

    public static ReadOnlySpan<byte> Magic => "GENMODEL"u8;

    /// <summary>Reads and checks a file.</summary>
    public static ModelReader<T> Load<T>(string path, string kind)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
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
}

/// <summary>Collects the content of a model file.</summary>
internal sealed class ModelWriter<T>(string kind)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MemoryStream _content = new();

    /// <summary>Adds a whole number.</summary>
    public void Write(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _content.Write(bytes);
    }

    /// <summary>Adds an array.</summary>
    public void Write(ReadOnlySpan<T> values)
    {
        Write(values.Length);
        Span<byte> bytes = stackalloc byte[8];
        foreach (T value in values)
        {
            int length = value.WriteBits(bytes);
            _content.Write(bytes[..length]);
        }
    }

    /// <summary>Writes the file beside its destination and moves it there.</summary>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                Save(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes header, content and checksum.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var file = new byte[ModelFile.HeaderLength + _content.Length + 4];
        ModelFile.Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), ModelFile.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(10), (ushort)Unsafe.SizeOf<T>());
        Encoding.ASCII.GetBytes(kind, file.AsSpan(12, ModelFile.KindLength));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(28), _content.Length);
        _content.GetBuffer().AsSpan(0, (int)_content.Length).CopyTo(file.AsSpan(ModelFile.HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 4), ModelFile.Checksum(file.AsSpan(0, file.Length - 4)));
        stream.Write(file);
    }
}

/// <summary>Reads the content of a model file whose frame has been checked.</summary>
internal sealed class ModelReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly byte[] _file;
    private readonly string _name;
    private readonly int _end;
    private int _place = ModelFile.HeaderLength;

    public ModelReader(byte[] file, string name, string kind)
    {
        _file = file;
        _name = name;
        _end = file.Length - 4;
        if (file.Length < ModelFile.HeaderLength + 4 || !file.AsSpan(0, 8).SequenceEqual(ModelFile.Magic))
            throw Problem("is no model file: it does not begin as one");
        int version = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        if (version != ModelFile.Version)
            throw Problem(string.Create(CultureInfo.InvariantCulture, $"has version {version} of the format; this runtime reads version {ModelFile.Version}"));
        long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(28));
        if (length != _end - ModelFile.HeaderLength)
            throw Problem(string.Create(CultureInfo.InvariantCulture, $"has {_end - ModelFile.HeaderLength} bytes of content; {length} are wanted: it is truncated or has grown"));
        if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(_end)) != ModelFile.Checksum(file.AsSpan(0, _end)))
            throw Problem("is damaged: its checksum is another");
        string given = Encoding.ASCII.GetString(file, 12, ModelFile.KindLength).TrimEnd('\0');
        if (given != kind)
            throw Problem($"holds a model of the kind {given}; {kind} is wanted");
        int size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(10));
        if (size != Unsafe.SizeOf<T>())
            throw Problem($"holds values of {size} bytes; {Unsafe.SizeOf<T>()} are wanted: {typeof(T).Name} is not its precision");
    }

    /// <summary>Reads a whole number of a range.</summary>
    public long ReadNumber(long least, long most)
    {
        if (_end - _place < 8)
            throw Problem("ends before its content does");
        long number = BinaryPrimitives.ReadInt64LittleEndian(_file.AsSpan(_place));
        _place += 8;
        if (number < least || number > most)
            throw Problem(string.Create(CultureInfo.InvariantCulture, $"has the number {number} where {least} to {most} is wanted"));
        return number;
    }

    /// <summary>Reads an array of at least one value, or of a number of values.</summary>
    public T[] ReadArray(long? length = null)
    {
        long most = (_end - _place) / Unsafe.SizeOf<T>();
        if (length > most)
            throw Problem("ends before its content does");
        var values = new T[ReadNumber(length ?? 1, length ?? most)];
        if (values.Length > (_end - _place) / Unsafe.SizeOf<T>())
            throw Problem("ends before its content does");
        for (int i = 0; i < values.Length; i++, _place += Unsafe.SizeOf<T>())
            values[i] = ModelValue.Read<T>(_file.AsSpan(_place));
        return values;
    }

    /// <summary>Requires that an array is whole rows.</summary>
    public void RequireRows(int length, int rowLength)
    {
        if (length % rowLength != 0)
            throw Problem(string.Create(CultureInfo.InvariantCulture, $"has an array of {length} values where whole rows of {rowLength} are wanted"));
    }

    /// <summary>Requires that all has been read.</summary>
    public void End()
    {
        if (_place != _end)
            throw Problem("has more content than belongs to the model");
    }

    private InvalidDataException Problem(string what) => new($"{_name} {what}.");
}

/// <summary>The bits of values.</summary>
file static class ModelValue
{
    public static int WriteBits<T>(this T value, Span<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)(object)value);
        else
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, (double)(object)value);
        return Unsafe.SizeOf<T>();
    }

    public static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? (T)(object)BinaryPrimitives.ReadSingleLittleEndian(bytes)
            : (T)(object)BinaryPrimitives.ReadDoubleLittleEndian(bytes);
}
