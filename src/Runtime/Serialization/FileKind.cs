using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace Generated;

/// <summary>Tells by its first bytes what a file is that a reader was not made for, and how to get what it holds.</summary>
internal static class FileKind
{
    /// <summary>As many bytes as are worth looking at.</summary>
    public const int StartLength = 4096;

    private const string SaveFromPyTorch = "save its weights in Python with safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")";
    private const string SaveFromKeras = "save its weights in Python with numpy.savez(\"model.npz\", **{v.path: v.numpy() for v in model.weights})";

    private static readonly (byte[] Start, string Kind)[] s_kinds =
    [
        ([0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n'], $"an HDF5 file (.h5, .hdf5), as Keras writes them; {SaveFromKeras}"),
        ([0x93, .. "NUMPY"u8], "a NumPy file (.npy)"),
        ([.. "PK"u8, 3, 4], "a zip archive, as .npz, .pt and .keras files are"),
        ([0x1F, 0x8B], "compressed with gzip (.gz); decompress it first"),
        ([0xFD, .. "7zXZ"u8, 0], "compressed with xz (.xz); decompress it first"),
        ([.. "BZh"u8], "compressed with bzip2 (.bz2); decompress it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed with Zstandard (.zst); decompress it first"),
        ([.. "GENTRAIN"u8], "a checkpoint of a training, which is resumed with its trainer; 'generated export' writes its weights into a file of their own"),
        ([.. "GENMODEL"u8], "a fitted model, such as principal components, which its class loads"),
        ([.. "GGUF"u8], "a GGUF file of a language model"),
        ([.. "MATLAB 5.0"u8], "a MATLAB file (.mat)"),
        ([.. "version https://git-lfs"u8], "a pointer of Git LFS to the file, which 'git lfs pull' fetches"),
        ([.. "<!DOCTYPE html"u8], "an HTML page, perhaps what a site answered in place of the file"),
        ([.. "<!doctype html"u8], "an HTML page, perhaps what a site answered in place of the file"),
        ([.. "<html"u8], "an HTML page, perhaps what a site answered in place of the file"),
        ([.. "<?xml"u8], "XML text"),
    ];

    /// <summary>The kind of a file, in words that follow "it is"; null if it is not known.</summary>
    /// <param name="start">Its first bytes, <see cref="StartLength"/> at most.</param>
    public static string? Of(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] magic, string kind) in s_kinds)
        {
            if (start.StartsWith(magic))
                return kind;
        }

        if (IsOnnx(start))
            return "an ONNX model (.onnx), which the package Generated.Onnx reads, and the tool if the name ends with .onnx";
        if (start is [0x80, >= 2 and <= 5, ..])
            return $"a Python pickle (.pkl, .joblib, .pt before PyTorch 1.6), which only Python can read; {SaveFromPyTorch}, or arrays with numpy.savez";
        if (start.Length >= 8 && start[4..8].SequenceEqual("TFL3"u8))
            return "a TensorFlow Lite model (.tflite)";
        if (IsSafetensors(start))
            return "a safetensors file";
        return start.IsEmpty || start.ContainsAnyInRange((byte)0, (byte)8) || start.ContainsAnyInRange((byte)14, (byte)31) ? null : OfText(start);
    }

    /// <summary>Whether a file starts as an ONNX model does: with the version of the format, and then a text or a graph.</summary>
    public static bool IsOnnx(ReadOnlySpan<byte> start) => start is [0x08, > 0 and < 32, 0x12 or 0x1A or 0x22 or 0x32 or 0x3A or 0x42, ..];

    /// <summary>Whether a file starts as a safetensors file does: with the length of a header in JSON.</summary>
    public static bool IsSafetensors(ReadOnlySpan<byte> start) =>
        start.Length > 8 && BinaryPrimitives.ReadUInt64LittleEndian(start) <= Safetensors.HeaderLimit && start[8..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    /// <summary>The kind of a zip archive without NumPy's arrays, in words that follow "it is".</summary>
    /// <param name="entries">The names of its entries.</param>
    public static string OfArchive(IReadOnlyCollection<string> entries) =>
        entries.Any(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ? $"a PyTorch archive (.pt, .pth), which only Python can read; {SaveFromPyTorch}"
        : entries.Any(name => name.EndsWith(".weights.h5", StringComparison.Ordinal)) ? $"a Keras archive (.keras); {SaveFromKeras}"
        : $"a zip archive without a NumPy array; it holds {LayerNames.ListOf(entries)}";

    private static string OfText(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n\uFEFF"u8);
        if (text is not [(byte)'{' or (byte)'[', ..])
            return "text";
        return text.IndexOf("\"architecture\""u8) >= 0 && text.IndexOf("\"config\""u8) >= 0
            ? "JSON text, as Neural Amp Modeler (.nam) writes its models, which the tool reads: 'generated import' makes a class and weights of one"
            : "JSON text (.json)";
    }
}
