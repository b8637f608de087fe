using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>
/// NumPy's <c>.npz</c> format: named arrays, a zip archive of <c>.npy</c> files. Compressed ones are read, stored ones are written, as
/// <c>numpy.savez</c> does.
/// </summary>
public static class Npz
{
    private const string Extension = ".npy";

    /// <summary>Writes arrays in the given order.</summary>
    /// <param name="stream">Where to write. It stays open. Use <see cref="TensorFile.Save"/> to write a file.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="type">Float32, Float64 or Float16; that of T if null. Values are rounded to the nearest.</param>
    /// <exception cref="ArgumentException">The type is another, two arrays have one name, or a value is beyond the type's range.</exception>
    public static void Write<T>(Stream stream, IReadOnlyList<NamedTensor<T>> tensors, TensorType? type = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorWriter.RequireNames(tensors);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (NamedTensor<T> tensor in tensors)
        {
            ZipArchiveEntry entry = archive.CreateEntry(tensor.Name + Extension, CompressionLevel.NoCompression);
            // The same arrays give the same bytes, whenever they are written. This is the first moment that zip knows.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream array = entry.Open();
            Npy.Write(array, tensor, type);
        }
    }

    /// <summary>Reads the headers of all arrays, which may be so many times as large as their compressed bytes.</summary>
    /// <exception cref="DataFormatException">It is no such archive, an array is damaged, or one is larger than its compressed size makes likely.</exception>
    internal static TensorFile Read(Stream stream, string name, int ratio)
    {
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var tensors = new List<StoredTensor>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                    continue;
                string tensor = entry.FullName[..^Extension.Length];
                if (!names.Add(tensor))
                    throw new DataFormatException(name, $"there are two arrays '{tensor}'.");
                tensors.Add(Read(entry, name, tensor, ratio));
            }

            if (tensors.Count == 0 && archive.Entries.Count > 0)
                throw new DataFormatException(name, $"it is {FileKind.OfArchive([.. archive.Entries.Select(entry => entry.FullName)])}.");
            return new TensorFile(name, tensors, owner: archive);
        }
        catch (Exception e)
        {
            archive?.Dispose();
            if (ZipEntryStream.IsDamage(e))
                throw new DataFormatException(name, $"it is not an intact zip archive: {e.Message}", e);
            throw;
        }
    }

    private static StoredTensor Read(ZipArchiveEntry entry, string file, string name, int ratio)
    {
        Inflation.RequireLikely(entry.Length, entry.CompressedLength, file, $"array '{name}'", ratio);
        using var header = new ZipEntryStream(entry);
        return Npy.Read(header, entry.Length, file, name, start =>
        {
            var values = new ZipEntryStream(entry);
            values.Skip(start);
            return values;
        });
    }
}
