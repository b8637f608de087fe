using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Generated;

/// <summary>Reads the content of a model file whose frame has been checked.</summary>
internal sealed class ModelReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly byte[] _file;
    private readonly string _name;
    private readonly int _end;
    private readonly int _version;
    private int _place = ModelFile.HeaderLength;

    public ModelReader(byte[] file, string name, string kind)
    {
        _file = file;
        _name = name;
        _end = file.Length - 4;
        if (file.Length < ModelFile.HeaderLength + 4 || !file.AsSpan(0, 8).SequenceEqual(ModelFile.Magic))
        {
            string other = FileKind.Of(file.AsSpan(0, Math.Min(file.Length, FileKind.StartLength))) is { } known ? $"; it is {known}" : "";
            throw Problem($"is no model file: it does not begin as one{other}");
        }

        _version = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        if (_version is < 1 or > ModelFile.Version)
        {
            throw Problem(string.Create(
                CultureInfo.InvariantCulture, $"has version {_version} of the format; this runtime reads versions 1 to {ModelFile.Version}"));
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(28));
        if (length != _end - ModelFile.HeaderLength)
            throw Problem(string.Create(
                CultureInfo.InvariantCulture, $"has {_end - ModelFile.HeaderLength} bytes of content; {length} are wanted: it is truncated or has grown"));
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
            values[i] = ModelFile.ReadValue<T>(_file.AsSpan(_place));
        return values;
    }

    /// <summary>Reads what rounding took off a mean, which a file of version 2 has as the last array.</summary>
    public ModelMean<T> ReadRemainder(T[] mean) => new(mean, _version == 1 ? null : ReadArray(mean.Length));

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

    private InvalidDataException Problem(string what) => new(PrintableText.Of($"{_name} {what}."));
}
