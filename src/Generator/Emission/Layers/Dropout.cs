using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words dropout. Forward passes that keep nothing have no step for it.</summary>
internal sealed class DropoutEmitter(NetworkPlan network, DropoutPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "nothing in Forward; in training a mask that is a hash of seed, step, layer, row and unit, and is not stored.";

    protected override string Forward(ForwardStep step, string to) => Apply(Words.Name(step.Input), to);

    protected override string InputGradient(InputGradientStep step, string below) => Apply(Words.Name(step.Delta), below);

    private string Apply(string from, string to) =>
        $"DropoutMask.Apply(ref {from}, ref {to}, rows, {Layer.Node.Units}, {Literals.Of(layer.Rate, "double")}, layer: {Layer.Number}, step);";
}
