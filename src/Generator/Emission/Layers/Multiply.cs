using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a product of two values.</summary>
internal sealed class MultiplyEmitter(NetworkPlan network, MultiplyPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "element by element.";

    protected override string Forward(ForwardStep step, string to) =>
        $"Joins.Multiply(ref {Words.Name(step.Inputs[0])}, ref {Words.Name(step.Inputs[1])}, ref {to}, {Elements});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"Joins.Multiply(ref {Words.Name(step.Delta)}, ref {Words.Name(step.Inputs[1 - step.Index])}, ref {below}, {Elements});";
}
