using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>Finds a network's parameters in its weights file, as the runtime does.</summary>
internal static class WeightsReader
{
    /// <summary>The manifest of the file that a declaration asks for, or null if the project has no such file.</summary>
    public static WeightsManifest? Find(WeightsReference weights, IEnumerable<WeightsManifest> manifests) =>
        manifests.FirstOrDefault(manifest => manifest.File == weights.File);

    /// <summary>What the file has of the network.</summary>
    /// <exception cref="MisfitException">The file does not fit the network: the message names the tensor, its shape and the expected shape.</exception>
    public static PretrainedWeights Read(NetworkSpec network, WeightsManifest manifest)
    {
        var graph = NetworkGraph.Of(network);
        EquatableArray<LayerTensorNames> layers = graph.IsChainOfMatrices ? new(ReadLayers(network, manifest, graph)) : default;
        EquatableArray<string> tensors = graph.IsChainOfMatrices ? default : new(ReadTensors(network, manifest, graph));
        return new PretrainedWeights(manifest.File, manifest.Resource, manifest.Sha256, layers, tensors);
    }

    private static IReadOnlyList<string> ReadTensors(NetworkSpec network, WeightsManifest manifest, NetworkGraph graph)
    {
        WantedTensors[] wanted = [.. graph.Layers.Where(layer => layer.Parameters.Count > 0).Select(layer => new WantedTensors(
            layer.Name, [.. layer.Parameters.Select(tensor => new NamedShape(tensor.Name, [.. tensor.Shape.Select(length => (long)length)]))]))];
        IReadOnlyList<string> names = TensorNames.Recognize(
            [.. manifest.Tensors.Select(tensor => new NamedShape(tensor.Name, tensor.Shape))], wanted, Describe(graph));
        RequireStated(manifest, graph);
        foreach (string name in names)
            RequireValues(manifest.Tensors.First(tensor => tensor.Name == name), network.Precision);
        return names;
    }

    private static void RequireStated(WeightsManifest manifest, NetworkGraph graph)
    {
        string[] activations = [.. graph.Layers.Where(layer => !layer.Spec.DependsOnStep).Select(layer => layer.Spec.Label)];
        if (manifest.Activations is { } stated && StatedActivations.Problem(stated, activations, isPart: false) is { } problem)
            throw new MisfitException(problem);
        if (StatedLabels.Problem(manifest.Labels, graph.Spec.Labels) is { } misnamed)
            throw new MisfitException(misnamed);
    }

    private static IReadOnlyList<LayerTensorNames> ReadLayers(NetworkSpec network, WeightsManifest manifest, NetworkGraph graph)
    {
        LayerSize[] sizes = [.. graph.Layers.Select(layer => new LayerSize(layer.Inputs, layer.Units))];
        NamedShape[] tensors = [.. manifest.Tensors.Select(tensor => new NamedShape(tensor.Name, tensor.Shape))];
        IReadOnlyList<LayerTensorNames> layers = LayerNames.Recognize(tensors, sizes, Describe(graph));
        var byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        for (int i = 0; i < layers.Count; i++)
        {
            NamedShape weights = byName[layers[i].Weights], bias = byName[layers[i].Bias];
            Require(weights, LayerNames.WeightProblem(weights, sizes[i], i + 1, layers[i].InputsByUnits));
            Require(bias, LayerNames.BiasProblem(bias, sizes[i], i + 1));
        }

        RequireStated(manifest, graph);

        // In the order in which the runtime reads the values.
        foreach (LayerTensorNames layer in layers)
        {
            RequireValues(manifest.Tensors.First(tensor => tensor.Name == layer.Weights), network.Precision);
            RequireValues(manifest.Tensors.First(tensor => tensor.Name == layer.Bias), network.Precision);
        }

        return layers;
    }

    private static void RequireValues(ManifestTensor tensor, Precision precision)
    {
        string? problem = tensor.UnreadType is { } type ? LayerNames.UnreadProblem(type)
            : precision == Precision.Single && tensor.BeyondSingle >= 0 ? $"value {tensor.BeyondSingle} (counted from 0) is beyond the range of Single."
            : null;
        if (problem is not null)
            throw new MisfitException($"tensor '{tensor.Name}': {problem}");
    }

    private static void Require(NamedShape tensor, string? problem)
    {
        if (problem is not null)
            throw new MisfitException($"tensor '{tensor.Name}': {problem}");
    }

    /// <summary>The network on one line, as the runtime's shape describes itself: <c>64 → 32 ReLU → 10 Softmax</c>.</summary>
    private static string Describe(NetworkGraph network) => !network.IsChain ? Drawing.Of(network) :
        $"{network.Inputs} → {string.Join(" → ", network.Layers.Select(layer => $"{layer.Units} {layer.Spec.Label}"))}";
}
