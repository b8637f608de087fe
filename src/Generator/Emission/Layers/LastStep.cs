using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words the last step of a sequence.</summary>
internal sealed class LastStepEmitter(NetworkPlan network, LastStepPlan layer) : RuntimeLayerEmitter(network, layer)
{
    private readonly int _start = layer.Node.Inputs - layer.Units;

    public override string Plan => "a copy of the last step.";

    protected override string Forward(ForwardStep step, string to) =>
        $"Joins.CopyColumns({Words.At(Words.Name(step.Input), _start)}, {Layer.Node.Inputs}, ref {to}, {Layer.Units}, rows, {Layer.Units});";

    protected override string InputGradient(InputGradientStep step, string below)
    {
        string columns = $"Columns(ref {Words.Name(step.Delta)}, {Layer.Units}, {Words.At(below, _start)}, {Layer.Node.Inputs}, rows, {Layer.Units});";
        return step.Adds ? "Joins.Add" + columns : $"Joins.Clear(ref {below}, {Words.Times("rows", Layer.Node.Inputs)});\nJoins.Copy{columns}";
    }
}
