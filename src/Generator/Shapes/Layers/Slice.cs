using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a slice of the features.</summary>
internal static class SliceInference
{
    public static InferredLayer Infer(SliceSpec layer, ValueShape input) => layer.Start < 0 || layer.Start > input.Features - layer.Length
        ? InferredLayer.Impossible($"takes {layer.Length} features from {layer.Start} on, but there are {input.Features}", "start")
        : new InferredLayer(input, input.WithFeatures(layer.Length), new([]), Operations: 0);
}
