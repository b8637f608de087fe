using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a value as one vector, where that has to be copied.</summary>
internal sealed class FlattenEmitter(NetworkPlan network, FlattenPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "its input as it lies.";

    protected override string Forward(ForwardStep step, string to) => $"Tiles.Copy(ref {Words.Name(step.Input)}, ref {to}, {Elements});";

    protected override string InputGradient(InputGradientStep step, string below) => Pass(step, Elements);
}
