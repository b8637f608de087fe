using System;
using System.Buffers.Binary;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Generated;

/// <summary>Collects the content of a model file.</summary>
internal sealed class ModelWriter<T>(string kind)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MemoryStream _content = new();
    private ushort _version = 1;

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
            _content.Write(bytes[..ModelFile.WriteValue(value, bytes)]);
        }
    }

    /// <summary>Adds what rounding took off a mean, as the last array, where there is any: then the file is of version 2.</summary>
    public void WriteRemainder(ModelMean<T> mean)
    {
        if (mean.Remainder is not { } remainder)
            return;
        Write(remainder);
        _version = 2;
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes header, content and checksum.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var file = new byte[ModelFile.HeaderLength + _content.Length + 4];
        ModelFile.Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), _version);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(10), (ushort)Unsafe.SizeOf<T>());
        Encoding.ASCII.GetBytes(kind, file.AsSpan(12, ModelFile.KindLength));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(28), _content.Length);
        _content.GetBuffer().AsSpan(0, (int)_content.Length).CopyTo(file.AsSpan(ModelFile.HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 4), ModelFile.Checksum(file.AsSpan(0, file.Length - 4)));
        stream.Write(file);
    }
}
