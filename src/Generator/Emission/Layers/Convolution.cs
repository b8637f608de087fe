using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a convolution.</summary>
internal sealed class ConvolutionEmitter(NetworkPlan network, ConvolutionPlan layer) : RuntimeLayerEmitter(network, layer)
{
    /// <summary>The sizes, by name: there are fifteen.</summary>
    private string Shape
    {
        get
        {
            Declaration.ConvolutionSpec spec = layer.Spec;
            Shapes.ValueShape input = layer.Node.Inferred.Input;
            int strideHeight = spec.OfImages ? spec.Stride : 1, dilationHeight = spec.OfImages ? spec.Dilation : 1;
            return $"new ConvolutionShape({input.Height}, {input.Width}, {input.Features}, {spec.Filters}, "
                + $"{spec.KernelHeight}, {spec.KernelWidth}, {strideHeight}, {spec.Stride}, {dilationHeight}, {spec.Dilation}, "
                + $"{layer.PadHeight.Before}, {layer.PadHeight.Behind}, {layer.PadWidth.Before}, {layer.PadWidth.Behind}, {spec.Groups})";
        }
    }

    public override string Plan => $"lanes hold filters; a sum runs over the kernel's positions in order, and at each over the features. "
        + $"A {layer.Spec.KernelHeight} × {layer.Spec.KernelWidth} kernel over {layer.Node.Inferred.Input} gives {layer.Node.Inferred.Output}.";

    private string Bias(string vector, string otherwise) => layer.Parameters.Count > 1 ? Tensor(vector, 1) : $"ref {otherwise}";

    protected override string Forward(ForwardStep step, string to) =>
        $"Convolution.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, "
        + $"{Bias("parameters", $"Zeros<{Type}>.Reference")}, ref {to}, rows, {Shape});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"Convolution.AddGradient<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Delta)}, "
        + $"{Tensor("gradient", 0)}, {Bias("gradient", $"Unsafe.NullRef<{Type}>()")}, rows, {Shape});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"Convolution.InputGradient<{Type}>({Tensor("parameters", 0)}, ref {Words.Name(step.Delta)}, ref {below}, rows, {Shape});";
}
