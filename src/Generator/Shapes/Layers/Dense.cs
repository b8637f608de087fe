using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a dense layer: weights [units][features], and a bias per unit.</summary>
internal static class DenseInference
{
    public static InferredLayer Infer(DenseSpec layer, ValueShape input)
    {
        var weights = new ParameterShape("weight", ParameterRole.Weight, new([layer.Units, input.Features]), input.Features, layer.Units);
        var bias = new ParameterShape("bias", ParameterRole.Bias, new([layer.Units]), input.Features, layer.Units);
        return new InferredLayer(
            input, input.WithFeatures(layer.Units), new(layer.HasBias ? [weights, bias] : [weights]), Operations: 2L * input.Size * layer.Units);
    }
}
