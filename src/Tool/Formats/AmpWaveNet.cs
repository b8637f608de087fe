using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Tool.Formats;

/// <summary>
/// A WaveNet of Neural Amp Modeler: arrays of dilated convolutions, each with a residual and a product of the network's input, whose sum is the output. Its
/// numbers are, for each array: the first product; for each layer the convolution [filters][inputs][positions] and its biases, the product of the input, the
/// product of the residual and its biases; the product of the sum. The factor of the output is the last.
/// </summary>
/// <param name="layers">Receives the layers.</param>
/// <param name="take">Gives the next numbers of the file.</param>
internal sealed class AmpWaveNet(LayerList layers, Func<int, double[]> take)
{
    // So small that no product of sizes overflows.
    private const int Most = 1 << 9;

    // What the sum of all layers so far is called, and how many features it has.
    private string? _sum;
    private int _sumFeatures;

    /// <summary>Reads the arrays.</summary>
    /// <param name="config">The sizes.</param>
    public void Read(JsonValue config)
    {
        if (config.Find("head") is { } head)
            throw head.Error("expected null, since a head after the layers is not read.");
        IReadOnlyList<JsonValue> arrays = config["layers"].Items;
        (string value, int features) = (LayerList.Input, layers.Inputs);
        for (int i = 0; i < arrays.Count; i++)
            (value, features) = ReadArray(arrays[i], value, features, isLast: i == arrays.Count - 1);
    }

    private (string Value, int Features) ReadArray(JsonValue array, string value, int features, bool isLast)
    {
        Require(array["condition_size"], layers.Inputs);
        Require(array["input_size"], features);
        int channels = array["channels"].Integer(1, Most), outputs = array["head_size"].Integer(1, Most);
        if (_sum is not null)
            Require(array["channels"], _sumFeatures);
        value = layers.Add(LayerList.Text($"Dense({channels}, Bias = false, From = \"{value}\")"), channels, take(channels * features));
        IReadOnlyList<JsonValue> dilations = array["dilations"].Items;
        for (int i = 0; i < dilations.Count; i++)
            value = ReadLayer(array, channels, dilations[i].Integer(1, 1 << 16), value, isUsed: !isLast || i < dilations.Count - 1);
        if (dilations.Count == 0)
            throw array["dilations"].Error("expected at least one.");

        // The factor is that of the last product.
        double[] weights = take(outputs * channels), bias = array["head_bias"].Flag ? take(outputs) : [];
        double factor = isLast ? take(1)[0] : 1;
        string form = LayerList.Text($"Dense({outputs}, From = \"{_sum}\"{(bias.Length == 0 ? ", Bias = false" : "")})");
        _sumFeatures = outputs;
        _sum = bias.Length == 0 ? layers.Add(form, outputs, Times(weights, factor)) : layers.Add(form, outputs, Times(weights, factor), Times(bias, factor));
        return (value, channels);
    }

    private string ReadLayer(JsonValue array, int channels, int dilation, string value, bool isUsed)
    {
        int kernel = array["kernel_size"].Integer(1, Most);
        bool isGated = array["gated"].Flag;
        int filters = isGated ? 2 * channels : channels;
        string activation = array["activation"].Text switch
        {
            "Tanh" => "Tanh",
            "ReLU" => "ReLU",
            "Sigmoid" => "Sigmoid",
            var other => throw array["activation"].Error($"expected Tanh, ReLU or Sigmoid, but got '{other}'."),
        };
        string convolved = layers.Add(
            LayerList.Text($"Conv1D({filters}, Kernel = {kernel}, Dilation = {dilation}, Padding = Padding.Causal, From = \"{value}\")"), filters,
            take(filters * channels * kernel), take(filters));
        layers.Add(LayerList.Text($"Dense({filters}, Bias = false, From = \"{LayerList.Input}\")"), filters, take(filters * layers.Inputs));
        string gate = layers.Add($"Add(\"{convolved}\"{(isGated ? "" : $", Activation = Activation.{activation}")})", filters);
        if (isGated)
        {
            layers.Add(LayerList.Text($"Slice(0, {channels}, From = \"{gate}\")"), channels);
            string signal = layers.Add($"Activation(Activation.{activation})", channels);
            layers.Add(LayerList.Text($"Slice({channels}, {channels}, From = \"{gate}\")"), channels);
            layers.Add("Activation(Activation.Sigmoid)", channels);
            gate = layers.Add($"Multiply(\"{signal}\")", channels);
        }

        _sum = _sum is null ? gate : layers.Add($"Add(\"{_sum}\")", channels);
        double[] residual = take(channels * channels), bias = take(channels);

        // Nothing takes the residual of the last layer.
        if (!isUsed)
            return value;
        layers.Add(LayerList.Text($"Dense({channels}, From = \"{gate}\")"), channels, residual, bias);
        return layers.Add($"Add(\"{value}\")", channels);
    }

    private static void Require(JsonValue size, int expected)
    {
        if (size.Integer(1, Most) != expected)
            throw size.Error(LayerList.Text($"expected {expected}, as what it takes has."));
    }

    private static double[] Times(double[] values, double factor) => [.. values.Select(value => value * factor)];
}
