using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of an activation function alone.</summary>
internal static class ActivationInference
{
    public static InferredLayer Infer(ValueShape input) => new(input, input, new([]), Operations: 0);
}
