using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a rectifier with slopes: one for each feature, or one for all.</summary>
internal static class PReLUInference
{
    public static InferredLayer Infer(PReLUSpec layer, ValueShape input) => new(
        input, input, new([ParameterShape.OfFeatures("weight", ParameterRole.Slope, layer.PerFeature ? input.Features : 1)]), Operations: input.Size);
}
