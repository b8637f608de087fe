using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of pooling.</summary>
internal static class PoolInference
{
    public static InferredLayer Infer(PoolSpec layer, ValueShape input)
    {
        if (input.IsStream)
            return InferredLayer.Endless("takes windows of a sequence");
        if (input.Rank == 1)
            return InferredLayer.Impossible($"takes a sequence or an image, but is given a vector of {input.Features}");
        int height = input.Rank == 3 ? Windows(input.Height, layer) : 1, width = Windows(input.Width, layer);
        return height < 1 || width < 1
            ? InferredLayer.Impossible($"has windows of {layer.Size}, but is given {input}", "size")
            : new InferredLayer(
                input, input with { Height = height, Width = width }, new([]),
                Operations: (long)height * width * input.Features * layer.Size * (input.Rank == 3 ? layer.Size : 1));
    }

    public static InferredLayer InferGlobal(ValueShape input) => input.IsStream ? InferredLayer.Endless("takes a mean over all steps") : input.Rank == 1
        ? InferredLayer.Impossible($"takes a sequence or an image, but is given a vector of {input.Features}")
        : new InferredLayer(input, ValueShape.Vector(input.Features), new([]), Operations: input.Size);

    private static int Windows(int length, PoolSpec layer) => length < layer.Size ? 0 : (length - layer.Size) / layer.Stride + 1;
}
