using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a gain and a shift for each feature.</summary>
internal sealed class ScaleEmitter(NetworkPlan network, ScalePlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "lanes hold features; gradients are summed over the positions in order.";

    protected override string Forward(ForwardStep step, string to) =>
        $"ScaleAndShift.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, {Tensor("parameters", 1)}, "
        + $"ref {to}, {Positions}, {Layer.Units});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"ScaleAndShift.AddGradient<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Delta)}, "
        + $"{Tensor("gradient", 0)}, {Tensor("gradient", 1)}, {Positions}, {Layer.Units});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"ScaleAndShift.InputGradient<{Type}>({Tensor("parameters", 0)}, ref {Words.Name(step.Delta)}, ref {below}, {Positions}, {Layer.Units});";
}
