using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a gain and a shift for each feature.</summary>
internal static class ScaleInference
{
    public static InferredLayer Infer(ValueShape input) => new(
        input, input,
        new([ParameterShape.OfFeatures("weight", ParameterRole.Gain, input.Features), ParameterShape.OfFeatures("bias", ParameterRole.Bias, input.Features)]),
        Operations: 2L * input.Size);
}
