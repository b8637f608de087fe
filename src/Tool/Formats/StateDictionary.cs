using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Tool.Formats;

/// <summary>
/// Recurrent layers and a dense layer by the names and layouts of PyTorch's state dictionaries, in JSON: alone, or as the trainers of GuitarML and AIDA-X
/// write them. A. Wright, E.-P. Damskägg, V. Välimäki: Real-time black-box modelling with recurrent neural networks (2019).
/// </summary>
internal static class StateDictionary
{
    /// <summary>Reads a model.</summary>
    /// <param name="tensors">The tensors by their names.</param>
    /// <param name="data">What GuitarML says beside them, or null.</param>
    /// <param name="path">The file.</param>
    public static NetworkModel Read(JsonValue tensors, JsonValue? data, string path)
    {
        string[] modules = [.. tensors.Names.Select(ModuleOf).Distinct()];
        var used = new HashSet<string>();
        LayerList? layers = null;
        for (int i = 0; i < modules.Length; i++)
        {
            string first = $"{modules[i]}.weight_ih_l0", weight = $"{modules[i]}.weight";
            if (tensors.Find(first) is { } gates)
                AddRecurrent(layers ??= new LayerList(path, Matrix(gates).Columns), tensors, modules[i], data?.Find("unit_type")?.Text, used);
            else if (tensors.Find(weight) is { } matrix && i == modules.Length - 1)
                AddDense(layers ??= new LayerList(path, Matrix(matrix).Columns), tensors, modules[i], used);
            else if (tensors.Find(weight) is { } inner)
                throw inner.Error("the file does not say which activation follows this layer: expected recurrent layers, and one dense layer as the last.");
        }

        if (tensors.Names.FirstOrDefault(name => !used.Contains(name)) is { } unused)
            throw tensors.Error($"the tensor '{unused}' belongs to no recurrent or dense layer that is read.");
        if (layers is null)
            throw tensors.Error("expected tensors such as 'rec.weight_ih_l0', but got none.");
        if (data is { } settings)
            AddInputIfStated(settings, layers);
        return layers.Build();
    }

    private static void AddRecurrent(LayerList layers, JsonValue tensors, string module, string? unit, HashSet<string> used)
    {
        for (int i = 0; tensors.Find(LayerList.Text($"{module}.weight_ih_l{i}")) is { } inputWeights; i++)
        {
            string Name(string tensor) => LayerList.Text($"{module}.{tensor}_l{i}");
            JsonValue recurrentWeights = tensors[Name("weight_hh")];
            (int rows, int units) = Matrix(recurrentWeights);
            string kind = (rows / units, rows % units) switch
            {
                (4, 0) => "Lstm",
                (3, 0) => "Gru",
                (1, 0) => "Rnn",
                _ => throw recurrentWeights.Error(LayerList.Text($"expected 1, 3 or 4 times as many rows as columns, but got {rows} and {units}.")),
            };
            if (unit is not null && !unit.Equals(kind, StringComparison.OrdinalIgnoreCase))
                throw recurrentWeights.Error($"unit_type is '{unit}', but the sizes are those of {kind.ToUpperInvariant()}.");
            double[] Bias(string tensor) => tensors.Find(Name(tensor))?.Tensor(rows) ?? new double[rows];
            layers.Add(
                LayerList.Text($"{kind}({units})"), units, inputWeights.Tensor(rows, layers.Features), recurrentWeights.Tensor(rows, units),
                Bias("bias_ih"), Bias("bias_hh"));
            used.UnionWith([Name("weight_ih"), Name("weight_hh"), Name("bias_ih"), Name("bias_hh")]);
        }
    }

    private static void AddDense(LayerList layers, JsonValue tensors, string module, HashSet<string> used)
    {
        JsonValue weights = tensors[$"{module}.weight"];
        int units = Matrix(weights).Rows;
        double[] values = weights.Tensor(units, layers.Features);
        if (tensors.Find($"{module}.bias") is { } bias)
            layers.Add(LayerList.Text($"Dense({units})"), units, values, bias.Tensor(units));
        else
            layers.Add(LayerList.Text($"Dense({units}, Bias = false)"), units, values);
        used.UnionWith([$"{module}.weight", $"{module}.bias"]);
    }

    private static void AddInputIfStated(JsonValue data, LayerList layers)
    {
        int inputs = layers.Inputs;
        if (data.Find("input_size") is { } size && size.Integer(1, int.MaxValue) != inputs)
            throw size.Error(LayerList.Text($"expected {inputs}, as the tensors have."));
        if (data.Find("skip") is not { } skip || skip.Integer(0, int.MaxValue) is not (> 0 and var added))
            return;
        if (added != layers.Features || added > inputs)
            throw skip.Error(LayerList.Text($"expected 0, or the number of outputs, {layers.Features}, which is not more than that of inputs, {inputs}."));
        layers.AddEarlier(LayerList.Input);
    }

    private static string ModuleOf(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;

    private static (int Rows, int Columns) Matrix(JsonValue tensor) =>
        tensor.TensorShape() is [var rows, var columns] ? (rows, columns) : throw tensor.Error("expected a matrix.");
}
