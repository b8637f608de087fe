using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>
/// The shapes of a convolution: weights [filters][features of a group][height][width] (without the height over sequences),
/// and a bias per filter.
/// </summary>
internal static class ConvolutionInference
{
    /// <summary>The filters that a layer without a bias may have: the runtime keeps so many zeros.</summary>
    private const int MostWithoutBias = 1024;

    /// <summary>The values that a layer may remember of steps before.</summary>
    private const int MostHistory = 1 << 24;

    public static InferredLayer Infer(ConvolutionSpec layer, ValueShape input)
    {
        if (input.IsStream && !layer.OfImages)
            return InferStreaming(layer, input);
        if (input.Rank != (layer.OfImages ? 3 : 2))
            return InferredLayer.Impossible($"takes {(layer.OfImages ? "an image" : "a sequence")}, but is given {input}");
        if (layer.OfImages && layer.Padding == Padding.Causal)
            return InferredLayer.Impossible("is padded causally, which sequences alone can be", "Padding");
        if (GroupsProblem(layer, input) is { } problem)
            return problem;
        int height = layer.OfImages ? Outputs(input.Height, layer.KernelHeight, layer) : 1, width = Outputs(input.Width, layer.KernelWidth, layer);
        if (height < 1 || width < 1)
        {
            int reachHeight = Reach(layer.OfImages ? layer.KernelHeight : 1, layer), reachWidth = Reach(layer.KernelWidth, layer);
            return InferredLayer.Impossible(
                $"has a kernel that reaches over {reachHeight}×{reachWidth} positions, but is given {input}", "Kernel");
        }

        return InferOutput(layer, input, input with { Height = height, Width = width, Features = layer.Filters });
    }

    /// <summary>The steps before the present one that a convolution over time sees.</summary>
    public static int PastOf(ConvolutionSpec layer) => Reach(layer.KernelWidth, layer) - 1;

    /// <summary>A convolution where time has no end: each step is given by those before it.</summary>
    private static InferredLayer InferStreaming(ConvolutionSpec layer, ValueShape input)
    {
        if (layer.Padding != Padding.Causal)
            return InferredLayer.Impossible($"has padding {layer.Padding}, but in a streaming network it is causal", "Padding");
        if (layer.Stride != 1)
            return InferredLayer.Impossible($"has stride {layer.Stride}, but in a streaming network it gives an output at every step: expected 1", "Stride");
        if ((double)PastOf(layer) * input.Features > MostHistory)
        {
            return InferredLayer.Impossible(
                $"remembers {PastOf(layer)} steps of {input.Features} features, but at most {MostHistory} values are possible", "Kernel");
        }

        return GroupsProblem(layer, input) ?? InferOutput(layer, input, input.WithFeatures(layer.Filters)) with
        {
            // What the kernel sees at each step.
            Kept = (long)layer.KernelWidth * input.Features,
        };
    }

    private static InferredLayer? GroupsProblem(ConvolutionSpec layer, ValueShape input) =>
        input.Features % layer.Groups == 0 && layer.Filters % layer.Groups == 0 ? null : InferredLayer.Impossible(
            $"has {layer.Groups} groups, which divide neither {input.Features} features nor {layer.Filters} filters, or only one of them", "Groups");

    private static InferredLayer InferOutput(ConvolutionSpec layer, ValueShape input, ValueShape output)
    {
        if (!layer.HasBias && layer.Filters > MostWithoutBias)
            return InferredLayer.Impossible($"has {layer.Filters} filters without a bias; {MostWithoutBias} are the most", "filters");
        int features = input.Features / layer.Groups, fanIn = features * layer.KernelHeight * layer.KernelWidth;
        int fanOut = layer.Filters / layer.Groups * layer.KernelHeight * layer.KernelWidth;
        int[] lengths = layer.OfImages ? [layer.Filters, features, layer.KernelHeight, layer.KernelWidth] : [layer.Filters, features, layer.KernelWidth];
        var weights = new ParameterShape("weight", ParameterRole.Weight, new(lengths), fanIn, fanOut);
        var bias = new ParameterShape("bias", ParameterRole.Bias, new([layer.Filters]), fanIn, fanOut);
        return new InferredLayer(input, output, new(layer.HasBias ? [weights, bias] : [weights]), Operations: 2L * output.Size * fanIn);
    }

    /// <summary>The zeros before and behind a direction of so many positions.</summary>
    public static (int Before, int Behind) Pad(ConvolutionSpec layer, int kernel)
    {
        int reach = Reach(kernel, layer) - 1;
        return layer.Padding switch
        {
            Padding.Same => (reach / 2, reach - reach / 2),
            Padding.Causal => (reach, 0),
            _ => (0, 0),
        };
    }

    /// <summary>The positions that a kernel reaches over.</summary>
    private static int Reach(int kernel, ConvolutionSpec layer) => (int)System.Math.Min(int.MaxValue, (kernel - 1L) * layer.Dilation + 1);

    private static int Outputs(int length, int kernel, ConvolutionSpec layer)
    {
        (int before, int behind) = Pad(layer, kernel);
        long room = (long)length + before + behind - Reach(kernel, layer);
        return room < 0 ? 0 : (int)(room / layer.Stride + 1);
    }
}
