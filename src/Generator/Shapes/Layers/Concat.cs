using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of values whose features are put one behind the other: all have the same positions.</summary>
internal static class ConcatInference
{
    public static InferredLayer Infer(IReadOnlyList<ValueShape> inputs)
    {
        if (inputs.Count < 2)
            return InferredLayer.Impossible("joins at least two values: name them", "values");
        return inputs.FirstOrDefault(input => !input.HasPositionsOf(inputs[0])) is { Rank: > 0 } other
            ? InferredLayer.Impossible($"joins the features of values with the same positions, but is given {inputs[0]} and {other}", "values")
            : new InferredLayer(
                inputs[0], inputs[0].WithFeatures((int)Math.Min(int.MaxValue, inputs.Sum(input => (long)input.Features))), new([]), Operations: 0);
    }
}
