using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Tool.Formats;

/// <summary>
/// A model of RTNeural, as its Python script writes one of Keras, and with what AIDA-X adds: layers in their order, weights in Keras's layouts.
/// J. Chowdhury: RTNeural: Fast Neural Inferencing for Real-Time Systems (2021).
/// </summary>
internal static class RTNeuralModel
{
    private const int MostDilation = 1 << 16;

    /// <summary>Reads a model.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="path">The file.</param>
    public static NetworkModel Read(JsonValue root, string path)
    {
        if (root["in_shape"].Items is not [.., var features])
            throw root["in_shape"].Error("expected at least one length.");
        var layers = new LayerList(path, features.Integer(1, 1 << 20));
        bool addsInput = root.Find("in_skip") is { } skip && skip.Integer(0, 1) == 1;
        AddGain(layers, root.Find("in_gain"));
        string taken = layers.LastValue;
        foreach (JsonValue layer in root["layers"].Items)
            AddLayer(layers, layer);

        // As AIDA-X does: what the layers give is added to what they took, and both are amplified.
        if (addsInput && layers.Features > layers.Inputs)
            throw root["in_skip"].Error(LayerList.Text($"expected no more outputs than inputs, but got {layers.Features} outputs and {layers.Inputs} inputs."));
        if (addsInput)
            layers.AddEarlier(taken);
        AddGain(layers, root.Find("out_gain"));
        return layers.Build();
    }

    private static void AddLayer(LayerList layers, JsonValue layer)
    {
        string kind = layer["type"].Text;
        switch (kind)
        {
            case "dense" or "time-distributed-dense":
                AddDense(layers, layer);
                break;
            case "conv1d":
                AddConvolution(layers, layer);
                break;
            case "gru":
                AddRecurrent(layers, layer, "Gru", [1, 0, 2]);
                break;
            case "lstm":
                AddRecurrent(layers, layer, "Lstm", [0, 1, 2, 3]);
                break;
            case "batchnorm":
                AddNormalization(layers, layer);
                break;
            case "prelu":
                AddRectifier(layers, layer);
                break;
            case "activation":
                AddActivation(layers, layer);
                break;
            default:
                throw layer["type"].Error(
                    $"expected dense, time-distributed-dense, conv1d, gru, lstm, batchnorm, prelu or activation, but got '{kind}'.");
        }

        if (layer.Find("shape") is { } shape && shape.Items is [.., var last] && last.Integer(1, int.MaxValue) is var features && features != layers.Features)
            throw shape.Error(LayerList.Text($"its last length is {features}, but the weights have {layers.Features} units."));
    }

    private static void AddDense(LayerList layers, JsonValue layer)
    {
        IReadOnlyList<JsonValue> weights = Weights(layer, 1, 2);
        int units = weights[0].TensorShape()[^1];
        double[] kernel = Transposed(weights[0].Tensor(layers.Features, units), units);
        string activation = ActivationOf(layer) is { } function ? $", Activation.{function}" : "";
        if (weights.Count == 1)
            layers.Add(LayerList.Text($"Dense({units}{activation}, Bias = false)"), units, kernel);
        else
            layers.Add(LayerList.Text($"Dense({units}{activation})"), units, kernel, weights[1].Tensor(units));
    }

    private static void AddConvolution(LayerList layers, JsonValue layer)
    {
        IReadOnlyList<JsonValue> weights = Weights(layer, 1, 2);
        int kernel = layer["kernel_size"].IntegerOrOnly(1, int.MaxValue), dilation = layer["dilation"].IntegerOrOnly(1, MostDilation);
        int groups = layer.Find("groups")?.Integer(1, int.MaxValue) ?? 1, inputs = layers.Features / groups;
        int units = weights[0].TensorShape()[^1];
        double[] values = weights[0].Tensor(kernel, inputs, units), canonical = new double[values.Length];

        // Keras: [positions][inputs][filters].
        for (int i = 0; i < values.Length; i++)
        {
            (int position, int input, int filter) = (i / (inputs * units), i / units % inputs, i % units);
            canonical[(filter * inputs + input) * kernel + position] = values[i];
        }

        string activation = ActivationOf(layer) is { } function ? $", Activation = Activation.{function}" : "";
        string sizes = LayerList.Text($"Conv1D({units}, Kernel = {kernel}, Dilation = {dilation}, Groups = {groups}, Padding = Padding.Causal{activation}");
        if (weights.Count == 1)
            layers.Add($"{sizes}, Bias = false)", units, canonical);
        else
            layers.Add($"{sizes})", units, canonical, weights[1].Tensor(units));
    }

    /// <summary>Adds a recurrent layer of Keras, whose weights are those of PyTorch transposed, with the gates in another order.</summary>
    private static void AddRecurrent(LayerList layers, JsonValue layer, string kind, int[] gates)
    {
        if (ActivationOf(layer) is not (null or Activation.Tanh))
            throw layer["activation"].Error("expected tanh, which is what RTNeural computes.");
        IReadOnlyList<JsonValue> weights = Weights(layer, 3, 3);
        int units = weights[1].TensorShape()[0], rows = gates.Length * units;
        double[] kernel = weights[0].Tensor(layers.Features, rows), recurrent = weights[1].Tensor(units, rows);

        // Keras's GRU has two biases if it resets after the product, as RTNeural does; its LSTM has one.
        double[] biases = kind == "Gru" ? weights[2].Tensor(2, rows) : [.. weights[2].Tensor(rows), .. new double[rows]];
        layers.Add(
            LayerList.Text($"{kind}({units})"), units, InOrder(Transposed(kernel, rows), gates), InOrder(Transposed(recurrent, rows), gates),
            InOrder(biases[..rows], gates), InOrder(biases[rows..], gates));
    }

    private static void AddNormalization(LayerList layers, JsonValue layer)
    {
        IReadOnlyList<JsonValue> weights = Weights(layer, 2, 4);
        if (weights.Count == 3)
            throw layer["weights"].Error("expected 2 tensors (mean, variance) or 4 (gain, shift, mean, variance), but got 3.");
        double epsilon = layer["epsilon"].Number;
        int features = layers.Features;
        double[] mean = weights[^2].Tensor(features), variance = weights[^1].Tensor(features);
        double[] gain = weights.Count == 4 ? weights[0].Tensor(features) : [.. Enumerable.Repeat(1.0, features)];
        double[] shift = weights.Count == 4 ? weights[1].Tensor(features) : new double[features];
        for (int i = 0; i < features; i++)
        {
            if (!(variance[i] + epsilon > 0))
                throw weights[^1].Error(LayerList.Text($"expected variances that are positive with epsilon {epsilon} added, but got {variance[i]}."));
            gain[i] /= Math.Sqrt(variance[i] + epsilon);
            shift[i] -= mean[i] * gain[i];
        }

        layers.Add("Scale", features, gain, shift);
        AddActivation(layers, layer);
    }

    private static void AddRectifier(LayerList layers, JsonValue layer)
    {
        JsonValue slopes = Weights(layer, 1, 1)[0];
        int count = slopes.TensorShape()[^1];
        if (count == 1 && layers.Features > 1)
            layers.Add("PReLU(PerFeature = false)", layers.Features, slopes.Tensor(1, 1));
        else
            layers.Add("PReLU", layers.Features, slopes.Tensor(1, layers.Features));
        AddActivation(layers, layer);
    }

    private static void AddActivation(LayerList layers, JsonValue layer)
    {
        if (ActivationOf(layer) is { } function)
            layers.Add($"Activation(Activation.{function})", layers.Features);
    }

    private static void AddGain(LayerList layers, JsonValue? decibels)
    {
        if (decibels is not { Number: not 0 and var level })
            return;
        double factor = Math.Pow(10, level / 20);
        layers.Add("Scale", layers.Features, [.. Enumerable.Repeat(factor, layers.Features)], new double[layers.Features]);
    }

    private static IReadOnlyList<JsonValue> Weights(JsonValue layer, int least, int most)
    {
        IReadOnlyList<JsonValue> weights = layer["weights"].Items;
        return weights.Count >= least && weights.Count <= most
            ? weights
            : throw layer["weights"].Error(LayerList.Text($"expected {least} to {most} tensors, but got {weights.Count}."));
    }

    private static Activation? ActivationOf(JsonValue layer) => layer.Find("activation")?.Text switch
    {
        null or "" or "linear" => null,
        "tanh" => Activation.Tanh,
        "relu" => Activation.ReLU,
        "sigmoid" => Activation.Sigmoid,
        "softmax" => Activation.Softmax,
        "elu" => Activation.ELU,
        var other => throw layer["activation"].Error($"expected tanh, relu, sigmoid, softmax, elu or linear, but got '{other}'."),
    };

    /// <summary>A matrix [inputs][units] as [units][inputs].</summary>
    private static double[] Transposed(double[] matrix, int units)
    {
        double[] transposed = new double[matrix.Length];
        ParameterOrder.Transpose<double>(matrix, matrix.Length / units, units, transposed);
        return transposed;
    }

    /// <summary>The blocks of the gates in another order.</summary>
    private static double[] InOrder(double[] values, int[] gates)
    {
        int block = values.Length / gates.Length;
        return [.. gates.SelectMany(gate => values.Skip(gate * block).Take(block))];
    }
}
