using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a normalisation: a mean and a deviation for each feature, which are constants.</summary>
internal static class NormalizationInference
{
    public static InferredLayer Infer(NormalizationSpec layer, ValueShape input) =>
        !(layer.Clip > 0) ? InferredLayer.Impossible("has a clip that is not above 0", "Clip")
        : new InferredLayer(
            input, input,
            new([
                ParameterShape.OfFeatures("mean", ParameterRole.Mean, input.Features),
                ParameterShape.OfFeatures("deviation", ParameterRole.Deviation, input.Features),
            ]),
            Operations: 2L * input.Size);
}
