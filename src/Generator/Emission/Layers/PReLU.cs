using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a rectifier with slopes.</summary>
internal sealed class PReLUEmitter(NetworkPlan network, PReLUPlan layer) : RuntimeLayerEmitter(network, layer)
{
    private string Slopes => $"{Positions}, {Layer.Units}, perFeature: {(layer.PerFeature ? "true" : "false")}";

    public override string Plan => "lanes hold features; gradients are summed over the positions in order.";

    protected override string Forward(ForwardStep step, string to) =>
        $"PReLUFunction.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, ref {to}, {Slopes});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"PReLUFunction.AddGradient<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Delta)}, {Tensor("gradient", 0)}, {Slopes});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"PReLUFunction.InputGradient<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, ref {Words.Name(step.Delta)}, ref {below}, {Slopes});";
}
