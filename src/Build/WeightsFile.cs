using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Generated.Generator.Declaration;

namespace Generated.Build;

/// <summary>A weights file of a project: its bytes, and what the generator has to know of them.</summary>
public sealed class WeightsFile
{
    /// <summary>The most bytes that a file may have. An assembly cannot be larger than 2 GB, and is of no use long before.</summary>
    public const int MostBytes = 1 << 30;

    private WeightsFile(WeightsManifest manifest, byte[]? content) => (Manifest, Content) = (manifest.Write(), content);

    /// <summary>The text that is handed to the generator.</summary>
    public string Manifest { get; }

    /// <summary>What goes into the assembly, or null if that is nothing, since the file is missing or damaged.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>The name of the resource that a file becomes.</summary>
    public static string ResourceOf(string name) => $"Generated.Weights/{name}";

    /// <summary>Reads a file, once: what is said of it and what goes into the assembly are of the same bytes.</summary>
    /// <param name="name">What the project calls it.</param>
    /// <param name="path">Where it is.</param>
    public static WeightsFile Read(string name, string path)
    {
        var manifest = new WeightsManifest(name, ResourceOf(name), "", null, null, default);
        byte[] content;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes and var length })
            {
                string damage = string.Create(
                    CultureInfo.InvariantCulture, $"{name}: it has {length} bytes, of which an assembly takes {MostBytes} at most.");
                return new WeightsFile(manifest with { Damage = damage }, null);
            }

            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new WeightsFile(manifest with { Missing = path }, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new WeightsFile(manifest with { Damage = e.Message }, null);
        }

        return Read(name, content);
    }

    /// <summary>Describes the bytes of a file.</summary>
    /// <param name="name">What the project calls it.</param>
    /// <param name="content">The whole file.</param>
    public static WeightsFile Read(string name, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var manifest = new WeightsManifest(name, ResourceOf(name), Convert.ToHexStringLower(SHA256.HashData(content)), null, null, default);
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            using var file = TensorFile.Read(stream, name);
            manifest = manifest with { Tensors = new EquatableArray<ManifestTensor>(file.Tensors.Select(Describe)) };
            return new WeightsFile(
                manifest with
                {
                    Activations = file.Metadata.GetValueOrDefault(StatedActivations.MetadataKey),
                    Labels = file.Metadata.GetValueOrDefault(StatedLabels.MetadataKey),
                },
                content);
        }
        catch (DataFormatException e)
        {
            return new WeightsFile(manifest with { Damage = e.Message }, null);
        }
    }

    /// <summary>Reads all values too: those of a compressed file have a checksum, and some do not fit single precision.</summary>
    private static ManifestTensor Describe(StoredTensor tensor)
    {
        if (tensor.Type == TensorType.Other)
            return new ManifestTensor(tensor.Name, -1, new EquatableArray<long>(tensor.Shape)) { UnreadType = tensor.TypeName };
        double[] values = tensor.ToArray<double>();
        int beyond = Array.FindIndex(values, value => double.IsFinite(value) && !float.IsFinite((float)value));
        return new ManifestTensor(tensor.Name, beyond, new EquatableArray<long>(tensor.Shape));
    }
}
