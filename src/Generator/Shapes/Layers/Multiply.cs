using System.Collections.Generic;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a product: both values have one.</summary>
internal static class MultiplyInference
{
    public static InferredLayer Infer(IReadOnlyList<ValueShape> inputs) => InferredLayer.Alike(inputs, "multiplies", "other");
}
