using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Keras.Model;

namespace Generated.Keras.Layers;

/// <summary>Convolutions and pooling over sequences and images. Features come last in Keras, as here.</summary>
internal static class ImageLayers
{
    public static int Convolution(LayerReader reader, int directions)
    {
        KerasLayer layer = reader.Layer;
        int[] lengths = Structured(reader, directions), none = [.. Enumerable.Repeat(1, directions)];
        int features = lengths[^1], filters = layer.Size("filters"), groups = layer.SameSize("groups", 1, [1]);
        if (layer.Value("kernel_size") is null)
            throw new ModelException("'kernel_size' is missing.");
        int[] kernel = layer.Sizes("kernel_size", directions, none);
        int stride = layer.SameSize("strides", directions, none), dilation = layer.SameSize("dilation_rate", directions, none);
        if (features % groups != 0 || filters % groups != 0)
            throw new ModelException(FormattableString.Invariant($"its {groups} groups do not divide {features} features and {filters} filters."));
        if (layer.Value("lora_rank") is not null)
            throw new ModelException("it has a low-rank part (LoRA); plain convolutions are supported.");

        Padding padding = layer.Text("padding", "valid") switch
        {
            "valid" => Padding.Valid,
            "same" => Padding.Same,
            "causal" when directions == 1 => Padding.Causal,
            var other => throw new ModelException($"its padding is '{other}'; 'valid', 'same' and, over sequences, 'causal' are supported."),
        };
        var output = new List<int>();
        for (int i = 0; i < directions; i++)
        {
            long reach = (kernel[i] - 1L) * dilation;
            if (padding == Padding.Same)
                RequireSame(lengths[i], reach, stride);
            long room = lengths[i] - 1 - (padding == Padding.Valid ? reach : 0);
            output.Add(room >= 0 ? (int)(room / stride) + 1 : throw new ModelException("its kernel reaches beyond its input."));
        }

        bool hasBias = layer.Flag("use_bias", missing: true);
        int[] shape = [.. kernel, features / groups, filters];
        Tensor[] weights = hasBias ? reader.Weights(("kernel", shape), ("bias", [filters])) : reader.Weights(("kernel", shape));

        // [positions][inputs][filters] → [filters][inputs][positions].
        double[] values = weights[0].Values, canonical = new double[values.Length];
        int inputs = features / groups, positions = values.Length / (inputs * filters);
        for (int i = 0; i < values.Length; i++)
            canonical[(i % filters * inputs + i / filters % inputs) * positions + i / filters / inputs] = values[i];
        var weight = new ModelTensor("weight", ParameterRole.Weight, [filters, inputs, .. kernel], canonical);
        int value = reader.Add(
            directions == 1 ? LayerKind.Conv1D : LayerKind.Conv2D, [reader.Source], [.. output, filters],
            hasBias ? [weight, new("bias", ParameterRole.Bias, [filters], weights[1].Values)] : [weight],
            new("KernelHeight", directions == 2 ? kernel[0] : 1), new("KernelWidth", kernel[^1]), new("Stride", stride), new("Dilation", dilation),
            new("Groups", groups), new("Padding", (int)padding));
        return reader.Activate(value, layer.Value("activation"));
    }

    public static int Pool(LayerReader reader, LayerKind kind, int directions)
    {
        KerasLayer layer = reader.Layer;
        int[] lengths = Structured(reader, directions), two = [.. Enumerable.Repeat(2, directions)], sizes = layer.Sizes("pool_size", directions, two);
        int size = layer.SameSize("pool_size", directions, two), stride = layer.SameSize("strides", directions, sizes);
        string padding = layer.Text("padding", "valid");
        if (padding is not ("valid" or "same"))
            throw new ModelException($"its padding is '{padding}'; 'valid' is supported.");
        if (padding == "same" && lengths[..^1].Any(length => Padded(length, size - 1L, stride) > 0))
            throw new ModelException("its padding 'same' adds positions to its input; pooling that does not is supported.");
        int[] output = [.. lengths[..^1].Select(length => length >= size ? (length - size) / stride + 1
            : throw new ModelException("its windows are longer than its input."))];
        return reader.Add(kind, [reader.Source], [.. output, lengths[^1]], [], new("Size", size), new("Stride", stride));
    }

    public static int GlobalAverage(LayerReader reader, int directions)
    {
        int[] lengths = Structured(reader, directions);
        return reader.Layer.Flag("keepdims", missing: false) ? throw new ModelException("it keeps dimensions of length 1; without 'keepdims' it is supported.")
            : reader.Add(LayerKind.GlobalAveragePool, [reader.Source], [lengths[^1]], []);
    }

    private static int[] Structured(LayerReader reader, int directions)
    {
        if (reader.Layer.Text("data_format", "channels_last") != "channels_last")
            throw new ModelException("its features come first; only 'channels_last' is supported.");
        int[] lengths = reader.Lengths;
        return lengths.Length == directions + 1 ? lengths
            : throw new ModelException(FormattableString.Invariant($"it takes values of {directions + 1} dimensions, but got {string.Join("×", lengths)}."));
    }

    /// <summary>How many zeros Keras adds: as many as the strides need.</summary>
    private static long Padded(int length, long reach, int stride) => Math.Max(0, (length - 1L) / stride * stride + reach + 1 - length);

    /// <summary>Requires that as many zeros are added before the first position as here, where there are as many as at stride 1.</summary>
    private static void RequireSame(int length, long reach, int stride)
    {
        if (Padded(length, reach, stride) / 2 != reach / 2)
        {
            throw new ModelException(FormattableString.Invariant(
                $"at stride {stride} its padding 'same' adds {Padded(length, reach, stride)} zeros to {length} positions; {reach} are supported."));
        }
    }
}
