using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Xunit;

namespace Generated.Tests;

/// <summary>Files of other kinds than a reader's are named, and how to get what they hold.</summary>
public class FileKindTests
{
    private const string Neither = "test: it is neither a safetensors nor a NumPy file: it is ";

    public static TheoryData<string, byte[], string> Kinds => new()
    {
        // The length of whose "header" was told: 7,575,652,845,540,608,635 bytes.
        { ".json", "{\"config\": [1, 2, 3]}"u8.ToArray(), "JSON text (.json)." },
        { ".json, indented", "\n\n  [\n  0.25,\n  1\n]"u8.ToArray(), "JSON text (.json)." },
        { ".nam", "{\"version\": \"0.5.0\", \"metadata\": {\"name\": \"größer\"}, \"architecture\": \"WaveNet\", \"config\": {}, \"weights\": [0.1]}"u8.ToArray(), "JSON text, as Neural Amp Modeler (.nam) writes its models" },
        { ".h5", [0x89, .. "HDF"u8, 13, 10, 26, 10, 0, 0, 0, 0, 0, 8, 8, 0], "an HDF5 file (.h5, .hdf5), as Keras writes them; save its weights in Python with numpy.savez(\"model.npz\", **{v.path: v.numpy() for v in model.weights})." },
        { ".onnx", [8, 7, 18, 7, .. "pytorch"u8, 26, 5], "an ONNX model (.onnx), which the package Generated.Onnx reads" },
        { ".onnx of Keras", [8, 9, 18, 8, .. "tf2onnx"u8, 26, 5], "an ONNX model (.onnx)" },
        { ".pkl", [0x80, 4, 0x95, 0x1A, 2, 0, 0, 0, 0, 0, 0, 0x8C], "a Python pickle (.pkl, .joblib, .pt before PyTorch 1.6), which only Python can read; save its weights in Python with safetensors.torch.save_file(" },
        { ".pt before 1.6", [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20], "a Python pickle" },
        { ".gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2], "compressed with gzip (.gz); decompress it first." },
        { ".xz", [0xFD, .. "7zXZ"u8, 0, 0, 4], "compressed with xz" },
        { ".bz2", "BZh91AY&SY"u8.ToArray(), "compressed with bzip2" },
        { ".zst", [0x28, 0xB5, 0x2F, 0xFD, 4, 0, 0, 0], "compressed with Zstandard" },
        { ".tflite", [0x1C, 0, 0, 0, .. "TFL3"u8, 0, 0], "a TensorFlow Lite model (.tflite)." },
        { ".gguf", [.. "GGUF"u8, 3, 0, 0, 0, 1], "a GGUF file" },
        { ".mat", "MATLAB 5.0 MAT-file"u8.ToArray(), "a MATLAB file (.mat)." },
        { "Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a"u8.ToArray(), "a pointer of Git LFS to the file, which 'git lfs pull' fetches." },
        { "a page", "<!DOCTYPE html>\n<html>"u8.ToArray(), "an HTML page" },
        { ".xml", "<?xml version=\"1.0\"?>"u8.ToArray(), "XML text." },
        { ".csv", "sepal,petal\n1.5,2.5\n"u8.ToArray(), "text." },
        { "checkpoint", [.. "GENTRAIN"u8, 1, 0, 0, 0], "a checkpoint of a training" },
        { "Pca", [.. "GENMODEL"u8, 1, 0, 4, 0], "a fitted model" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFileOfAnotherKindIsNamed(string what, byte[] bytes, string kind)
    {
        string message = Assert.Throws<DataFormatException>(() => Files.Read(bytes)).Message;
        Assert.StartsWith(Neither + kind, message, StringComparison.Ordinal);
        Assert.DoesNotContain("header of", message, StringComparison.Ordinal);
        Assert.NotNull(what);

        // As long as a model is, too: then the first bytes may be a length that the file has.
        byte[] large = [.. bytes, .. Enumerable.Repeat(bytes.Contains((byte)0) ? (byte)0 : (byte)'\n', 600_000)];
        Assert.StartsWith(Neither + kind, Assert.Throws<DataFormatException>(() => Files.Read(large)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotKnownIsShownByItsFirstBytes() =>
        Assert.Equal("test: it is neither a safetensors nor a NumPy file: it starts with the bytes 4E4100FF01020304.", Assert.Throws<DataFormatException>(() => Files.Read([0x4E, 0x41, 0, 0xFF, 1, 2, 3, 4, 5, 6])).Message);

    [Fact]
    public void ArchivesWithoutArraysAreNamed()
    {
        Assert.Equal(
            "test: it is a PyTorch archive (.pt, .pth), which only Python can read; save its weights in Python with safetensors.torch.save_file(model.state_dict(), \"model.safetensors\").",
            Refusal("model/data.pkl", "model/byteorder", "model/data/0", "model/version"));
        Assert.Equal(
            "test: it is a Keras archive (.keras); save its weights in Python with numpy.savez(\"model.npz\", **{v.path: v.numpy() for v in model.weights}).",
            Refusal("metadata.json", "config.json", "model.weights.h5"));
        Assert.Equal("test: it is a zip archive without a NumPy array; it holds 'word/document.xml', 'a\\nb'.", Refusal("word/document.xml", "a\nb"));

        // One without anything is what numpy.savez() writes of nothing.
        using TensorFile none = Files.Read(Archive());
        Assert.Empty(none.Tensors);
    }

    /// <summary>The readers of one kind of file know the others, their own not among them.</summary>
    [Fact]
    public void OtherReadersNameTheKindToo()
    {
        using var folder = new TemporaryFolder();
        TensorFile.Save(folder["x.safetensors"], [Files.Count("x", 3)]);
        Assert.EndsWith("it is no checkpoint of a training: it does not start with GENTRAIN; it is a safetensors file.",
            Assert.Throws<CheckpointException>(() => Checkpoint<float>.ReadArchitecture(folder["x.safetensors"])).Message, StringComparison.Ordinal);
        Assert.EndsWith("is no model file: it does not begin as one; it is a safetensors file.",
            Assert.Throws<InvalidDataException>(() => Pca<float>.Load(folder["x.safetensors"])).Message, StringComparison.Ordinal);
        Assert.Equal("test: it is not an IDX file: it is a safetensors file.",
            Assert.Throws<DataFormatException>(() => Idx.Read(new MemoryStream(File.ReadAllBytes(folder["x.safetensors"])), "test")).Message);
        TensorFile.Save(folder["x.npy"], [Files.Count("", 3)]);
        Assert.EndsWith("; it is a NumPy file (.npy).", Assert.Throws<CheckpointException>(() => Checkpoint<float>.ReadArchitecture(folder["x.npy"])).Message, StringComparison.Ordinal);
    }

    /// <summary>A file that is cut off is still named as what it is.</summary>
    [Fact]
    public void ACutOffSafetensorsFileIsNotTakenForAnother()
    {
        byte[] whole = Files.Bytes(stream => Safetensors.Write(stream, [Files.Count("x", 3)], metadata: new Dictionary<string, string> { ["note"] = new string('x', 500) }));
        for (int length = 9; length < whole.Length; length++)
        {
            string message = Assert.Throws<DataFormatException>(() => Files.Read(whole[..length])).Message;
            Assert.DoesNotContain("neither", message, StringComparison.Ordinal);
        }
    }

    private static string Refusal(params string[] entries) => Assert.Throws<DataFormatException>(() => Files.Read(Archive(entries))).Message;

    private static byte[] Archive(params string[] entries) => Files.Bytes(stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (string name in entries)
        {
            using Stream entry = archive.CreateEntry(name).Open();
            entry.Write(Encoding.ASCII.GetBytes(name));
        }
    });
}
