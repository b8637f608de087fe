using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace Generated;

/// <summary>
/// The IDX format of the MNIST database, plain or in gzip: two zero bytes, the type of the values, the number of dimensions, their
/// lengths, the values, all big-endian. https://yann.lecun.com/exdb/mnist
/// </summary>
internal static class Idx
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="DataFormatException">It is no IDX file, or its length is another than its header says.</exception>
    public static TensorFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new TensorFile(path, [Read(stream, path)], owner: stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The whole file, which must be able to seek and is in use for as long as the tensor is.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">It is no IDX file, or its length is another than its header says.</exception>
    public static StoredTensor Read(Stream stream, string name)
    {
        Span<byte> gzip = stackalloc byte[2];
        stream.Position = 0;
        bool isCompressed = stream.ReadAtLeast(gzip, gzip.Length, throwOnEndOfStream: false) == 2 && gzip.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        try
        {
            using Stream bytes = Open(stream, isCompressed);
            return ReadHeader(bytes, stream, isCompressed, name);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(name, "its compressed bytes are damaged.", e);
        }
        catch (EndOfStreamException e)
        {
            throw new DataFormatException(name, "it ends within its header.", e);
        }
    }

    private static StoredTensor ReadHeader(Stream bytes, Stream file, bool isCompressed, string name)
    {
        Span<byte> start = stackalloc byte[4];
        bytes.ReadExactly(start);
        if (start is not [0, 0, _, > 0])
            throw NotIdx(file, name);
        TensorType type = start[2] switch
        {
            0x08 => TensorType.UInt8,
            0x09 => TensorType.Int8,
            0x0B => TensorType.Int16,
            0x0C => TensorType.Int32,
            0x0D => TensorType.Float32,
            0x0E => TensorType.Float64,
            _ => throw new DataFormatException(name, $"its values are of type 0x{start[2]:X2}, which IDX does not have."),
        };

        var shape = new long[start[3]];
        foreach (ref long length in shape.AsSpan())
        {
            bytes.ReadExactly(start);
            length = BinaryPrimitives.ReadUInt32BigEndian(start);
        }

        int header = 4 + 4 * shape.Length;
        long values = StoredTensor.CountOf(shape, type) * type.Size() ?? throw new DataFormatException(name, "its shape is too large for any file.");
        if (isCompressed)
            Inflation.RequireLikely(values, file.Length, name, "it");
        else if (values != file.Length - header)
            throw new DataFormatException(
                name, $"its shape {StoredTensor.TextOf(shape)} and type {type} take {values} bytes, but {file.Length - header} follow the header.");
        return new StoredTensor(name, "", type, shape, () =>
        {
            Stream opened = Open(file, isCompressed);
            opened.ReadExactly(new byte[header]);
            return opened;
        })
        {
            IsBigEndian = true,
        };
    }

    private static DataFormatException NotIdx(Stream file, string name)
    {
        byte[] start = new byte[Math.Min(file.Length, FileKind.StartLength)];
        file.Position = 0;
        file.ReadExactly(start);
        string kind = FileKind.Of(start) is { } known ? $": it is {known}" : ", which starts with two zero bytes, a type and a number of dimensions";
        return new DataFormatException(name, $"it is not an IDX file{kind}.");
    }

    private static Stream Open(Stream file, bool isCompressed)
    {
        var section = new SectionStream(file, 0, file.Length);
        return isCompressed ? new GZipStream(section, CompressionMode.Decompress) : section;
    }
}
