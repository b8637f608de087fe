using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace Generated.Keras.Model;

/// <summary>A model file: the architecture as JSON, and the weights of each layer.</summary>
internal sealed class StoredModel : IDisposable
{
    private const string WeightsName = "model.weights.h5";
    private readonly HdfFile _weights;
    private readonly bool _isArchive;

    private StoredModel(string architecture, HdfFile weights, bool isArchive) => (Architecture, _weights, _isArchive) = (architecture, weights, isArchive);

    /// <summary>The architecture, in JSON.</summary>
    public string Architecture { get; }

    public static StoredModel Open(byte[] bytes)
    {
        if (HdfFile.IsHdf(bytes))
            return OpenHdf(bytes);
        return bytes.AsSpan().StartsWith("PK"u8)
            ? OpenArchive(bytes)
            : throw new ModelException("it is neither a .keras archive nor an HDF5 file (.h5), as Keras saves models.");
    }

    /// <summary>The weights of a layer, by name; a layer's class decides which there are, and the file in which order.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">What Keras calls its weights, in order, and their shapes.</param>
    public Tensor[] Weights(KerasLayer layer, params (string Name, int[] Shape)[] weights)
    {
        if (_isArchive)
        {
            string group = $"layers/{layer.ArchiveName}/vars";
            return [.. weights.Select((weight, i) => _weights.Read(FormattableString.Invariant($"{group}/{i}"), weight.Shape))];
        }

        string folder = $"model_weights/{layer.Name}";
        if (!_weights.Has(folder))
            throw new ModelException($"its weights ('{folder}') are missing from the file.");
        string[] names = _weights.Texts(folder, "weight_names");
        return [.. weights.Select(weight => _weights.Read($"{folder}/{Named(names, weight.Name)}", weight.Shape))];
    }

    public void Dispose() => _weights.Dispose();

    /// <summary><c>dense/kernel:0</c> for <c>kernel</c>.</summary>
    private static string Named(string[] names, string weight) =>
        Array.Find(names, name => name.Split('/')[^1] is var last && (last == weight || last == weight + ":0"))
        ?? throw new ModelException($"its weight '{weight}' is not among those of the file, {string.Join(", ", names)}.");

    private static StoredModel OpenHdf(byte[] bytes)
    {
        var file = new HdfFile(bytes);
        try
        {
            string architecture = file.Text("model_config") ?? throw new ModelException(
                "it has weights only, not the architecture. Save the whole model with model.save(\"model.keras\"); or declare the network, and save the "
                + "weights for it with numpy.savez(\"model.npz\", **{v.path: v.numpy() for v in model.weights}).");
            return new StoredModel(architecture, file, isArchive: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static StoredModel OpenArchive(byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false));
            string architecture = Encoding.UTF8.GetString(Entry(archive, "config.json", bytes.Length));
            byte[] weights = Entry(archive, WeightsName, bytes.Length);
            return HdfFile.IsHdf(weights)
                ? new StoredModel(architecture, new HdfFile(weights), isArchive: true)
                : throw new ModelException($"its '{WeightsName}' is not an HDF5 file.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new ModelException($"the zip archive is damaged: {e.Message}", e);
        }
    }

    private static byte[] Entry(ZipArchive archive, string name, int fileLength)
    {
        ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new ModelException(
            $"it is a zip archive without '{name}', which every .keras archive has; it holds {ListOf(archive.Entries)}.");
        if (entry.Length > Array.MaxLength || entry.Length > (2 << 20) + 64L * fileLength)
            throw new ModelException($"its '{name}' is far larger than the file.");
        using Stream stream = entry.Open();
        byte[] content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string ListOf(IReadOnlyCollection<ZipArchiveEntry> entries) =>
        entries.Count == 0 ? "nothing" : string.Join(", ", entries.Take(5).Select(entry => $"'{entry.FullName}'")) + (entries.Count > 5 ? ", …" : "");
}
