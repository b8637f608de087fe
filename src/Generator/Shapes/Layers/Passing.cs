using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a layer that computes an element from an element, without parameters.</summary>
internal static class PassingInference
{
    public static InferredLayer Infer(ValueShape input) => new(input, input, new([]), Operations: 0);
}
