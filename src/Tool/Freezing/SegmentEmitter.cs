using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Emission;
using PlannedActivation = Generated.Generator.Declaration.Activation;

namespace Generated.Tool.Freezing;

/// <summary>Writes the sums of some units, with the weights as constants, in the order in which the generated network takes them.</summary>
/// <param name="writer">Where to.</param>
/// <param name="network">The network.</param>
/// <param name="layer">The layer.</param>
/// <param name="source">What the layer reads.</param>
/// <param name="staysInRegisters">Whether the layer above reads the registers.</param>
/// <param name="activates">Whether the activation function is applied to them.</param>
internal sealed class SegmentEmitter(SourceWriter writer, FrozenNetwork network, FrozenLayer layer, LayerValues source, bool staysInRegisters, bool activates)
{
    private readonly string _type = network.Type;
    private readonly string _register = $"Vector128<{network.Type}>";
    private readonly string _math = network.Model.Precision == Precision.Single ? "MathF" : "Math";
    private readonly int _lanes = network.Lanes;

    /// <summary>Writes the units of a segment, each register up to its activation function.</summary>
    public void Write(FrozenSegment segment)
    {
        switch (segment.Form)
        {
            case FrozenForm.Registers:
                WriteRegisters(segment);
                break;
            case FrozenForm.Chains:
                WriteChains(segment);
                WriteUnitsAsRegisters(segment);
                break;
            default:
                foreach (int unit in segment.Units.Where(layer.IsRead))
                    WriteDot(segment, unit);
                WriteUnitsAsRegisters(segment);
                break;
        }

        foreach (string units in segment.Groups.Select(first => Register(segment, first)))
        {
            if (activates && FrozenActivation.OfRegister(layer.Activation, units, _type, network.Model.Precision) is { } activated)
                writer.Line($"{units} = {activated};");
        }
    }

    /// <summary>Writes the registers of a segment to memory.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="target">The reference to the layer's outputs.</param>
    /// <param name="hasRoom">Whether there is room for the lanes of a last register that are no units.</param>
    public void WriteStores(FrozenSegment segment, string target, bool hasRoom)
    {
        foreach (int first in segment.Groups)
        {
            string units = Register(segment, first);
            int count = segment.Group(first).Count();
            if (count == _lanes || hasRoom)
            {
                writer.Line($"{units}.StoreUnsafe({Words.At(target, first)});");
                continue;
            }

            for (int lane = 0; lane < count; lane++)
                writer.Line($"{LayerValues.Element(target, first + lane)} = {units}.GetElement({lane});");
        }
    }

    private void WriteRegisters(FrozenSegment segment)
    {
        foreach (int first in segment.Groups)
            writer.Line($"{_register} {Register(segment, first)} = {Constants(segment.Group(first).Select(layer.Bias))};");

        // A part begins with its first term; only the first part has something to add it to.
        var begun = new HashSet<string>();
        foreach (int input in layer.InputsOf(segment.Units))
        {
            writer.Line($"value = Vector128.Create({source.Single(input)});");
            foreach (int first in segment.Groups.Where(first => segment.Group(first).Any(unit => layer.Takes(unit, input))))
            {
                string sum = Register(segment, first, layer.Part(input));
                bool begins = layer.Part(input) > 0 && begun.Add(sum);
                WriteProduct(sum, "value", Constants(segment.Group(first).Select(unit => layer.Weight(unit, input))), begins);
            }
        }

        foreach (int first in segment.Groups)
        {
            if (Joined(part => Register(segment, first, part), part => part == 0 || begun.Contains(Register(segment, first, part))) is { } joined)
                writer.Line($"{Register(segment, first)} = {joined};");
        }
    }

    private void WriteChains(FrozenSegment segment)
    {
        foreach (int unit in segment.Units.Where(layer.IsRead))
            writer.Line($"{_type} {Unit(unit)} = {Number(layer.Bias(unit))};");

        // Input by input, so that neighbouring lines add to different sums: of one behind the other the JIT would make an expression,
        // which takes twice the instructions.
        var begun = new HashSet<string>();
        foreach (int input in layer.InputsOf(segment.Units))
        {
            foreach (int unit in segment.Units.Where(unit => layer.Takes(unit, input)))
            {
                string sum = Unit(unit, layer.Part(input));
                bool begins = layer.Part(input) > 0 && begun.Add(sum);
                string product = $"{source.Single(input)}, {Number(layer.Weight(unit, input))}";
                writer.Line($"{(begins ? $"{_type} " : "")}{sum} = {_math}.FusedMultiplyAdd({product}, {(begins ? Number(0) : sum)});");
            }
        }

        foreach (int unit in segment.Units.Where(layer.IsRead))
        {
            if (Joined(part => Unit(unit, part), part => part == 0 || begun.Contains(Unit(unit, part))) is { } joined)
                writer.Line($"{Unit(unit)} = {joined};");
        }
    }

    private void WriteUnitsAsRegisters(FrozenSegment segment)
    {
        foreach (int first in segment.Groups)
        {
            string[] units = [.. segment.Group(first).Select(unit => layer.IsRead(unit) ? Unit(unit) : Number(0))];
            writer.Line($"{_register} {Register(segment, first)} = {(units.Length == 1 ? $"Vector128.CreateScalar({units[0]})" : Create(units))};");
        }
    }

    /// <summary>A block of 64 bytes of lanes in four quarters, folded in halves; then what fills a register; then one by one.</summary>
    private void WriteDot(FrozenSegment segment, int unit)
    {
        int block = 4 * _lanes, inBlocks = layer.Inputs / block * block;
        string sums = $"{Unit(unit)}Lanes";
        string Quarter(int quarter) => $"{sums}{quarter}";
        string Weights(int first) => Constants(Enumerable.Range(first, _lanes).Select(input => layer.Weight(unit, input)));
        int[] inputs = segment.DotInputs(unit);

        var begun = new SortedSet<int>();
        foreach (int first in inputs.Where(first => first < inBlocks))
        {
            int quarter = first % block / _lanes;
            WriteProduct(Quarter(quarter), source.Register(first), Weights(first), begins: begun.Add(quarter));
        }

        // A quarter without terms is zero.
        string[] halves = [.. new[] { begun.Where(quarter => quarter % 2 == 0), begun.Where(quarter => quarter % 2 == 1) }
            .Select(quarters => string.Join(" + ", quarters.Select(Quarter))).Where(half => half.Length > 0)];
        bool hasLanes = halves.Length > 0;
        if (hasLanes)
            writer.Line($"{_register} {sums} = {(halves.Length == 1 ? halves[0] : $"{Bracketed(halves[0])} + {Bracketed(halves[1])}")};");

        foreach (int first in inputs.Where(first => first >= inBlocks && layer.Together(first, _lanes).Count == _lanes))
        {
            WriteProduct(sums, source.Register(first), Weights(first), begins: !hasLanes);
            hasLanes = true;
        }

        writer.Line($"{_type} {Unit(unit)} = {(hasLanes ? $"SumOfLanes({sums}) + " : "")}{Number(layer.Bias(unit))};");
        foreach (int input in inputs.Where(input => layer.Together(input, _lanes).Count == 1))
            writer.Line($"{Unit(unit)} = {_math}.FusedMultiplyAdd({source.Single(input)}, {Number(layer.Weight(unit, input))}, {Unit(unit)});");
    }

    private void WriteProduct(string sum, string value, string weights, bool begins) => writer.Line(
        $"{(begins ? $"{_register} " : "")}{sum} = Vector128.FusedMultiplyAdd({value}, {weights}, {(begins ? $"{_register}.Zero" : sum)});");

    /// <summary>The parts of a sum together, (0 + 1) + (2 + 3), or null if there is only the first.</summary>
    private string? Joined(Func<int, string> name, Func<int, bool> has)
    {
        string[] halves = [.. new[] { new[] { 0, 1 }, [2, 3] }
            .Select(parts => string.Join(" + ", parts.Where(part => part < layer.Parts && has(part)).Select(name))).Where(half => half.Length > 0)];
        return halves.Length == 2 ? $"{Bracketed(halves[0])} + {Bracketed(halves[1])}" : halves[0] == name(0) ? null : halves[0];
    }

    private static string Bracketed(string sum) => sum.Contains(' ', StringComparison.Ordinal) ? $"({sum})" : sum;

    private string Constants(IEnumerable<double> values) => Create(values.Select(Number));

    /// <summary>A register of given lanes; those that are not given are zero.</summary>
    private string Create(IEnumerable<string> lanes) =>
        $"Vector128.Create({string.Join(", ", lanes.Concat(Enumerable.Repeat(Number(0), _lanes)).Take(_lanes))})";

    private string Number(double value) => Literal.Of(value, network.Model.Precision);

    private string Register(FrozenSegment segment, int first, int part = 0) =>
        LayerValues.RegisterName(layer, first, segment.Group(first).Count(), staysInRegisters) + (part == 0 ? "" : $"Part{part}");

    private string Unit(int unit, int part = 0) => $"{(staysInRegisters ? $"hidden{layer.Number}Unit" : "unit")}{unit}{(part == 0 ? "" : $"Part{part}")}";
}
