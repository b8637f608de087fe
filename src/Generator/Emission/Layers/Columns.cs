using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words the features of several values, one behind the other.</summary>
internal sealed class ConcatEmitter(NetworkPlan network, ConcatPlan layer) : RuntimeLayerEmitter(network, layer)
{
    private readonly int[] _widths = [.. layer.Node.Sources.Select(source => network.Graph.Values[source].Shape.Features)];

    public override string Plan => "copies of its inputs' features.";

    protected override string Forward(ForwardStep step, string to) => string.Join("\n", step.Inputs.Select((input, i) =>
        $"Joins.CopyColumns(ref {Words.Name(input)}, {_widths[i]}, {Words.At(to, Column(i))}, {Layer.Units}, {Positions}, {_widths[i]});"));

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"Joins.{(step.Adds ? "Add" : "Copy")}Columns({Words.At(Words.Name(step.Delta), Column(step.Index))}, {Layer.Units}, ref {below}, {_widths[step.Index]}, {Positions}, {_widths[step.Index]});";

    private int Column(int index) => _widths.Take(index).Sum();
}

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

/// <summary>Words a value as one vector, where that has to be copied.</summary>
internal sealed class FlattenEmitter(NetworkPlan network, FlattenPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "its input as it lies.";

    protected override string Forward(ForwardStep step, string to) => $"Tiles.Copy(ref {Words.Name(step.Input)}, ref {to}, {Elements});";

    protected override string InputGradient(InputGradientStep step, string below) => Pass(step, Elements);
}
