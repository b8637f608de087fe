using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Generated.Onnx.Proto;

namespace Generated.Onnx.Import;

/// <summary>
/// Values that a model keeps in files beside itself. A model comes from strangers, so nothing outside its folder is read: no absolute path, no
/// <c>..</c>, no symbolic link.
/// </summary>
/// <param name="folder">The model's folder; null if the model is not a file, and can have no such values.</param>
/// <param name="budget">Grows by what the files hold.</param>
internal sealed class ExternalFiles(string? folder, Budget budget)
{
    private readonly List<(string Path, long Start, long End, TensorProto Tensor)> _read = [];

    /// <summary>Reads a tensor's bytes.</summary>
    /// <exception cref="NodeException">The place is not one in the model's folder, or does not hold as many.</exception>
    public byte[] Read(TensorProto tensor, long length)
    {
        string location = Entry(tensor, "location") ?? throw new NodeException("its values are external, but no location is given.");
        long start = Number(tensor, "offset") ?? 0;
        if (Number(tensor, "length") is { } stated && stated != length)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"its shape takes {length} bytes, but the length of its external data is {stated}."));
        }

        string path = PathOf(location);
        var file = new FileInfo(path);
        try
        {
            if (!file.Exists)
                throw new NodeException($"its values are in '{location}', which is not beside the model.");
            // A pipe or device has no length: it is not opened.
            if (start > file.Length || length > file.Length - start)
            {
                throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                    $"its values are {length} bytes at {start} of '{location}', which has {file.Length}."));
            }

            if (length == 0)
                return [];
            if (length > Array.MaxLength)
                throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"its values take {length} bytes, more than an array has."));
            if (_read.Any(other => other.Path == path && start < other.End && other.Start < start + length && other.Tensor != tensor))
                throw new NodeException($"its values overlap those of another tensor in '{location}'.");
            _read.Add((path, start, start + length, tensor));

            budget.Grant(length);
            byte[] bytes = new byte[length];
            using FileStream stream = file.OpenRead();
            stream.Position = start;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new NodeException($"its values are in '{location}', which cannot be read: {e.Message}");
        }
    }

    private string PathOf(string location)
    {
        if (folder is null)
            throw new NodeException($"its values are in '{location}', but the model is not a file that others could be beside.");
        string[] parts = location.Split('/', '\\');
        if (location.Contains('\0', StringComparison.Ordinal) || location.Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(location)
            || parts.Any(part => part is ".." or "") || location.Length > 1000)
            throw new NodeException($"its values are in '{location}', which is not a plain path below the model's folder; others are not followed.");

        string path = folder;
        foreach (string part in parts.Where(part => part != "."))
        {
            path = Path.Combine(path, part);
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (entry.LinkTarget is not null || (entry.Exists && entry.Attributes.HasFlag(FileAttributes.ReparsePoint)))
                throw new NodeException($"its values are in '{location}', which is a symbolic link; links are not followed.");
        }

        return path;
    }

    private static long? Number(TensorProto tensor, string key) =>
        Entry(tensor, key) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw new NodeException($"the {key} of its external data is '{text}', which is no number.");

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value;
}
