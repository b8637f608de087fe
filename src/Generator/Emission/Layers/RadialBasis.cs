using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a radial basis layer: calls of the runtime's kernels.</summary>
internal sealed class RadialBasisEmitter(NetworkPlan network, LayerPlan layer) : LayerEmitter(network, layer)
{
    public override string Label => "radial basis";

    public override string Gradient => "∂L/∂h";

    public override string Plan => "lanes hold units; each distance is summed over the inputs in order.";

    public override string ForwardCall(ForwardStep step) =>
        $"{Kernel("Forward")}(ref {Words.Name(step.Input)}, ref parameters, ref {Words.Name(step.Sums)}, ref {Words.Name(step.Output)}, rows);";

    public override string ParameterGradientCall(ParameterGradientStep step) =>
        $"{Kernel("ParameterGradient")}(ref {Words.Name(step.Input)}, ref parameters, ref {Words.Name(step.Sums)}, ref {Words.Name(step.Output)}, "
        + $"ref {Words.Name(step.Delta)}, ref gradient, rows);";

    public override string InputGradientCall(InputGradientStep step) =>
        $"{Kernel("InputGradient")}(ref {Words.Name(step.Input)}, ref parameters, ref {Words.Name(step.Output)}, ref {Words.Name(step.Delta)}, "
        + $"{(Layer.Below is null ? "" : $"ref {Words.Name(step.Source)}, ")}ref {Words.Name(step.Below)}, rows);";

    public override void WriteKernels(SourceWriter writer, string gradient)
    {
        writer.Line();
        string inputs = Words.Count(Layer.Inputs, "input"), centres = Words.Count(Layer.Units, "centre");
        writer.Line($$"""
            /// <summary>Layer {{Layer.Number}}, forward: hⱼ = exp(zⱼ) with zⱼ = −βⱼ‖x − cⱼ‖², {{inputs}}, {{centres}}.</summary>
            private static void {{Kernel("Forward")}}(ref {{Type}} input, ref {{Type}} parameters, ref {{Type}} sums, ref {{Type}} output, nuint rows) =>
                RadialBasisFunctions.Forward<{{Type}}>(
                    ref input, {{Tensor("parameters", 0)}}, {{Tensor("parameters", 1)}}, ref sums, ref output, rows, {{Layer.Inputs}}, {{Layer.Units}});
            """);
        writer.Line();
        writer.Line($$"""
            /// <summary>Layer {{Layer.Number}}, backward: adds ∂L/∂c and ∂L/∂ρ, given δ = ∂L/∂h.</summary>
            private static void {{Kernel("ParameterGradient")}}(
                ref {{Type}} input, ref {{Type}} parameters, ref {{Type}} sums, ref {{Type}} output, ref {{Type}} delta, ref {{Type}} gradient, nuint rows) =>
                RadialBasisFunctions.AddGradient<{{Type}}>(
                    ref input, {{Tensor("parameters", 0)}}, {{Tensor("parameters", 1)}}, ref sums, ref output, ref delta,
                    {{Tensor("gradient", 0)}}, {{Tensor("gradient", 1)}}, rows, {{Layer.Inputs}}, {{Layer.Units}});
            """);
        writer.Line();
        writer.Line($"/// <summary>Layer {Layer.Number}, backward: {gradient} = −Σⱼ 2βⱼδⱼhⱼ(x − cⱼ){DerivativeBelow}.</summary>");
        string parameters = $"ref {Type} input, ref {Type} parameters, ref {Type} output, ref {Type} delta, "
            + $"{(Layer.Below is null ? "" : $"ref {Type} source, ")}ref {Type} below, nuint rows";
        using (writer.Open($"private static void {Kernel("InputGradient")}({parameters})"))
        {
            writer.Line($"""
                RadialBasisFunctions.InputGradient<{Type}>(
                    ref input, {Tensor("parameters", 0)}, {Tensor("parameters", 1)}, ref output, ref delta, ref below, rows, {Layer.Inputs}, {Layer.Units});
                """);
            if (Layer.Below is { } below)
            {
                writer.Line();
                writer.Line(MultiplyPositions(below, "below", "source", Type));
            }
        }
    }
}
