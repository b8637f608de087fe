using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;

namespace Generated;

/// <summary>
/// Hugging Face's safetensors format: the length of the header in 8 bytes, the header in JSON, the values. Little-endian, row-major.
/// https://github.com/huggingface/safetensors#format
/// </summary>
public static class Safetensors
{
    /// <summary>The most bytes that a header may have: about a hundred thousand tensors.</summary>
    internal const int HeaderLimit = 16 << 20;

    private const string MetadataName = "__metadata__";

    private static readonly Dictionary<string, TensorType> s_types = new(StringComparer.Ordinal)
    {
        ["F32"] = TensorType.Float32,
        ["F64"] = TensorType.Float64,
        ["F16"] = TensorType.Float16,
        ["BF16"] = TensorType.BFloat16,
        ["BOOL"] = TensorType.Boolean,
        ["I8"] = TensorType.Int8,
        ["I16"] = TensorType.Int16,
        ["I32"] = TensorType.Int32,
        ["I64"] = TensorType.Int64,
        ["U8"] = TensorType.UInt8,
        ["U16"] = TensorType.UInt16,
        ["U32"] = TensorType.UInt32,
        ["U64"] = TensorType.UInt64,
    };

    /// <summary>Writes tensors, one behind the other in the given order.</summary>
    /// <param name="stream">Where to write. It stays open. Use <see cref="TensorFile.Save"/> to write a file.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="type">The type of the stored values, a floating-point one; that of T if null. Values are rounded to the nearest.</param>
    /// <param name="metadata">Texts to store under <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, a name is <c>__metadata__</c>, or a value is beyond the type's range.</exception>
    public static void Write<T>(
        Stream stream, IReadOnlyList<NamedTensor<T>> tensors, TensorType? type = null, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorType stored = TensorWriter.RequireFloat<T>(type);
        TensorWriter.RequireNames(tensors);
        if (tensors.Any(tensor => tensor.Name == MetadataName))
            throw new ArgumentException($"No tensor can have the name '{MetadataName}'.", nameof(tensors));

        byte[] header = HeaderOf(tensors, stored, metadata);
        if (header.Length > HeaderLimit)
            throw new ArgumentException($"The names and metadata take {header.Length} bytes; {HeaderLimit} at most are wanted.", nameof(tensors));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (NamedTensor<T> tensor in tensors)
            TensorWriter.Write(stream, tensor, stored);
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="DataFormatException">The header is not one, or does not fit the file.</exception>
    internal static TensorFile Read(Stream stream, string name)
    {
        byte[] header = ReadHeader(stream, name);
        long valuesStart = 8 + header.Length;
        var tensors = new List<(Entry Entry, StoredTensor Tensor)>();
        Dictionary<string, string>? metadata = null;
        try
        {
            // A tensor's list of offsets is the deepest there is.
            var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 3 });
            var names = new HashSet<string>(StringComparer.Ordinal);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw new DataFormatException(name, "the header is not a JSON object.");
            while (ReadName(ref json) is { } tensor)
            {
                if (!names.Add(tensor))
                    throw new DataFormatException(name, $"there are two entries '{tensor}'.");
                if (tensor == MetadataName)
                {
                    metadata = ReadMetadata(ref json, name);
                    continue;
                }

                Entry entry = ReadEntry(ref json, name, tensor);
                tensors.Add((entry, new StoredTensor(name, tensor, entry.Type, entry.Shape,
                    () => new SectionStream(stream, valuesStart + entry.Start, entry.End - entry.Start))
                {
                    TypeName = entry.TypeName,
                }));
            }

            // Throws if anything but white space follows.
            json.Read();
        }
        catch (JsonException e)
        {
            throw new DataFormatException(
                name, $"the header is not valid JSON, or deeper than 3 levels, at byte {e.BytePositionInLine} of its line {e.LineNumber + 1}.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new DataFormatException(name, "a text in the header is not valid Unicode.", e);
        }

        tensors.Sort((first, second) => (first.Entry.Start, first.Entry.End).CompareTo((second.Entry.Start, second.Entry.End)));
        RequireNoGap(tensors, stream.Length - valuesStart, name);
        return new TensorFile(name, [.. tensors.Select(tensor => tensor.Tensor)], metadata);
    }

    private static byte[] ReadHeader(Stream stream, string name)
    {
        Span<byte> prefix = stackalloc byte[8];
        stream.Position = 0;
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            throw new DataFormatException(name, $"it has {stream.Length} bytes and is neither a safetensors nor a NumPy file.");
        RequireHeader(stream, name);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong most = (ulong)(stream.Length - prefix.Length);
        if (length > most)
            throw new DataFormatException(name, $"it is no NumPy file, and as a safetensors file it claims a header of {length} bytes where {most} follow.");
        if (length > HeaderLimit)
            throw new DataFormatException(
                name, $"it is no NumPy file, and as a safetensors file it has a header of {length} bytes, of which {HeaderLimit} at most are read.");
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }

    /// <summary>Requires that a file does not start as one of another kind, whose first letters would be taken for the length of a header.</summary>
    private static void RequireHeader(Stream stream, string name)
    {
        byte[] start = new byte[Math.Min(stream.Length, FileKind.StartLength)];
        stream.Position = 0;
        stream.ReadExactly(start);
        stream.Position = 8;
        if (FileKind.IsSafetensors(start))
            return;
        if (FileKind.Of(start) is { } kind)
            throw new DataFormatException(name, $"it is neither a safetensors nor a NumPy file: it is {kind}.");
        if (BinaryPrimitives.ReadUInt64LittleEndian(start) > (ulong)stream.Length && start is not [_, _, _, _, _, _, _, _, (byte)'{', ..])
            throw new DataFormatException(name, $"it is neither a safetensors nor a NumPy file: it starts with the bytes {Convert.ToHexString(start, 0, 8)}.");
    }

    /// <summary>Reads the name of an object's next member and goes to its value.</summary>
    /// <returns>The name, or null at the object's end.</returns>
    private static string? ReadName(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
            return null;
        string name = json.GetString()!;
        json.Read();
        return name;
    }

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader json, string file)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw new DataFormatException(file, $"'{MetadataName}' is not a JSON object.");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (ReadName(ref json) is { } key)
        {
            if (json.TokenType != JsonTokenType.String)
                throw new DataFormatException(file, $"'{MetadataName}' holds '{key}', which is not a text.");
            if (!metadata.TryAdd(key, json.GetString()!))
                throw new DataFormatException(file, $"'{MetadataName}' holds '{key}' twice.");
        }

        return metadata;
    }

    private static Entry ReadEntry(ref Utf8JsonReader json, string file, string tensor)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw EntryError("is not a JSON object.");
        string? typeName = null;
        long[]? shape = null, offsets = null;
        while (ReadName(ref json) is { } key)
        {
            bool isNew = key switch
            {
                "dtype" => typeName is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw EntryError($"holds '{key}', which safetensors does not know."),
            };
            if (!isNew)
                throw EntryError($"holds '{key}' twice.");
            if (key != "dtype")
            {
                long[] numbers = ReadNumbers(ref json) ?? throw EntryError($"holds a {key} that is no list of whole numbers from 0 to 2⁶³ − 1.");
                _ = key == "shape" ? shape = numbers : offsets = numbers;
            }
            else if (json.TokenType == JsonTokenType.String)
                typeName = json.GetString()!;
            else
                throw EntryError("holds a dtype that is not a text.");
        }

        if (typeName is null || shape is null || offsets is not [var start, var end])
            throw EntryError("holds no dtype, no shape or not two data_offsets.");
        // Of a type that is not read, how many bytes a value takes is not known, and the other tensors are read all the same.
        TensorType type = s_types.GetValueOrDefault(typeName, TensorType.Other);
        long count = StoredTensor.CountOf(shape, type) ?? throw EntryError("has a shape that is too large for any file.");
        if (type == TensorType.Other && end < start)
            throw EntryError($"has the data_offsets {start} and {end}, of which the second is less.");
        if (type != TensorType.Other && end - start != count * type.Size())
            throw EntryError($"is of shape {StoredTensor.TextOf(shape)} and dtype {typeName}, which takes {count * type.Size()} bytes, "
                + $"but its data_offsets are {start} and {end}.");
        return new Entry(type, typeName, shape, start, end);

        DataFormatException EntryError(string problem) => new(file, $"the entry of tensor '{tensor}' {problem}");
    }

    /// <summary>Reads a list of numbers that are not negative.</summary>
    /// <returns>The numbers, or null if it is something else.</returns>
    private static long[]? ReadNumbers(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return null;
        var numbers = new List<long>();
        for (json.Read(); json.TokenType != JsonTokenType.EndArray; json.Read())
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
                return null;
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Requires that the values follow each other from the first byte to the last, as the format has it.</summary>
    private static void RequireNoGap(List<(Entry Entry, StoredTensor Tensor)> tensors, long length, string file)
    {
        long end = 0;
        foreach ((Entry entry, StoredTensor tensor) in tensors)
        {
            string? problem = entry.End > length ? $"are beyond the {length} bytes that follow the header."
                : entry.Start < end ? $"overlap those of another tensor, which end at {end}."
                : entry.Start > end ? $"leave a gap behind byte {end}."
                : null;
            if (problem is not null)
                throw new DataFormatException(file, $"the values of tensor '{tensor.Name}', bytes {entry.Start} to {entry.End}, {problem}");
            end = entry.End;
        }

        if (end != length)
            throw new DataFormatException(file, $"{length} bytes follow the header, but the tensors take {end}.");
    }

    private static byte[] HeaderOf<T>(IReadOnlyList<NamedTensor<T>> tensors, TensorType type, IReadOnlyDictionary<string, string>? metadata)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(MetadataName);
                foreach ((string key, string text) in metadata)
                    json.WriteString(key, text);
                json.WriteEndObject();
            }

            string typeName = s_types.Single(known => known.Value == type).Key;
            long offset = 0;
            foreach (NamedTensor<T> tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", typeName);
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [offset, offset += (long)tensor.Values.Length * type.Size()]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The values begin at a multiple of eight bytes, so that they can be used where they lie.
        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');
        return header.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private sealed record Entry(TensorType Type, string TypeName, long[] Shape, long Start, long End);
}
