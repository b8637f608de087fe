using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a radial basis layer: centres [units][inputs], and ρ = ln β per unit.</summary>
internal static class RadialBasisInference
{
    public static InferredLayer Infer(RadialBasisSpec layer, ValueShape input) => input.Rank != 1
        ? InferredLayer.Impossible($"takes a vector, but is given {input}: flatten it first")
        : new InferredLayer(
            input,
            input.WithFeatures(layer.Units),
            new EquatableArray<ParameterShape>(
            [
                new ParameterShape("weight", ParameterRole.Center, new EquatableArray<int>([layer.Units, input.Size]), input.Size, layer.Units),
                new ParameterShape("bias", ParameterRole.LogWidth, new EquatableArray<int>([layer.Units]), input.Size, layer.Units),
            ]),
            // A difference, its square and a sum for each coordinate.
            Operations: 3L * input.Size * layer.Units);
}
