using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a convolution.</summary>
internal sealed class ConvolutionEmitter(NetworkPlan network, ConvolutionPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "lanes hold filters; a sum runs over the kernel's positions in order, and at each over the features. "
        + $"{Words.Capitalised(SizesSummary)}.";

    protected override string SizesSummary =>
        $"a {layer.Spec.KernelHeight} × {layer.Spec.KernelWidth} kernel over {layer.Node.Inferred.Input} gives {layer.Node.Inferred.Output}";

    protected override (string Type, string Arguments)? SizesExpression
    {
        get
        {
            Declaration.ConvolutionSpec spec = layer.Spec;
            Shapes.ValueShape input = layer.Node.Inferred.Input;
            return ("ConvolutionShape",
                $"Height: {input.Height}, Width: {input.Width}, Channels: {input.Features}, Filters: {spec.Filters},\n"
                + $"    KernelHeight: {spec.KernelHeight}, KernelWidth: {spec.KernelWidth}, StrideHeight: {layer.StrideHeight}, StrideWidth: {spec.Stride},\n"
                + $"    DilationHeight: {layer.DilationHeight}, DilationWidth: {spec.Dilation}, "
                + $"PadTop: {layer.PadHeight.Before}, PadBottom: {layer.PadHeight.Behind},\n"
                + $"    PadLeft: {layer.PadWidth.Before}, PadRight: {layer.PadWidth.Behind}, Groups: {spec.Groups}");
        }
    }

    private string Bias(string vector, string otherwise) => layer.Parameters.Count > 1 ? Tensor(vector, 1) : $"ref {otherwise}";

    protected override string Forward(ForwardStep step, string to) =>
        $"Convolution.Forward<{Type}>(\n    ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, "
        + $"{Bias("parameters", $"Zeros<{Type}>.Reference")}, ref {to}, rows, {Sizes});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"Convolution.AddGradient<{Type}>(\n    ref {Words.Name(step.Input)}, ref {Words.Name(step.Delta)}, "
        + $"{Tensor("gradient", 0)}, {Bias("gradient", $"Unsafe.NullRef<{Type}>()")}, rows, {Sizes});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"Convolution.InputGradient<{Type}>({Tensor("parameters", 0)}, ref {Words.Name(step.Delta)}, ref {below}, rows, {Sizes});";
}
