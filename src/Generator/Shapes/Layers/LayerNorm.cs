using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of layer normalisation: a gain and a shift for each feature.</summary>
internal static class LayerNormInference
{
    public static InferredLayer Infer(LayerNormSpec layer, ValueShape input) =>
        !(layer.Epsilon > 0 && layer.Epsilon < 1) ? InferredLayer.Impossible("has an epsilon that is not between 0 and 1", "Epsilon")
        : new InferredLayer(
            input, input,
            new([
                ParameterShape.OfFeatures("weight", ParameterRole.Gain, input.Features),
                ParameterShape.OfFeatures("bias", ParameterRole.Bias, input.Features),
            ]),
            // The mean, the variance, and what becomes of each element.
            Operations: 7L * input.Size);
}
