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

/// <summary>Words a causal convolution where time has no end.</summary>
internal sealed class ConvolutionStepsEmitter(NetworkPlan network, ConvolutionStepsPlan layer) : LayerEmitter(network, layer)
{
    public override string Label => layer.Node.Spec.Label;

    public override string Plan => "what the kernel sees at each step lies in a row: "
        + (layer.Forward is null ? "each is convolved on its own, lanes hold filters." : "these are multiplied by the weights, lanes hold filters.");

    private bool TakesSpare => layer.SpareLength > 0;

    /// <summary>The kernel, its dilation and the features.</summary>
    private string Slide => $"{layer.Spec.KernelWidth}, {layer.Spec.Dilation}, {layer.Inputs}";

    public override string ForwardCall(ForwardStep step)
    {
        string sums = Words.Name(step.Sums), output = Words.Name(step.Output), kept = Words.Name(step.Kept);
        string activate = layer.Activation switch
        {
            Declaration.Activation.Linear => "",
            Declaration.Activation.Softmax => $"\nSoftmaxFunction.Apply<{Type}>(ref {sums}, ref {output}, rows, {layer.Units});",
            _ when layer.ActivatesInRegister => "",
            _ => $"\nElementwise.Apply<{layer.Activation}, {Type}>(ref {sums}, ref {output}, {Words.Times("rows", layer.Units)});",
        };
        return $"StateMemory.Slide<{Type}>(states, {StateOffset}, ref {Words.Name(step.Input)}, ref {kept}, rows / steps, steps, {Slide});\n"
            + $"{Kernel("Forward")}<TVector>(ref {kept}, ref parameters, ref {sums}, rows);{activate}";
    }

    public override string ParameterGradientCall(ParameterGradientStep step) =>
        $"{Kernel("ParameterGradient")}<TVector>(ref {Words.Name(step.Kept)}, ref {Words.Name(step.Delta)}, "
        + $"ref gradient, {(TakesSpare ? "ref spare, " : "")}rows);";

    public override string InputGradientCall(InputGradientStep step) =>
        $"{Kernel("WindowGradient")}<TVector>(ref {Words.Name(step.Delta)}, ref parameters, {(layer.Forward is null ? "" : "ref packed, ")}"
        + $"ref {Words.Name(step.Kept)}, rows);\n"
        + $"StateMemory.SlideBack<{Type}>(ref {Words.Name(step.Kept)}, ref {Words.Name(step.Below)}, rows / steps, steps, {Slide});";

    public override void WriteKernels(SourceWriter writer, string gradient)
    {
        if (layer.Forward is null)
            WriteSizes(writer);
        WriteForward(writer);
        WriteParameterGradient(writer);
        WriteWindowGradient(writer);
    }

    private void WriteSizes(SourceWriter writer)
    {
        writer.Line();
        writer.Line($"""
            /// <summary>Layer {layer.Number}: what the kernel sees, as a sequence of {Words.Count(layer.Spec.KernelWidth, "step")}.</summary>
            private static ConvolutionShape {Kernel("Sizes")} => new(
                Height: 1, Width: {layer.Spec.KernelWidth}, Channels: {layer.Inputs}, Filters: {layer.Units},
                KernelHeight: 1, KernelWidth: {layer.Spec.KernelWidth}, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1,
                PadTop: 0, PadBottom: 0, PadLeft: 0, PadRight: 0, Groups: {layer.Spec.Groups});
            """);
    }

    private void WriteForward(SourceWriter writer)
    {
        writer.Line();
        string filters = Words.Count(layer.Units, "filter");
        writer.Line($"/// <summary>Layer {layer.Number}, forward: {filters}, applied to what the kernel sees at each step.</summary>");
        using (Method(writer, "Forward", $"ref {Type} windows, ref {Type} parameters, ref {Type} output, nuint rows"))
        {
            string start = layer.HasBias ? Tensor("parameters", 1) : $"ref Zeros<{Type}>.Reference";
            if (layer.Forward is null)
            {
                writer.Line($"Convolution.Forward<{Type}>(ref windows, {Tensor("parameters", 0)}, {start}, ref output, rows, {Kernel("Sizes")});");
                return;
            }

            ProductEmitter.Write(
                writer, layer.Forward, Type,
                $"ref windows, {Tensor("parameters", 0)}, count: {layer.WindowWidth}, {start}, startStep: {(layer.HasBias ? 1 : 0)}, "
                + $"ref output, ref output, rows, columns: {layer.Units}");
        }
    }

    private void WriteParameterGradient(SourceWriter writer)
    {
        writer.Line();
        writer.Line($"/// <summary>Layer {layer.Number}, backward: adds the gradients of weights and biases, over all steps of all sequences.</summary>");
        string parameters = $"ref {Type} windows, ref {Type} delta, ref {Type} gradient, {(TakesSpare ? $"ref {Type} spare, " : "")}nuint rows";
        using (Method(writer, "ParameterGradient", parameters))
        {
            if (layer.WeightGradient is null)
            {
                string bias = layer.HasBias ? Tensor("gradient", 1) : $"ref Unsafe.NullRef<{Type}>()";
                writer.Line($"Convolution.AddGradient<{Type}>(ref windows, ref delta, {Tensor("gradient", 0)}, {bias}, rows, {Kernel("Sizes")});");
                return;
            }

            ProductEmitter.Write(
                writer, layer.WeightGradient, Type, element => Words.At("gradient", layer.Parameters[0].Offset + element),
                "windows", layer.WindowWidth, "delta", layer.Units);
            if (layer.HasBias)
                writer.Line($"MatrixOperations.AddColumnSums<{Type}>(ref delta, rows, {layer.Units}, {Tensor("gradient", 1)});");
        }
    }

    private void WriteWindowGradient(SourceWriter writer)
    {
        writer.Line();
        writer.Line($"/// <summary>Layer {layer.Number}, backward: the gradient of what the kernel sees at each step, which it replaces.</summary>");
        string parameters = $"ref {Type} delta, ref {Type} parameters, {(layer.Forward is null ? "" : $"ref {Type} packed, ")}ref {Type} windows, nuint rows";
        using (Method(writer, "WindowGradient", parameters))
        {
            if (layer.WindowGradient is null)
            {
                writer.Line($"Convolution.InputGradient<{Type}>({Tensor("parameters", 0)}, ref delta, ref windows, rows, {Kernel("Sizes")});");
                return;
            }

            writer.Line("// The weights by filters, so that lanes hold inputs.");
            writer.Line($"MatrixOperations.Transpose<{Type}>({Tensor("parameters", 0)}, {layer.WindowWidth}, {layer.Units}, ref packed);");
            ProductEmitter.Write(
                writer, layer.WindowGradient, Type,
                $"ref delta, ref packed, count: {layer.Units}, ref Zeros<{Type}>.Reference, startStep: 0, ref windows, ref windows, "
                + $"rows, columns: {layer.WindowWidth}");
        }
    }

    private SourceWriter.Block Method(SourceWriter writer, string task, string parameters)
    {
        writer.Line("[MethodImpl(Tiles.LayerMethod)]");
        writer.Line($"private static void {Kernel(task)}<TVector>({parameters})");
        writer.Line($"    where TVector : struct, ISimdBlock<TVector, {Type}>");
        return writer.Open();
    }
}
