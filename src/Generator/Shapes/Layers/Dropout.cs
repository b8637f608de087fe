using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of dropout.</summary>
internal static class DropoutInference
{
    public static InferredLayer Infer(DropoutSpec layer, ValueShape input) =>
        !(layer.Rate >= 0 && layer.Rate < 1) ? InferredLayer.Impossible("has a rate that is not from 0 to less than 1", "rate")
        // The gradients of sequences have no step of training to draw a mask by.
        : input.IsStream ? InferredLayer.Endless("drops elements by the step of a training")
        : new InferredLayer(input, input, new([]), Operations: 0);
}
