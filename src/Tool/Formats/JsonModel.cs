using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Generated.Tool.Formats;

/// <summary>A model in JSON, as programs for sound have them.</summary>
/// <param name="Model">The model.</param>
/// <param name="Format">What the format is called.</param>
/// <param name="InitialState">The state that the first step starts from, in the order of <see cref="NetworkState{T}.Export"/>; empty for zeros.</param>
internal sealed record JsonModel(NetworkModel Model, string Format, IReadOnlyList<double> InitialState)
{
    /// <summary>Whether a file is JSON, by its first bytes, of which a safetensors file has the length of its header, with zeros.</summary>
    public static bool IsJson(ReadOnlySpan<byte> start) => start.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..] && !start.Contains((byte)0);

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">The file is damaged, or holds something else, or layers that are not read.</exception>
    public static JsonModel Load(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return Read(new JsonValue(path, "", document.RootElement), path);
        }
        catch (JsonException error)
        {
            throw new DataFormatException(path, $"it starts as JSON text, but is not valid: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            // The library's word on an escaped half of a character.
            throw new DataFormatException(path, $"it is JSON text, but a text in it is not valid: {error.Message}", error);
        }
    }

    private static JsonModel Read(JsonValue root, string path)
    {
        if (root.Find("architecture") is not null && root.Find("config") is not null)
            return AmpModel.Read(root, path);
        if (root.Find("layers") is not null && root.Find("in_shape") is not null)
            return new JsonModel(RTNeuralModel.Read(root, path), "RTNeural", []);
        if (root.Find("state_dict") is { } tensors && root.Find("model_data") is { } data)
            return new JsonModel(StateDictionary.Read(tensors, data, path), "GuitarML", []);
        if (root.Names.Any(name => name.EndsWith(".weight_ih_l0", StringComparison.Ordinal)))
            return new JsonModel(StateDictionary.Read(root, null, path), "PyTorch state dictionary in JSON", []);
        throw root.Error("it is JSON text, but not a model that is known: expected the properties 'layers' and 'in_shape' (RTNeural, AIDA-X), 'model_data' "
            + "and 'state_dict' (GuitarML), 'architecture' and 'config' (Neural Amp Modeler), or tensors such as 'lstm.weight_ih_l0' (PyTorch).");
    }
}
