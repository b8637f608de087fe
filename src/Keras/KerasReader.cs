using System;
using System.IO;
using Generated.Keras.Model;

namespace Generated.Keras;

/// <summary>Reads networks from the models that Keras saves: <c>.keras</c> archives, and <c>.h5</c> files with the architecture.</summary>
/// <remarks>
/// Sequential and functional models are read. Batch normalisation becomes a <see cref="LayerKind.Scale"/>, computed in double precision. Layers that do nothing
/// at inference (dropout, noise) are left out.
/// </remarks>
public static class KerasReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">The <c>.keras</c>, <c>.h5</c> or <c>.hdf5</c> file; its content decides which it is.</param>
    /// <exception cref="DataFormatException">
    /// The file is damaged, has weights only, or holds a layer that cannot be expressed: the message names the layer, its class and the reason.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NetworkModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (new FileInfo(full) is { Exists: true } file && file.Length > Array.MaxLength)
            throw new DataFormatException(path, "it has more than 2 GB.");
        string name = Path.GetFileNameWithoutExtension(full) is { Length: > 0 } stated ? stated : "model";
        return Read(File.ReadAllBytes(full), path, name);
    }

    private static NetworkModel Read(byte[] bytes, string path, string name)
    {
        try
        {
            using StoredModel file = StoredModel.Open(bytes);
            return ModelGraph.Read(file).Build(file, name);
        }
        catch (ModelException e)
        {
            throw new DataFormatException(path, e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            // What JsonElement throws for text that is not Unicode.
            throw new DataFormatException(path, $"its architecture is damaged: {e.Message}", e);
        }
    }
}
