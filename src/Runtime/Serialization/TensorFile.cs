using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>
/// The tensors of a safetensors, NumPy <c>.npz</c> or <c>.npy</c> file. Opening it reads names, types and shapes; the values are
/// read when they are asked for, straight to where they are wanted. Not for several threads at once.
/// </summary>
public sealed class TensorFile : IDisposable
{
    private readonly Dictionary<string, StoredTensor> _byName;
    private readonly IDisposable? _owner;

    internal TensorFile(string name, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null, IDisposable? owner = null)
    {
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _owner = owner;
        Name = name;
        Tensors = tensors;
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    private TensorFile(TensorFile file, Stream owner)
        : this(file.Name, file.Tensors, file.Metadata, new Owners(file._owner, owner))
    {
    }

    /// <summary>The file's path, or what else error messages call it.</summary>
    public string Name { get; }

    /// <summary>The tensors: of a safetensors file in the order of their values, of an <c>.npz</c> file in the order of the archive.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <summary>The texts that a safetensors file has under <c>__metadata__</c>; otherwise empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="DataFormatException">There is none; the message says which there are.</exception>
    public StoredTensor this[string name] => TryGet(name, out StoredTensor? tensor)
        ? tensor
        : throw Error($"there is no tensor '{name}'; there are {LayerNames.ListOf(Tensors.Select(there => there.Name))}.");

    /// <summary>Opens a file, whose format is told by its first bytes.</summary>
    /// <param name="path">The file. It stays open until <see cref="Dispose"/>.</param>
    /// <exception cref="DataFormatException">It is none of the formats, or damaged, or beyond their limits.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TensorFile Open(string path) => Open(path, Inflation.LikelyRatio);

    /// <summary>Opens a file that is trusted to hold more in an <c>.npz</c> archive's compressed arrays than is likely, such as mostly zeros.</summary>
    /// <param name="path">The file. It stays open until <see cref="Dispose"/>.</param>
    /// <param name="maxCompressionRatio">
    /// How many times as large as its compressed bytes an array may be; up to 8 MB it always may. 100 where it is not stated; deflate reaches 1,032.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCompressionRatio"/> is less than 1.</exception>
    /// <exception cref="DataFormatException">It is none of the formats, or damaged, or beyond their limits.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TensorFile Open(string path, int maxCompressionRatio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCompressionRatio, 1);
        AtomicFile.ClearBeside(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new TensorFile(Read(stream, path, maxCompressionRatio), stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads from anywhere, for example from a resource of an assembly.</summary>
    /// <param name="stream">The whole file. It must be able to seek, stays in use until <see cref="Dispose"/>, and is not closed then.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="DataFormatException">It is none of the formats, or damaged, or beyond their limits.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static TensorFile Read(Stream stream, string name) => Read(stream, name, Inflation.LikelyRatio);

    /// <summary>Reads from anywhere, with a limit for <c>.npz</c> archives as <see cref="Open(string, int)"/> has it.</summary>
    /// <param name="stream">The whole file. It must be able to seek, stays in use until <see cref="Dispose"/>, and is not closed then.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="maxCompressionRatio">How many times as large as its compressed bytes an array may be; up to 8 MB it always may.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCompressionRatio"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="DataFormatException">It is none of the formats, or damaged, or beyond their limits.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static TensorFile Read(Stream stream, string name, int maxCompressionRatio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCompressionRatio, 1);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek)
            throw new ArgumentException("The stream cannot seek; copy it to a MemoryStream first.", nameof(stream));

        Span<byte> start = stackalloc byte[4];
        stream.Position = 0;
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start.StartsWith(Npy.Magic[..4]) ? Npy.Read(stream, name)
            : start.StartsWith("PK"u8) ? Npz.Read(stream, name, maxCompressionRatio)
            : Safetensors.Read(stream, name);
    }

    /// <summary>
    /// Writes a file, whole or not at all. Its format is that of its extension: <c>.safetensors</c>, <c>.npz</c> or, of a single tensor,
    /// <c>.npy</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="type">The type of the stored values; that of T if null. Values are rounded to the nearest.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c> in a safetensors file.</param>
    /// <exception cref="ArgumentException">
    /// The extension is another, the format has no such type or no metadata, two tensors have one name, or a value is beyond the type's range.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save<T>(
        string path, IReadOnlyList<NamedTensor<T>> tensors, TensorType? type = null, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        string extension = Path.GetExtension(path);
        bool isSafetensors = extension.Equals(".safetensors", StringComparison.OrdinalIgnoreCase);
        if (!isSafetensors && metadata is not null)
            throw new ArgumentException("Only a safetensors file has metadata.", nameof(metadata));

        Action<Stream> write = isSafetensors ? stream => Safetensors.Write(stream, tensors, type, metadata)
            : extension.Equals(".npz", StringComparison.OrdinalIgnoreCase) ? stream => Npz.Write(stream, tensors, type)
            : !extension.Equals(".npy", StringComparison.OrdinalIgnoreCase)
                ? throw new ArgumentException($"The extension is '{extension}', but .safetensors, .npz or .npy is wanted.", nameof(path))
            : tensors.Count == 1 ? stream => Npy.Write(stream, tensors[0], type)
            : throw new ArgumentException($"An .npy file holds one tensor, but {tensors.Count} are given.", nameof(tensors));
        AtomicFile.Write(path, write);
    }

    /// <summary>Looks for a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor, or null if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out StoredTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _owner?.Dispose();

    internal DataFormatException Error(string problem) => new(Name, problem);

    private sealed class Owners(IDisposable? inner, IDisposable outer) : IDisposable
    {
        public void Dispose()
        {
            inner?.Dispose();
            outer.Dispose();
        }
    }
}
