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
        $"Joins.{(step.Adds ? "Add" : "Copy")}Columns({Words.At(Words.Name(step.Delta), Column(step.Index))}, {Layer.Units}, "
        + $"ref {below}, {_widths[step.Index]}, {Positions}, {_widths[step.Index]});";

    private int Column(int index) => _widths.Take(index).Sum();
}
