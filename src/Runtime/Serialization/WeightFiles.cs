using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;

namespace Generated;

/// <summary>Loads a network's weights from safetensors and NumPy <c>.npz</c> files, and saves them.</summary>
public static class WeightFiles
{
    /// <summary>
    /// Loads all weights and biases: <c>network.LoadWeights("digits.safetensors")</c>. Values of another precision are rounded to the nearest.
    /// </summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <param name="path">A <c>.safetensors</c> or <c>.npz</c> file.</param>
    /// <param name="layers">
    /// The tensors of each layer, the one after the input first. If null, the names tell: those of PyTorch
    /// (<c>0.weight</c> and <c>0.bias</c>, <c>fc1.weight</c>, <c>layers.0.weight</c>; [out][in]), of Keras (<c>dense/kernel</c>; [in][out]) and after
    /// scikit-learn (<c>coefs_0</c> and <c>intercepts_0</c>; [in][out]), in the order of the numbers in them, or, if there are none, in
    /// the only order in which the sizes fit. What belongs to no layer, such as the mean and deviation of a standardizer, is passed over.
    /// Of a network that is not a chain of a matrix and a vector each, null: its tensors are called by the layer, <c>trunk.weight</c>, or otherwise, in an
    /// order that the numbers in the names or the shapes tell.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="layers"/> has another number of layers than the network.</exception>
    /// <exception cref="DataFormatException">
    /// The file is damaged, or its tensors do not fit: the message names the tensor, its shape and the shape that the network wants. Or its metadata state
    /// other activations or labels than the network has.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void LoadWeights<TSelf, T>(this INetwork<TSelf, T> network, string path, IReadOnlyList<LayerTensors>? layers = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = TensorFile.Open(path);
        network.LoadWeights(file, layers);
    }

    /// <summary>Loads all weights and biases from an open file, for example from one that holds more than the network.</summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <param name="file">The file.</param>
    /// <param name="layers">
    /// The tensors of each layer, as with <see cref="LoadWeights{TSelf, T}(INetwork{TSelf, T}, string, IReadOnlyList{LayerTensors}?)"/>.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="layers"/> has another number of layers than the network.</exception>
    /// <exception cref="DataFormatException">
    /// The file is damaged, or its tensors do not fit: the message names the tensor, its shape and the shape that the network wants. Or its metadata state
    /// other activations or labels than the network has.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void LoadWeights<TSelf, T>(this INetwork<TSelf, T> network, TensorFile file, IReadOnlyList<LayerTensors>? layers = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(file);
        NetworkShape shape = TSelf.Shape;
        if (!shape.IsChainOfMatrices)
        {
            RequireUnnamed(layers, shape);
            network.ImportParameters(GraphWeights.Read<T>(file, shape, TSelf.Labels, names: null));
            return;
        }

        bool areNamed = layers is not null;
        if (layers is null)
            layers = Recognize(file, shape);
        else
            RequireLayers(layers, shape);

        // All shapes before any value, all values before the network.
        for (int i = 0; i < layers.Count; i++)
        {
            LayerSize layer = SizeOf(shape.Layers[i]);
            bool inputsByUnits = layers[i].Order == WeightOrder.InputsByUnits;
            RequireShape(file[layers[i].Weights], tensor => LayerNames.WeightProblem(tensor, layer, i + 1, inputsByUnits));
            if (layers[i].Bias is { } bias)
                RequireShape(file[bias], tensor => LayerNames.BiasProblem(tensor, layer, i + 1));
        }

        RequireStated(file, shape, TSelf.Labels, isPart: areNamed);

        var canonical = new T[shape.ParameterCount];
        Span<T> rest = canonical;
        for (int i = 0; i < layers.Count; i++)
        {
            LayerShape layer = shape.Layers[i];
            Span<T> weights = rest[..layer.WeightCount];
            if (layers[i].Order == WeightOrder.UnitsByInputs)
                file[layers[i].Weights].Read(weights);
            else
                ParameterOrder.Transpose<T>(file[layers[i].Weights].ToArray<T>(), layer.Inputs, layer.Units, weights);
            if (layers[i].Bias is { } bias)
                file[bias].Read(rest.Slice(layer.WeightCount, layer.Units));
            rest = rest[layer.ParameterCount..];
        }

        network.ImportParameters(canonical);
    }

    /// <summary>Loads all weights and biases from a file inside an assembly. This is what the emitted <c>CreatePretrained</c> calls.</summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <param name="assembly">The assembly that the file was compiled into.</param>
    /// <param name="resource">The name of the resource that is the file.</param>
    /// <param name="layers">The tensors of each layer, the one after the input first.</param>
    /// <exception cref="InvalidOperationException">The assembly has no such resource: the project was not built with this package's targets.</exception>
    /// <exception cref="DataFormatException">The resource is not the file that the network was compiled for.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void LoadWeights<TSelf, T>(INetwork<TSelf, T> network, Assembly assembly, string resource, IReadOnlyList<LayerTensors> layers)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(resource);
        ArgumentNullException.ThrowIfNull(layers);
        using Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource '{resource}', which holds the weights of {typeof(TSelf).Name}.");
        using var file = TensorFile.Read(stream, resource);
        network.LoadWeights(file, layers);
    }

    /// <summary>
    /// Loads all parameters of a network of any layers from a file inside an assembly. This is what the emitted
    /// <c>CreatePretrained</c> calls.
    /// </summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <param name="assembly">The assembly that the file was compiled into.</param>
    /// <param name="resource">The name of the resource that is the file.</param>
    /// <param name="tensors">The names of all tensors, in the canonical order.</param>
    /// <exception cref="InvalidOperationException">The assembly has no such resource: the project was not built with this package's targets.</exception>
    /// <exception cref="DataFormatException">The resource is not the file that the network was compiled for.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void LoadWeights<TSelf, T>(INetwork<TSelf, T> network, Assembly assembly, string resource, IReadOnlyList<string> tensors)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(resource);
        ArgumentNullException.ThrowIfNull(tensors);
        using Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource '{resource}', which holds the weights of {typeof(TSelf).Name}.");
        using var file = TensorFile.Read(stream, resource);
        network.ImportParameters(GraphWeights.Read<T>(file, TSelf.Shape, TSelf.Labels, tensors));
    }

    private static void RequireUnnamed(IReadOnlyList<LayerTensors>? layers, NetworkShape shape)
    {
        if (layers is not null)
        {
            throw new ArgumentException(
                $"LayerTensors name the weights and biases of a chain of dense layers, but the network is {shape}: "
                + "leave them out; its tensors are called by its layers' names.",
                nameof(layers));
        }
    }

    /// <summary>Saves all weights and biases, whole or not at all: <c>network.SaveWeights("digits.safetensors")</c>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its extension, <c>.safetensors</c> or <c>.npz</c>, is its format.</param>
    /// <param name="layers">
    /// What to call each layer's tensors, and the order of the weights. If null, what PyTorch's <c>nn.Sequential</c> calls them,
    /// <see cref="LayerTensors.Sequential"/>, so that its <c>load_state_dict</c> takes them.
    /// </param>
    /// <param name="type">The type of the stored values; the network's own, which is exact, if null. They are rounded to the nearest.</param>
    /// <param name="metadata">
    /// Texts for <c>__metadata__</c> in a safetensors file; <c>format = pt</c> if null, which PyTorch's libraries look for. The activations are added as
    /// <c>activations = ReLU,Softmax</c>, and <c>Labels</c> of the declaration as <c>labels = ["no","yes"]</c>; loading compares both.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="layers"/> has another number of layers than the network, one name twice or none for biases that are not 0; the format is
    /// another or does not have the type; a value is beyond the type's range; or <paramref name="metadata"/> states other activations or labels. The file is
    /// what it was.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveWeights<TSelf, T>(
        this INetwork<TSelf, T> network,
        string path,
        IReadOnlyList<LayerTensors>? layers = null,
        TensorType? type = null,
        IReadOnlyDictionary<string, string>? metadata = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        NetworkShape shape = TSelf.Shape;
        bool isSafetensors = Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase);
        if (!shape.IsChainOfMatrices)
        {
            RequireUnnamed(layers, shape);
            var all = new T[shape.ParameterCount];
            network.ExportParameters(all);
            TensorFile.Save(
                path, GraphWeights.Tensors<T>(shape, all), type, isSafetensors ? Stating(metadata, shape, PrecisionOf<T>(), TSelf.Labels) : metadata);
            return;
        }

        layers ??= LayerTensors.Sequential(shape);
        RequireLayers(layers, shape);

        var canonical = new T[shape.ParameterCount];
        network.ExportParameters(canonical);
        var tensors = new List<NamedTensor<T>>();
        ReadOnlyMemory<T> rest = canonical;
        for (int i = 0; i < layers.Count; i++)
        {
            LayerShape layer = shape.Layers[i];
            ReadOnlyMemory<T> weights = rest[..layer.WeightCount];
            if (layers[i].Order == WeightOrder.InputsByUnits)
            {
                var transposed = new T[layer.WeightCount];
                ParameterOrder.Transpose(weights.Span, layer.Units, layer.Inputs, transposed);
                weights = transposed;
            }

            tensors.Add(new NamedTensor<T>(layers[i].Weights, ShapeOf(layer, layers[i].Order), weights));
            ReadOnlyMemory<T> biases = rest.Slice(layer.WeightCount, layer.Units);
            if (layers[i].Bias is { } bias)
                tensors.Add(new NamedTensor<T>(bias, [layer.Units], biases));
            else if (biases.Span.ContainsAnyExcept(T.Zero))
                throw new ArgumentException($"The biases of layer {i + 1} have no name to be saved under, but are not all 0.", nameof(layers));
            rest = rest[layer.ParameterCount..];
        }

        TensorFile.Save(path, tensors, type, isSafetensors ? Stating(metadata, shape, PrecisionOf<T>(), TSelf.Labels) : metadata);
    }

    /// <summary>Requires that a file states the activations and the labels that the network has, if it states any.</summary>
    /// <exception cref="DataFormatException">It states others.</exception>
    internal static void RequireStated(TensorFile file, NetworkShape shape, IReadOnlyList<string> labels, bool isPart)
    {
        if (file.Metadata.TryGetValue(StatedActivations.MetadataKey, out string? stated)
            && StatedActivations.Problem(stated, ActivationsOf(shape), isPart) is { } problem)
        {
            throw file.Error(problem);
        }

        if (!isPart && StatedLabels.Problem(file.Metadata.GetValueOrDefault(StatedLabels.MetadataKey), labels) is { } misnamed)
            throw file.Error(misnamed);
    }

    private static Precision PrecisionOf<T>() => typeof(T) == typeof(double) ? Precision.Double : Precision.Single;

    /// <summary>What PyTorch's libraries look for in a safetensors file.</summary>
    internal static IReadOnlyDictionary<string, string> FormatMetadata { get; } = new Dictionary<string, string> { ["format"] = "pt" };

    /// <summary>The texts of a safetensors file, with the activations, the declaration and the labels of a network among them.</summary>
    /// <exception cref="ArgumentException">They state others.</exception>
    internal static IReadOnlyDictionary<string, string> Stating(
        IReadOnlyDictionary<string, string>? metadata, NetworkShape shape, Precision precision, IReadOnlyList<string> labels)
    {
        IReadOnlyDictionary<string, string> texts = WithActivations(metadata ?? FormatMetadata, shape);
        if (!shape.IsDenseChain && NetworkDeclaration.IsKnown(shape))
            texts = new Dictionary<string, string>(texts) { [NetworkDeclaration.MetadataKey] = NetworkDeclaration.AttributesOf(shape, precision) };
        if (StatedLabels.Problem(texts.GetValueOrDefault(StatedLabels.MetadataKey), labels) is { } problem)
            throw new ArgumentException($"The metadata do not fit the network: {problem}", nameof(metadata));
        return labels.Count == 0 || texts.ContainsKey(StatedLabels.MetadataKey) ? texts
            : new Dictionary<string, string>(texts) { [StatedLabels.MetadataKey] = StatedLabels.TextOf(labels) };
    }

    /// <summary>The texts of a safetensors file, with the activations of a network among them.</summary>
    /// <exception cref="ArgumentException">They state other activations.</exception>
    private static IReadOnlyDictionary<string, string> WithActivations(IReadOnlyDictionary<string, string> metadata, NetworkShape shape)
    {
        IReadOnlyList<string> activations = ActivationsOf(shape);
        if (!metadata.TryGetValue(StatedActivations.MetadataKey, out string? stated))
            return new Dictionary<string, string>(metadata) { [StatedActivations.MetadataKey] = StatedActivations.TextOf(activations) };
        if (StatedActivations.Problem(stated, activations, isPart: false) is not null)
        {
            throw new ArgumentException(
                $"The metadata state the activations '{stated}', but those of the network are '{StatedActivations.TextOf(activations)}'.", nameof(metadata));
        }

        return metadata;
    }

    /// <summary>What each layer does, as files state it; dropout, which does nothing but in training, is left out.</summary>
    internal static string[] ActivationsOf(NetworkShape shape) =>
        [.. shape.Layers.Where(layer => !LayerKinds.DependsOnStep(layer)).Select(LayerKinds.Label)];

    /// <summary>The layers of a network by the names of a file's tensors.</summary>
    /// <exception cref="DataFormatException">They do not tell.</exception>
    private static IReadOnlyList<LayerTensors> Recognize(TensorFile file, NetworkShape shape) =>
        [.. Recognize(file, tensors => LayerNames.Recognize(tensors, [.. shape.Layers.Select(SizeOf)], shape.ToString()), e => e.Message).Select(Tensors)];

    /// <summary>The layers, with their names, of a network that nothing but a file tells of, the one after the input first.</summary>
    /// <exception cref="DataFormatException">The names and sizes of its tensors do not tell. The message does not speak of what a program could do.</exception>
    internal static IReadOnlyList<(string Name, LayerTensors Tensors)> LayersOf(TensorFile file) =>
        [.. Recognize(file, LayerNames.Recognize, e => e.Problem).Select(layer => (layer.Layer, Tensors(layer.Tensors)))];

    private static TResult Recognize<TResult>(TensorFile file, Func<IReadOnlyList<NamedShape>, TResult> recognize, Func<MisfitException, string> words)
    {
        try
        {
            return recognize([.. file.Tensors.Select(Named)]);
        }
        catch (MisfitException e)
        {
            throw file.Error(words(e));
        }
    }

    private static LayerTensors Tensors(LayerTensorNames names) =>
        new(names.Weights, names.Bias, names.InputsByUnits ? WeightOrder.InputsByUnits : WeightOrder.UnitsByInputs);

    private static NamedShape Named(StoredTensor tensor) => new(tensor.Name, tensor.Shape);

    private static LayerSize SizeOf(LayerShape layer) => new(layer.Inputs, layer.Units);

    private static int[] ShapeOf(LayerShape layer, WeightOrder order) =>
        order == WeightOrder.UnitsByInputs ? [layer.Units, layer.Inputs] : [layer.Inputs, layer.Units];

    private static void RequireLayers(IReadOnlyList<LayerTensors> layers, NetworkShape shape)
    {
        if (layers.Count != shape.Layers.Count)
            throw new ArgumentException($"Tensors are named for {layers.Count} layers, but the network has {shape.Layers.Count}: {shape}.", nameof(layers));
    }

    private static void RequireShape(StoredTensor tensor, Func<NamedShape, string?> problemOf)
    {
        if (problemOf(Named(tensor)) is { } problem)
            throw tensor.Error(problem);
    }
}
