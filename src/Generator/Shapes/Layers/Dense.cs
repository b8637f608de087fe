using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a dense layer: weights [units][inputs], and a bias per unit.</summary>
internal static class DenseInference
{
    public static InferredLayer Infer(DenseSpec layer, ValueShape input) => new(
        input,
        new ValueShape(layer.Units),
        new EquatableArray<ParameterShape>(
        [
            new ParameterShape("weight", ParameterRole.Weight, new EquatableArray<int>([layer.Units, input.Size]), input.Size, layer.Units),
            new ParameterShape("bias", ParameterRole.Bias, new EquatableArray<int>([layer.Units]), input.Size, layer.Units),
        ]),
        Operations: 2L * input.Size * layer.Units);
}
