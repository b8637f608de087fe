namespace Generated.Generator.Shapes;

/// <summary>The shapes of a sequence's last step.</summary>
internal static class LastStepInference
{
    public static InferredLayer Infer(ValueShape input) => input.IsStream ? InferredLayer.Endless("takes the last step of a sequence") : input.Rank != 2
        ? InferredLayer.Impossible($"takes a sequence, but is given {input}")
        : new InferredLayer(input, ValueShape.Vector(input.Features), new([]), Operations: 0);
}
