using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of layers that join several values.</summary>
internal static class JoinInference
{
    public static InferredLayer InferSum(IReadOnlyList<ValueShape> inputs) =>
        inputs.Count < 2 ? InferredLayer.Impossible("adds at least two values: name what is added to the layer before it", "others")
        : Alike(inputs, "adds", "others");

    public static InferredLayer InferProduct(IReadOnlyList<ValueShape> inputs) => Alike(inputs, "multiplies", "other");

    public static InferredLayer InferConcat(IReadOnlyList<ValueShape> inputs)
    {
        if (inputs.Count < 2)
            return InferredLayer.Impossible("joins at least two values: name them", "values");
        return inputs.FirstOrDefault(input => !input.HasPositionsOf(inputs[0])) is { Rank: > 0 } other
            ? InferredLayer.Impossible($"joins the features of values with the same positions, but is given {inputs[0]} and {other}", "values")
            : new InferredLayer(inputs[0], inputs[0].WithFeatures((int)System.Math.Min(int.MaxValue, inputs.Sum(input => (long)input.Features))), new([]), Operations: 0);
    }

    private static InferredLayer Alike(IReadOnlyList<ValueShape> inputs, string verb, string argument) =>
        inputs.FirstOrDefault(input => input != inputs[0]) is { Rank: > 0 } other
            ? InferredLayer.Impossible($"{verb} values of one shape, but is given {inputs[0]} and {other}", argument)
            : new InferredLayer(inputs[0], inputs[0], new([]), Operations: (inputs.Count - 1L) * inputs[0].Size);
}
