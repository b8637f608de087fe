using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Generated.Keras.Model;

namespace Generated.Keras.Layers;

/// <summary>Reads one layer: adds to the network what computes the same.</summary>
internal sealed class LayerReader(KerasLayer layer, StoredModel file, LayerList list, int[] sources)
{
    /// <summary>What each class is read by. It takes the value that the layer is applied to and returns that which comes out.</summary>
    private static readonly Dictionary<string, Func<LayerReader, int>> s_classes = new(StringComparer.Ordinal)
    {
        ["Dense"] = reader => reader.Dense(),
        ["Activation"] = reader => reader.Activate(reader.Source, reader.Layer.Value("activation")),
        ["ReLU"] = reader => reader.ActivateLike("ReLU"),
        ["LeakyReLU"] = reader => reader.ActivateLike("LeakyReLU"),
        ["ELU"] = reader => reader.ActivateLike("ELU"),
        ["Softmax"] = reader => reader.ActivateLike("Softmax"),
        ["PReLU"] = reader => reader.PReLU(),
        ["Flatten"] = reader => reader.Flatten(),
        ["Add"] = reader => reader.Join(LayerKind.Add),
        ["Multiply"] = reader => reader.Join(LayerKind.Multiply),
        ["Concatenate"] = reader => reader.Concatenate(),
        ["LayerNormalization"] = reader => NormalizationLayers.LayerNorm(reader),
        ["BatchNormalization"] = reader => NormalizationLayers.BatchNorm(reader),
        ["Normalization"] = reader => NormalizationLayers.Normalization(reader),
        ["Conv1D"] = reader => ImageLayers.Convolution(reader, directions: 1),
        ["Conv2D"] = reader => ImageLayers.Convolution(reader, directions: 2),
        ["MaxPooling1D"] = reader => ImageLayers.Pool(reader, LayerKind.MaxPool, directions: 1),
        ["MaxPooling2D"] = reader => ImageLayers.Pool(reader, LayerKind.MaxPool, directions: 2),
        ["AveragePooling1D"] = reader => ImageLayers.Pool(reader, LayerKind.AveragePool, directions: 1),
        ["AveragePooling2D"] = reader => ImageLayers.Pool(reader, LayerKind.AveragePool, directions: 2),
        ["GlobalAveragePooling1D"] = reader => ImageLayers.GlobalAverage(reader, directions: 1),
        ["GlobalAveragePooling2D"] = reader => ImageLayers.GlobalAverage(reader, directions: 2),

        // Nothing at inference.
        ["Dropout"] = reader => reader.Source,
        ["AlphaDropout"] = reader => reader.Source,
        ["SpatialDropout1D"] = reader => reader.Source,
        ["SpatialDropout2D"] = reader => reader.Source,
        ["GaussianDropout"] = reader => reader.Source,
        ["GaussianNoise"] = reader => reader.Source,
        ["ActivityRegularization"] = reader => reader.Source,
    };

    public KerasLayer Layer => layer;

    /// <summary>The value that the layer takes.</summary>
    public int Source => sources.Length == 1 ? sources[0]
        : throw new ModelException(FormattableString.Invariant($"it takes {sources.Length} values, but its class takes one."));

    /// <summary>The lengths of that value.</summary>
    public int[] Lengths => list.LengthsOf(Source);

    /// <returns>The number of the layer's value.</returns>
    /// <exception cref="ModelException">The layer cannot be expressed.</exception>
    public int Read()
    {
        if (s_classes.TryGetValue(layer.ClassName, out Func<LayerReader, int>? read))
            return read(this);
        throw new ModelException(layer.ClassName switch
        {
            ['Q', >= 'A' and <= 'Z', ..] => "it is a quantised layer of QKeras, whose rounding no layer here computes; "
                + "save a model of Keras's layers, which compute in floating point.",
            "Sequential" or "Functional" or "Model" => "it is a model within the model; put its layers into the outer one.",
            "Lambda" => "it is Python code.",
            _ => $"the class is not supported; these are: {string.Join(", ", s_classes.Keys.Order(StringComparer.Ordinal))}.",
        });
    }

    /// <summary>The layer's weights, by the names and in the order that Keras has them.</summary>
    public Tensor[] Weights(params (string Name, int[] Shape)[] weights)
    {
        Tensor[] tensors = file.Weights(layer, weights);
        list.IsDouble |= tensors.Any(tensor => tensor.IsDouble);
        return tensors;
    }

    public int Add(LayerKind kind, int[] from, int[] lengths, ModelTensor[] tensors, params LayerSetting[] settings) =>
        list.Add(kind, layer.Name, from, lengths, tensors, settings, Activation.Linear);

    /// <summary>Adds the activation that a layer ends with.</summary>
    public int Activate(int value, JsonElement? activation) => Add(value, ActivationReader.Read(activation));

    private int ActivateLike(string className) => Add(Source, ActivationReader.OfLayer(className, layer));

    private int Add(int value, FoundActivation found)
    {
        int[] lengths = list.LengthsOf(value);
        if (found.Slope is { } slope)
            return Add(LayerKind.PReLU, [value], lengths, [new("weight", ParameterRole.Slope, [1], [slope])]);
        return found.Activation == Activation.Linear ? value
            : list.Add(LayerKind.Activation, layer.Name, [value], lengths, [], [], found.Activation);
    }

    private int Dense()
    {
        int[] lengths = Lengths;
        int inputs = lengths[^1], units = layer.Size("units");
        if (layer.Value("lora_rank") is not null || layer.Value("quantization_config") is not null)
            throw new ModelException("it is quantised or has a low-rank part (LoRA); plain dense layers are supported.");
        bool hasBias = layer.Flag("use_bias", missing: true);
        Tensor[] weights = hasBias ? Weights(("kernel", [inputs, units]), ("bias", [units])) : Weights(("kernel", [inputs, units]));
        double[] kernel = weights[0].Values, matrix = new double[kernel.Length];
        for (int input = 0; input < inputs; input++)
        {
            for (int unit = 0; unit < units; unit++)
                matrix[unit * inputs + input] = kernel[input * units + unit];
        }

        var weight = new ModelTensor("weight", ParameterRole.Weight, [units, inputs], matrix);
        int value = Add(
            LayerKind.Dense, [Source], [.. lengths[..^1], units],
            hasBias ? [weight, new("bias", ParameterRole.Bias, [units], weights[1].Values)] : [weight]);
        return Activate(value, layer.Value("activation"));
    }

    private int PReLU()
    {
        int[] lengths = Lengths, shape = [.. lengths];
        foreach (int axis in SharedAxes(lengths.Length))
            shape[axis - 1] = 1;
        if (shape[..^1].Any(length => length != 1))
            throw new ModelException("it has a slope for each position; one for each feature (shared_axes), or one for all, is supported.");
        Tensor slopes = Weights(("alpha", shape))[0];
        return Add(LayerKind.PReLU, [Source], lengths, [new("weight", ParameterRole.Slope, [slopes.Values.Length], slopes.Values)]);
    }

    private int[] SharedAxes(int rank)
    {
        if (layer.Value("shared_axes") is not { ValueKind: JsonValueKind.Array } axes)
            return [];
        int[] shared = layer.Sizes("shared_axes", axes.GetArrayLength(), []);
        return shared.All(axis => axis <= rank) ? shared : throw new ModelException("it shares slopes over a dimension that does not exist.");
    }

    private int Flatten()
    {
        int[] lengths = Lengths;
        if (layer.Text("data_format", "channels_last") != "channels_last")
            throw new ModelException("its features come first; only 'channels_last' is supported.");
        return lengths.Length == 1 ? Source : Add(LayerKind.Flatten, [Source], [lengths.Aggregate((product, length) => product * length)], []);
    }

    private int Join(LayerKind kind)
    {
        int[] lengths = list.LengthsOf(sources[0]);
        if (sources.Length < 2 || (kind == LayerKind.Multiply && sources.Length != 2))
        {
            string supported = kind == LayerKind.Add ? "2 or more" : "2";
            throw new ModelException(FormattableString.Invariant($"it takes {sources.Length} values; {supported} are supported."));
        }

        return sources.All(source => list.LengthsOf(source).SequenceEqual(lengths)) ? Add(kind, [.. sources], lengths, [])
            : throw new ModelException("its values have different shapes; only equal ones are supported.");
    }

    private int Concatenate()
    {
        int[] lengths = list.LengthsOf(sources[0]);
        layer.RequireLastAxis(lengths.Length);
        if (sources.Length < 2 || !sources.All(source => list.LengthsOf(source)[..^1].SequenceEqual(lengths[..^1])))
            throw new ModelException("it takes 2 or more values of equal positions.");
        long features = sources.Sum(source => (long)list.LengthsOf(source)[^1]);
        return features <= Array.MaxLength ? Add(LayerKind.Concat, [.. sources], [.. lengths[..^1], (int)features], [])
            : throw new ModelException("it has more features than an array.");
    }
}
