using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of a layer that makes one vector of a value.</summary>
internal static class FlattenInference
{
    public static InferredLayer Infer(ValueShape input) => new(
        input, input.Rank == 1 ? input : ValueShape.Vector(input.Size), new([]), Operations: 0);
}
