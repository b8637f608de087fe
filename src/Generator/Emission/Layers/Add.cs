using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a sum of values.</summary>
internal sealed class AddEmitter(NetworkPlan network, AddPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "element by element, in the order of the values.";

    protected override string Forward(ForwardStep step, string to) => string.Join("\n",
    [
        $"Joins.Sum(ref {Words.Name(step.Inputs[0])}, ref {Words.Name(step.Inputs[1])}, ref {to}, {Elements});",
        .. step.Inputs.Skip(2).Select(input => $"Joins.Add(ref {to}, ref {Words.Name(input)}, {Elements});"),
    ]);

    protected override string InputGradient(InputGradientStep step, string below) => Pass(step, Elements);
}
