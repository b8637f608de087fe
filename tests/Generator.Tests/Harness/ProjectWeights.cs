using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Generated.Build;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Generated.Tests;

/// <summary>What the build hands the generator of a weights file, written by the build's own code.</summary>
internal sealed class ProjectWeights(string path, string text) : AdditionalText
{
    private static readonly string s_models = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.TestProject, "..", "golden", "models"));

    /// <summary>PyTorch's weights of a network 64 → 32 → 10.</summary>
    public static byte[] Digits { get; } = File.ReadAllBytes(System.IO.Path.Combine(s_models, "digits-mlp.safetensors"));

    /// <summary>PyTorch's weights of a network 4 → 16 → 3.</summary>
    public static byte[] Iris { get; } = File.ReadAllBytes(System.IO.Path.Combine(s_models, "iris-mlp.safetensors"));

    public override string Path => path;

    /// <summary>A file of a project.</summary>
    public static ProjectWeights Of(string name, byte[] content) => new($"obj/weights/{name}.networkweights", WeightsFile.Read(name, content).Manifest);

    /// <summary>An item whose file does not exist.</summary>
    public static ProjectWeights Missing(string name) => new($"obj/weights/{name}.networkweights", WeightsFile.Read(name, System.IO.Path.Combine(s_models, "none", name)).Manifest);

    /// <summary>A safetensors file of a project, of tensors whose values are 0.</summary>
    public static ProjectWeights OfTensors(string name, params (string Name, int[] Shape)[] tensors) => Of(name, Save(tensors));

    /// <summary>A safetensors file of tensors whose values are 0.</summary>
    public static byte[] Save(params (string Name, int[] Shape)[] tensors)
    {
        using var stream = new MemoryStream();
        Safetensors.Write<float>(stream, [.. tensors.Select(tensor => new NamedTensor<float>(tensor.Name, tensor.Shape, new float[tensor.Shape.Aggregate(1, (count, length) => count * length)]))]);
        return stream.ToArray();
    }

    /// <summary>The files that the rules' pages name.</summary>
    public static ProjectWeights OfExample(string name) => name switch
    {
        "digits.safetensors" => Of(name, Digits),
        "iris.safetensors" => Of(name, Iris),
        "interrupted-download.safetensors" => Of(name, Digits[..(Digits.Length / 2)]),
        _ => throw new ArgumentException($"No page has a file '{name}' yet.", nameof(name)),
    };

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
}
