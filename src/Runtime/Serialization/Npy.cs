using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;

namespace Generated;

/// <summary>
/// NumPy's <c>.npy</c> format: one array. Versions 1 to 3 are read, either byte order, row- and column-major; version 1 is written,
/// little-endian and row-major. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
/// </summary>
public static class Npy
{
    /// <summary>The longest header, in bytes. NumPy itself reads no longer one from a file that it does not trust.</summary>
    private const int HeaderLimit = 10_000;

    /// <summary>What the file starts with.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes an array. Its name is not stored.</summary>
    /// <param name="stream">Where to write. It stays open. Use <see cref="TensorFile.Save"/> to write a file.</param>
    /// <param name="tensor">What to write.</param>
    /// <param name="type">Float32, Float64 or Float16; that of T if null. Values are rounded to the nearest.</param>
    /// <exception cref="ArgumentException">The type is another, or a value is beyond its range.</exception>
    public static void Write<T>(Stream stream, NamedTensor<T> tensor, TensorType? type = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        TensorType stored = TensorWriter.RequireFloat<T>(type);
        string shape = string.Concat(tensor.Shape.Select((length, i) => string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}{length},")));
        if (tensor.Shape.Count > 1)
            shape = shape[..^1];
        string typeName = stored switch
        {
            TensorType.Float32 => "<f4",
            TensorType.Float64 => "<f8",
            TensorType.Float16 => "<f2",
            _ => throw new ArgumentException($"NumPy has no type {stored}; Float32, Float64 or Float16 is wanted.", nameof(type)),
        };
        string header = $"{{'descr': '{typeName}', 'fortran_order': False, 'shape': ({shape}), }}";

        // The values begin at a multiple of 64 bytes.
        int start = Magic.Length + 4;
        byte[] bytes = new byte[(start + header.Length + 1 + 63) / 64 * 64];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = 1;
        bytes[Magic.Length + 1] = 0;
        if (bytes.Length - start > HeaderLimit)
            throw new ArgumentException($"The tensor has {tensor.Shape.Count} dimensions, which no header can hold.", nameof(tensor));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Magic.Length + 2), (ushort)(bytes.Length - start));
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(start));
        bytes[^1] = (byte)'\n';
        stream.Write(bytes);
        TensorWriter.Write(stream, tensor, stored);
    }

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DataFormatException">It is none, or does not fit the file.</exception>
    internal static TensorFile Read(Stream stream, string name)
    {
        stream.Position = 0;
        StoredTensor tensor = Read(stream, stream.Length, name, "", start => new SectionStream(stream, start, stream.Length - start));
        // Here there are no others to read.
        return tensor.Type == TensorType.Other ? throw tensor.Error(NpyHeader.UnreadReason(tensor.TypeName)) : new TensorFile(name, [tensor]);
    }

    /// <summary>Reads the header of an array.</summary>
    /// <param name="stream">Where to read; it need not be able to seek.</param>
    /// <param name="length">How many bytes there are, header and all.</param>
    /// <param name="file">What errors call the file.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="open">Opens the values anew, given where they start.</param>
    /// <exception cref="DataFormatException">It is none, or does not fit the length.</exception>
    internal static StoredTensor Read(Stream stream, long length, string file, string name, Func<long, Stream> open)
    {
        NpyHeader header;
        try
        {
            header = ReadHeader(stream);
        }
        catch (FormatException e)
        {
            throw new DataFormatException(file, $"{(name.Length == 0 ? "" : $"tensor '{name}': ")}{e.Message}");
        }

        var tensor = new StoredTensor(file, name, header.Type, header.Shape, () => open(header.Length))
        {
            IsBigEndian = header.IsBigEndian,
            IsColumnMajor = header.IsColumnMajor,
            TypeName = header.TypeName,
        };
        if (tensor.Type == TensorType.Other)
            return tensor;
        long wanted = tensor.Count * tensor.Type.Size();
        return length - header.Length == wanted
            ? tensor
            : throw tensor.Error($"its shape {tensor.ShapeText} and type {tensor.Type} take {wanted} bytes, but {length - header.Length} follow the header.");
    }

    private static NpyHeader ReadHeader(Stream stream)
    {
        Span<byte> start = stackalloc byte[12];
        Span<byte> prefix = start[..10];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length || !prefix.StartsWith(Magic))
            throw new FormatException("it is not an .npy file.");
        int version = prefix[Magic.Length];
        if (version is < 1 or > 3 || prefix[Magic.Length + 1] != 0)
            throw new FormatException($"it is an .npy file of version {version}.{prefix[Magic.Length + 1]}; 1.0, 2.0 and 3.0 are read.");

        // Version 1 has two bytes for the length, the others four.
        uint length = BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]);
        if (version > 1)
        {
            prefix = start;
            if (stream.ReadAtLeast(prefix[10..], 2, throwOnEndOfStream: false) < 2)
                throw new FormatException("it ends within its header.");
            length = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        }

        if (length > HeaderLimit)
            throw new FormatException($"its header claims {length} bytes, of which {HeaderLimit} at most are read.");
        byte[] text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
            throw new FormatException("it ends within its header.");
        return NpyHeader.Parse(Encoding.Latin1.GetString(text), prefix.Length + text.Length);
    }
}
