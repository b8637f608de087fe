using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words layer normalisation.</summary>
internal sealed class LayerNormEmitter(NetworkPlan network, LayerNormPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "mean and variance of each position in two passes, in one order of lanes.";

    protected override string Forward(ForwardStep step, string to) =>
        $"LayerNormalization.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, {Tensor("parameters", 1)}, "
        + $"ref {to}, ref {Words.Name(step.Kept)}, {Positions}, {Layer.Units}, {Literals.Of(layer.Epsilon, Type)});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"LayerNormalization.AddGradient<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Kept)}, ref {Words.Name(step.Delta)}, "
        + $"{Tensor("gradient", 0)}, {Tensor("gradient", 1)}, {Positions}, {Layer.Units});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"LayerNormalization.InputGradient<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, ref {Words.Name(step.Kept)}, "
        + $"ref {Words.Name(step.Delta)}, ref {below}, {Positions}, {Layer.Units});";
}
