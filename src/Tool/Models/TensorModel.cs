using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated.Tool.Models;

/// <summary>A network as a file of tensors: sizes are those of the tensors, and activations stand in the metadata or are told.</summary>
internal static class TensorModel
{
    /// <summary>Reads a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="activations">The activations, one a layer, or two for the hidden layers and the last; null if the file should say.</param>
    /// <exception cref="ToolException">The activations are neither given nor in the file, or are not as many as the layers.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or its tensors are not those of dense layers.</exception>
    public static DenseModel Load(string path, IReadOnlyList<Activation>? activations)
    {
        using var file = TensorFile.Open(path);
        IReadOnlyList<(string Name, LayerTensors Tensors)> layers = LayerNames.Recognize(file);
        Activation[] known = Activations(file, layers, activations);
        Precision precision = layers.Any(layer => file[layer.Tensors.Weights].Type == TensorType.Float64) ? Precision.Double : Precision.Single;
        var dense = new List<DenseLayer>();
        foreach ((string name, LayerTensors tensors) in layers)
        {
            StoredTensor weights = file[tensors.Weights];
            (int inputs, int units) = SizeOf(file, tensors);
            double[] values = weights.ToArray<double>();
            if (tensors.Order == WeightOrder.InputsByUnits)
            {
                double[] transposed = new double[values.Length];
                ParameterOrder.Transpose<double>(values, inputs, units, transposed);
                values = transposed;
            }

            double[] bias = tensors.Bias is { } named ? file[named].ToArray<double>() : new double[units];
            if (bias.Length != units)
                throw new DataFormatException(path, $"tensor '{tensors.Bias}' has {bias.Length} values, but '{tensors.Weights}' {file[tensors.Weights].ShapeText} is of {units} units.");
            if (dense.Count > 0 && dense[^1].Units != inputs)
                throw new DataFormatException(path, $"'{tensors.Weights}' takes {inputs} inputs, but the layer before it, '{dense[^1].Name}', has {dense[^1].Units} units.");
            dense.Add(new DenseLayer(name.Length > 0 ? name : "layer1", inputs, units, known[dense.Count], values, bias));
        }

        return new DenseModel(Path.GetFileNameWithoutExtension(path), dense, precision);
    }

    /// <summary>Writes a network with the names of PyTorch's <c>nn.Sequential</c>, and, in a safetensors file, its activations.</summary>
    public static void Save(DenseModel model, string path)
    {
        if (model.Precision == Precision.Double)
            Save<double>(model, path);
        else
            Save<float>(model, path);
    }

    /// <summary>The inputs and units of a layer.</summary>
    public static (int Inputs, int Units) SizeOf(TensorFile file, LayerTensors layer)
    {
        StoredTensor weights = file[layer.Weights];
        if (weights.Shape.Any(length => length is < 1 or > int.MaxValue))
            throw new DataFormatException(file.Name, $"tensor '{layer.Weights}' has the shape {weights.ShapeText}, which no layer has.");
        (int first, int second) = ((int)weights.Shape[0], (int)weights.Shape[1]);
        return layer.Order == WeightOrder.InputsByUnits ? (first, second) : (second, first);
    }

    /// <summary>The activations that a file states; null if it does not.</summary>
    /// <exception cref="DataFormatException">It states one that is not known.</exception>
    public static Activation[]? Stated(TensorFile file)
    {
        if (!file.Metadata.TryGetValue(ActivationList.MetadataKey, out string? text))
            return null;
        if (ActivationList.TryParse(text, out Activation[]? activations, out string? unknown))
            return activations;
        throw new DataFormatException(file.Name, $"its metadata has the activation '{unknown}'; known are {ActivationList.Known}.");
    }

    private static Activation[] Activations(TensorFile file, IReadOnlyList<(string Name, LayerTensors Tensors)> layers, IReadOnlyList<Activation>? given)
    {
        string sizes = string.Create(CultureInfo.InvariantCulture,
            $"{SizeOf(file, layers[0].Tensors).Inputs} → {string.Join(" → ", layers.Select(layer => SizeOf(file, layer.Tensors).Units))}");
        IReadOnlyList<Activation> activations = given ?? Stated(file)
            ?? throw new ToolException($"{file.Name}: it holds the weights of {sizes}, but not which activations the layers have; give --activations, one for each layer or two for the hidden layers and the last: --activations relu,softmax.");
        return ActivationList.Spread(activations, layers.Count)
            ?? throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {activations.Count} activations are given, but it has {layers.Count} layers: {sizes}."));
    }

    private static void Save<T>(DenseModel model, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensors = new List<NamedTensor<T>>();
        foreach ((DenseLayer layer, LayerTensors names) in model.Layers.Zip(LayerTensors.Sequential(model.Shape)))
        {
            tensors.Add(new NamedTensor<T>(names.Weights, [layer.Units, layer.Inputs], Narrow(layer.Weights)));
            tensors.Add(new NamedTensor<T>(names.Bias!, [layer.Units], Narrow(layer.Bias)));
        }

        // PyTorch's libraries look for the format.
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            [ActivationList.MetadataKey] = ActivationList.TextOf(model.Layers.Select(layer => layer.Activation)),
        };
        bool hasMetadata = Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase);
        TensorFile.Save(path, tensors, metadata: hasMetadata ? metadata : null);

        T[] Narrow(ReadOnlyMemory<double> values) => Array.ConvertAll(values.ToArray(), T.CreateTruncating);
    }
}
