using System;
using System.Collections.Generic;
using System.IO;
using Generated.Keras;
using Generated.Onnx;
using Generated.Tool.Formats;

namespace Generated.Tool.Models;

/// <summary>What kinds of files hold models.</summary>
internal enum FileFormat
{
    /// <summary>ONNX: layers and weights.</summary>
    Onnx,

    /// <summary>What Keras saves, <c>.keras</c> or <c>.h5</c>: layers and weights.</summary>
    Keras,

    /// <summary>safetensors, <c>.npz</c> or <c>.npy</c>: weights, and perhaps a text that says which activations are between them.</summary>
    Tensors,

    /// <summary>What a trainer saved to go on from.</summary>
    Checkpoint,

    /// <summary>JSON, as RTNeural, GuitarML and Neural Amp Modeler write it: layers and weights.</summary>
    Json,
}

/// <summary>Reads and writes models in every format that there is.</summary>
internal static class NetworkFile
{
    private static readonly string[] s_tensorExtensions = [".safetensors", ".npz"];
    private static readonly string[] s_kerasExtensions = [".keras", ".h5", ".hdf5"];

    /// <summary>Tells the format of a file: a checkpoint and JSON by their first bytes, ONNX and Keras by their extensions.</summary>
    /// <exception cref="ToolException">There is no such file.</exception>
    public static FileFormat FormatOf(string path)
    {
        if (Directory.Exists(path))
            throw new ToolException($"{path} is a directory; a model file is wanted.");
        if (!File.Exists(path))
            throw new ToolException($"{path}: there is no such file.");
        if (HasExtension(path, ".onnx"))
            return FileFormat.Onnx;
        if (HasExtension(path, s_kerasExtensions))
            return FileFormat.Keras;
        Span<byte> start = stackalloc byte[8];
        using FileStream file = File.OpenRead(path);
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (JsonModel.IsJson(start))
            return FileFormat.Json;
        return Checkpoint<float>.IsCheckpoint(start) ? FileFormat.Checkpoint : FileFormat.Tensors;
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="activations">The activations of a file of tensors, which need not know them; null if it should say.</param>
    /// <exception cref="ToolException">The model is not complete, or activations are given that the file knows itself.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or holds something else.</exception>
    public static NetworkModel Load(string path, IReadOnlyList<Activation>? activations)
    {
        FileFormat format = FormatOf(path);
        if (format != FileFormat.Tensors && activations is not null)
            throw new ToolException($"{path}: the file says which activations its layers have; --activations is for files of tensors only.");
        return format switch
        {
            FileFormat.Onnx => OnnxReader.Load(path),
            FileFormat.Keras => KerasReader.Load(path),
            FileFormat.Checkpoint => TrainingFile.Open(path).Model(),
            FileFormat.Json => JsonModel.Load(path).Model,
            _ => TensorModel.Load(path, activations),
        };
    }

    /// <summary>Writes a model, whole or not at all, in the format of the extension.</summary>
    /// <exception cref="ToolException">The extension is of no format that there is.</exception>
    public static void Save(NetworkModel model, string path)
    {
        if (HasExtension(path, ".onnx"))
        {
            OnnxWriter.Save(model, path);
            return;
        }

        if (!HasExtension(path, s_tensorExtensions))
            throw new ToolException($"{path}: the extension is '{Path.GetExtension(path)}', but .onnx, .safetensors or .npz is wanted.");
        TensorModel.Save(model, path);
    }

    private static bool HasExtension(string path, params ReadOnlySpan<string> extensions)
    {
        foreach (string extension in extensions)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
