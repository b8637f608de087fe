using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words some neighbouring features of a value.</summary>
internal sealed class SliceEmitter(NetworkPlan network, SlicePlan layer) : RuntimeLayerEmitter(network, layer)
{
    private readonly int _start = ((Declaration.SliceSpec)layer.Node.Spec).Start;

    public override string Plan => "a copy of some features.";

    protected override string Forward(ForwardStep step, string to) =>
        $"Joins.CopyColumns({Words.At(Words.Name(step.Input), _start)}, {Layer.Inputs}, ref {to}, {Layer.Units}, {Positions}, {Layer.Units});";

    protected override string InputGradient(InputGradientStep step, string below)
    {
        string columns = $"Columns(ref {Words.Name(step.Delta)}, {Layer.Units}, {Words.At(below, _start)}, {Layer.Inputs}, {Positions}, {Layer.Units});";
        return step.Adds ? "Joins.Add" + columns : $"Joins.Clear(ref {below}, {Words.Times("rows", Layer.Node.Inputs)});\nJoins.Copy{columns}";
    }
}
