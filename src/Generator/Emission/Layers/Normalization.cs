using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a normalisation by constants.</summary>
internal sealed class NormalizationEmitter(NetworkPlan network, NormalizationPlan layer) : RuntimeLayerEmitter(network, layer)
{
    private readonly string _clip = Literals.Of(layer.Clip, network.Type());

    public override string Plan => "lanes hold features; constants, which no training changes.";

    protected override string Forward(ForwardStep step, string to) =>
        $"Normalizing.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, {Tensor("parameters", 1)}, "
        + $"ref {to}, {Positions}, {Layer.Units}, {_clip});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"Normalizing.InputGradient<{Type}>(ref {Words.Name(step.Output)}, {Tensor("parameters", 1)}, ref {Words.Name(step.Delta)}, "
        + $"ref {below}, {Positions}, {Layer.Units}, {_clip});";
}
