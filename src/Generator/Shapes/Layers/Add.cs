using System.Collections.Generic;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a sum: all values have one.</summary>
internal static class AddInference
{
    public static InferredLayer Infer(IReadOnlyList<ValueShape> inputs) => inputs.Count < 2
        ? InferredLayer.Impossible("adds at least two values: name what is added to the layer before it", "others")
        : InferredLayer.Alike(inputs, "adds", "others");
}
