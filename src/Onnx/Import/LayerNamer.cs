using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>What the layers are called: <c>fc1</c> from its weights <c>fc1.weight</c>, or from the node <c>/fc1/Gemm</c>.</summary>
internal sealed class LayerNamer
{
    /// <summary>What PyTorch and Keras append to a layer's name in that of its weights, the longest first.</summary>
    private static readonly string[] s_weightEndings =
    [
        "/MatMul/ReadVariableOp:0", "/MatMul/ReadVariableOp", "/Cast/ReadVariableOp:0", "/Cast/ReadVariableOp",
        "/kernel:0", "/kernel", ".kernel", ".weight", "/weight", "_weight",
    ];

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The name that a layer takes.</summary>
    public string NameOf(Stage stage, int number)
    {
        string name = NextNameOf(stage, number);
        _taken.Add(name);
        return name;
    }

    /// <summary>The name that a layer would take.</summary>
    public string NextNameOf(Stage stage, int number)
    {
        string name = OfWeights(stage.WeightsName ?? "") ?? OfNode(stage.Node?.Name ?? "") ?? string.Create(CultureInfo.InvariantCulture, $"layer{number}");
        string unique = name;
        for (int copy = 2; _taken.Contains(unique); copy++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{copy}");
        return unique;
    }

    private static string? OfWeights(string weights) =>
        s_weightEndings.Where(ending => weights.Length > ending.Length && weights.EndsWith(ending, StringComparison.Ordinal))
            .Select(ending => weights[..^ending.Length]).FirstOrDefault();

    private static string? OfNode(string node)
    {
        int end = node.LastIndexOf('/');
        string layer = (end > 0 ? node[..end] : node).Trim('/');
        return layer.Length > 0 ? layer : null;
    }
}
