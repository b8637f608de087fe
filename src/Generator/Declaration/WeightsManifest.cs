using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Generated.Generator.Declaration;

/// <summary>
/// What the build tells the generator of a weights file, so that the generator need not read it. The build writes it as a small text,
/// with this very class.
/// </summary>
/// <param name="File">The file's name, as the project knows it: <c>digits.safetensors</c>, <c>models/digits.safetensors</c>.</param>
/// <param name="Resource">The name of the resource that it is in the assembly.</param>
/// <param name="Sha256">Its hash in small hexadecimal digits; empty if it is missing.</param>
/// <param name="Missing">Where it was looked for, if there is no such file.</param>
/// <param name="Damage">What the reader objects to, if it is damaged.</param>
/// <param name="Tensors">What it holds, in the order of the file.</param>
internal sealed record WeightsManifest(
    string File, string Resource, string Sha256, string? Missing, string? Damage, EquatableArray<ManifestTensor> Tensors)
{
    /// <summary>The end of the names of the files that hold such texts.</summary>
    public const string Extension = ".networkweights";

    /// <summary>The activations that the file states; null if it does not.</summary>
    public string? Activations { get; init; }

    /// <summary>What the file says the outputs are called, as its text; null if it does not.</summary>
    public string? Labels { get; init; }

    private const string FirstLine = "networkweights 1";

    /// <summary>The manifest of a text, or null if the text is something else.</summary>
    public static WeightsManifest? Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines[0] != FirstLine)
            return null;
        var tensors = new List<ManifestTensor>();
        string?[] values = new string?[s_keys.Length];
        foreach (string line in lines.Skip(1))
        {
            string[] words = line.Split(' ');
            int key = Array.IndexOf(s_keys, words[0]);
            if (key >= 0)
                values[key] = Uri.UnescapeDataString(words[1]);
            else if (words[0] == "unread")
                tensors[tensors.Count - 1] = tensors[tensors.Count - 1] with { UnreadType = Uri.UnescapeDataString(words[1]) };
            else if (words[0] == "tensor")
            {
                tensors.Add(new ManifestTensor(
                    Uri.UnescapeDataString(words[1]), long.Parse(words[2], CultureInfo.InvariantCulture),
                    new EquatableArray<long>(words.Skip(3).Select(length => long.Parse(length, CultureInfo.InvariantCulture)))));
            }
        }

        return new WeightsManifest(values[0] ?? "", values[1] ?? "", values[2] ?? "", values[3], values[4], new EquatableArray<ManifestTensor>(tensors))
        {
            Activations = values[5],
            Labels = values[6],
        };
    }

    /// <summary>The text of this manifest: one line a fact, names escaped as in a URI, so that none breaks a line.</summary>
    public string Write()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        string?[] values = [File, Resource, Sha256, Missing, Damage, Activations, Labels];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
                text.Append(s_keys[i]).Append(' ').Append(Uri.EscapeDataString(value)).Append('\n');
        }

        foreach (ManifestTensor tensor in Tensors)
        {
            text.Append("tensor ").Append(Uri.EscapeDataString(tensor.Name)).Append(' ').Append(tensor.BeyondSingle.ToString(CultureInfo.InvariantCulture));
            foreach (long length in tensor.Shape)
                text.Append(' ').Append(length.ToString(CultureInfo.InvariantCulture));
            text.Append('\n');
            if (tensor.UnreadType is { } type)
                text.Append("unread ").Append(Uri.EscapeDataString(type)).Append('\n');
        }

        return text.ToString();
    }

    private static readonly string[] s_keys = ["file", "resource", "sha256", "missing", "damage", "activations", "labels"];
}

/// <summary>A tensor of a weights file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="BeyondSingle">The index of the first value that single precision cannot hold, or −1.</param>
/// <param name="Shape">The length of each dimension.</param>
internal sealed record ManifestTensor(string Name, long BeyondSingle, EquatableArray<long> Shape)
{
    /// <summary>The type of its values, if that is one that is not read; otherwise null.</summary>
    public string? UnreadType { get; init; }
}
