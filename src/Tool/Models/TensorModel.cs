using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated.Tool.Models;

/// <summary>A network as a file of tensors: sizes are those of the tensors, and activations stand in the metadata or are told.</summary>
internal sealed class TensorModel
{
    private readonly TensorFile _file;
    private readonly IReadOnlyList<(string Name, LayerTensors Tensors)> _layers;

    private TensorModel(TensorFile file, IReadOnlyList<(string Name, LayerTensors Tensors)> layers, IReadOnlyList<Activation>? activations)
    {
        _file = file;
        _layers = layers;
        Precision = layers.Any(layer => file[layer.Tensors.Weights].Type == TensorType.Float64) ? Precision.Double : Precision.Single;
        var shapes = new List<LayerShape>();
        int offset = 0;
        foreach ((string _, LayerTensors tensors) in layers)
        {
            (int inputs, int units) = SizeOf(file, tensors);
            int biasOffset = checked(offset + inputs * units);
            shapes.Add(new LayerShape(LayerKind.Dense, inputs, units, Activation.Linear, offset, WeightOrder.UnitsByInputs, biasOffset));
            offset = checked(biasOffset + units);
        }

        Sizes = string.Create(CultureInfo.InvariantCulture, $"{shapes[0].Inputs} → {string.Join(" → ", shapes.Select(layer => layer.Units))}");
        HasActivations = activations is not null;
        if (activations is not null)
        {
            Activation[] spread = StatedActivations.Spread(activations, layers.Count)
                ?? throw new ToolException(string.Create(CultureInfo.InvariantCulture,
                    $"{file.Name}: {activations.Count} activations are given, but it has {layers.Count} layers: {Sizes}."));
            shapes = [.. shapes.Zip(spread, (shape, activation) => new LayerShape(shape.Kind, shape.Inputs, shape.Units, activation, [.. shape.Parameters]))];
        }

        Shape = new NetworkShape([.. shapes]);
    }

    /// <summary>What the layers are called.</summary>
    public IEnumerable<string> LayerNames => _layers.Select((layer, i) =>
        layer.Name.Length > 0 ? layer.Name : string.Create(CultureInfo.InvariantCulture, $"layer{i + 1}"));

    /// <summary>The layers' sizes and activations, with the parameters in canonical order. All are linear without <see cref="HasActivations"/>.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The tensors that belong to no layer, by their names.</summary>
    public IEnumerable<string> PassedOver => _file.Tensors.Select(tensor => tensor.Name)
        .Except(_layers.SelectMany(layer => (IEnumerable<string?>)[layer.Tensors.Weights, layer.Tensors.Bias])).OfType<string>();

    /// <summary>Whether it is known which activations the layers have.</summary>
    public bool HasActivations { get; }

    /// <summary>The sizes on one line, for example <c>64 → 32 → 10</c>.</summary>
    public string Sizes { get; }

    /// <summary>The precision in which the network computes: double if any of its weights are stored so.</summary>
    public Precision Precision { get; }

    /// <summary>Finds a network in a file.</summary>
    /// <param name="file">The file, which stays open.</param>
    /// <param name="activations">The activations, one a layer, or two for the hidden layers and the last; null if the file should say.</param>
    /// <exception cref="ToolException">The activations are not as many as the layers.</exception>
    /// <exception cref="DataFormatException">The tensors are not those of dense layers, one behind the other.</exception>
    public static TensorModel Recognize(TensorFile file, IReadOnlyList<Activation>? activations)
    {
        IReadOnlyList<(string Name, LayerTensors Tensors)> layers = Generated.WeightFiles.LayersOf(file);
        for (int i = 0; i < layers.Count; i++)
        {
            (int inputs, int units) = SizeOf(file, layers[i].Tensors);
            if (layers[i].Tensors.Bias is { } bias && !file[bias].Shape.SequenceEqual([units]))
                throw file[bias].Error($"its shape is {file[bias].ShapeText}, but '{layers[i].Tensors.Weights}' is of {units} units.");
            if (i > 0 && SizeOf(file, layers[i - 1].Tensors).Units is var before && before != inputs)
                throw file[layers[i].Tensors.Weights].Error($"it takes {inputs} inputs, but '{layers[i - 1].Tensors.Weights}' before it has {before} units.");
        }

        return new TensorModel(file, layers, activations ?? Stated(file));
    }

    /// <summary>Reads a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="activations">The activations, as with <see cref="Recognize"/>.</param>
    /// <exception cref="ToolException">The activations are neither given nor in the file, or are not as many as the layers.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or its tensors are not those of dense layers.</exception>
    public static NetworkModel Load(string path, IReadOnlyList<Activation>? activations)
    {
        using var file = TensorFile.Open(path);
        if (activations is null && DeclaredModel.Read(file) is { } declared)
            return declared;
        TensorModel model = Recognize(file, activations);
        if (!model.HasActivations)
        {
            throw new ToolException(
                $"{path}: it holds the weights of {model.Sizes}, but not which activations the layers have; give --activations, "
                + "one for each layer or two for the hidden layers and the last, as in --activations relu,softmax.");
        }

        IEnumerable<DenseLayer> layers = model._layers.Zip(model.LayerNames, model.Shape.Layers)
            .Select(layer => model.Read(layer.First.Tensors, layer.Second, layer.Third));
        var dense = NetworkModel.OfDense(Path.GetFileNameWithoutExtension(path), [.. layers], model.Precision);
        return new NetworkModel(dense.Name, dense.Shape, dense.Parameters, dense.Precision)
        {
            LayerNames = dense.LayerNames,
            Labels = DeclaredModel.LabelsOf(file) is var labels && labels.Length == dense.Shape.OutputSize ? labels : [],
        };
    }

    /// <summary>Writes a network with the names of PyTorch's <c>nn.Sequential</c>, and, in a safetensors file, its activations.</summary>
    public static void Save(NetworkModel model, string path)
    {
        if (model.Precision == Precision.Double)
            Save<double>(model, path);
        else
            Save<float>(model, path);
    }

    private static (int Inputs, int Units) SizeOf(TensorFile file, LayerTensors layer)
    {
        StoredTensor weights = file[layer.Weights];
        if (weights.Shape.Any(length => length is < 1 or > int.MaxValue))
            throw weights.Error($"its shape is {weights.ShapeText}, which no layer has.");
        (int first, int second) = ((int)weights.Shape[0], (int)weights.Shape[1]);
        return layer.Order == WeightOrder.InputsByUnits ? (first, second) : (second, first);
    }

    /// <summary>The activations that a file states; null if it does not.</summary>
    private static Activation[]? Stated(TensorFile file)
    {
        if (!file.Metadata.TryGetValue(StatedActivations.MetadataKey, out string? text))
            return null;
        if (ActivationList.TryParse(text, out Activation[]? activations, out string? unknown))
            return activations;
        throw new DataFormatException(file.Name, $"its metadata has the activation '{unknown}'; known are {ActivationList.Known}.");
    }

    private DenseLayer Read(LayerTensors tensors, string name, LayerShape layer)
    {
        double[] weights = _file[tensors.Weights].ToArray<double>();
        if (tensors.Order == WeightOrder.InputsByUnits)
        {
            double[] transposed = new double[weights.Length];
            ParameterOrder.Transpose<double>(weights, layer.Inputs, layer.Units, transposed);
            weights = transposed;
        }

        double[] bias = tensors.Bias is { } at ? _file[at].ToArray<double>() : new double[layer.Units];
        return new DenseLayer(name, layer.Inputs, layer.Units, layer.Activation, weights, bias);
    }

    private static void Save<T>(NetworkModel model, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IReadOnlyList<NamedTensor<T>> tensors = GraphWeights.Tensors<T>(model.Shape, model.Canonical<T>());
        if (model.Shape.IsChainOfMatrices)
        {
            // As PyTorch's nn.Sequential calls them.
            IEnumerable<string> names = LayerTensors.Sequential(model.Shape).SelectMany(layer => (IEnumerable<string>)[layer.Weights, layer.Bias!]);
            tensors = [.. tensors.Zip(names, (tensor, name) => new NamedTensor<T>(name, [.. tensor.Shape.Select(length => (int)length)], tensor.Values))];
        }

        bool hasMetadata = Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase);
        TensorFile.Save(
            path, tensors, metadata: hasMetadata ? Generated.WeightFiles.Stating(metadata: null, model.Shape, model.Precision, model.Labels) : null);
    }
}
