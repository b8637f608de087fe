using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Emission;
using PlannedActivation = Generated.Generator.Declaration.Activation;

namespace Generated.Tool.Freezing;

/// <summary>Writes the sums of some units, with the weights as constants, in the order in which the generated network takes them.</summary>
/// <param name="writer">Where to.</param>
/// <param name="network">The network.</param>
/// <param name="activates">Whether the activation function is applied to the sums while they are in registers.</param>
internal sealed class SegmentEmitter(SourceWriter writer, FrozenNetwork network, bool activates)
{
    private readonly Precision _precision = network.Model.Precision;
    private readonly string _type = network.Model.Precision == Precision.Single ? "float" : "double";
    private readonly string _math = network.Model.Precision == Precision.Single ? "MathF" : "Math";
    private readonly int _lanes = network.Lanes;

    /// <summary>Writes a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="source">The reference to the layer's inputs.</param>
    /// <param name="target">The reference to the layer's outputs.</param>
    /// <param name="hasRoom">Whether the outputs have room for the lanes of a last register that are no units.</param>
    public void Write(FrozenSegment segment, string source, string target, bool hasRoom)
    {
        switch (segment.Form)
        {
            case FrozenForm.Registers:
                WriteRegisters(segment, source, target, hasRoom);
                break;
            case FrozenForm.Chain:
                WriteChain(segment.Layer, segment.FirstUnit, source, target);
                break;
            default:
                WriteDot(segment.Layer, segment.FirstUnit, source, target);
                break;
        }
    }

    private void WriteRegisters(FrozenSegment segment, string source, string target, bool hasRoom)
    {
        FrozenLayer layer = segment.Layer;
        foreach (int first in segment.Groups)
            writer.Line($"Vector128<{_type}> {Register(segment, first)} = {Constants(segment.Group(first).Select(layer.Bias))};");

        // The first term of a later part has nothing to be added to but zero.
        var begun = new HashSet<string>();
        foreach (int input in layer.InputsOf(segment.Units))
        {
            int[] groups = [.. segment.Groups.Where(first => segment.Group(first).Any(unit => layer.Takes(unit, input)))];
            writer.Line($"value = Vector128.Create({Element(source, input)});");
            foreach (int first in groups)
            {
                string sum = Register(segment, first, layer.Part(input));
                string weights = Constants(segment.Group(first).Select(unit => layer.Weight(unit, input)));
                bool begins = layer.Part(input) > 0 && begun.Add(sum);
                writer.Line($"{(begins ? $"Vector128<{_type}> " : "")}{sum} = Vector128.FusedMultiplyAdd(value, {weights}, {(begins ? $"Vector128<{_type}>.Zero" : sum)});");
            }
        }

        foreach (int first in segment.Groups)
        {
            string units = Register(segment, first);
            if (Joined(layer, part => Register(segment, first, part), part => part == 0 || begun.Contains(Register(segment, first, part))) is { } joined)
                writer.Line($"{units} = {joined};");
            if (activates && Activated(layer.Activation, units) is { } activated)
                writer.Line($"{units} = {activated};");
            WriteStore(units, target, first, Math.Min(_lanes, segment.FirstUnit + segment.Count - first), hasRoom);
        }
    }

    private void WriteStore(string units, string target, int first, int count, bool hasRoom)
    {
        if (count == _lanes || hasRoom)
        {
            writer.Line($"{units}.StoreUnsafe({Words.At(target, first)});");
            return;
        }

        for (int lane = 0; lane < count; lane++)
            writer.Line($"{Element(target, first + lane)} = {units}.GetElement({lane});");
    }

    private void WriteChain(FrozenLayer layer, int unit, string source, string target)
    {
        writer.Line($"{_type} {Unit(unit)} = {Number(layer.Bias(unit))};");
        var begun = new HashSet<int>();
        foreach (int input in layer.InputsOf([unit]))
        {
            int part = layer.Part(input);
            bool begins = part > 0 && begun.Add(part);
            writer.Line($"{(begins ? $"{_type} " : "")}{Unit(unit, part)} = {_math}.FusedMultiplyAdd({Element(source, input)}, {Number(layer.Weight(unit, input))}, {(begins ? Number(0) : Unit(unit, part))});");
        }

        if (Joined(layer, part => Unit(unit, part), part => part == 0 || begun.Contains(part)) is { } joined)
            writer.Line($"{Unit(unit)} = {joined};");
        WriteUnit(layer, unit, target);
    }

    /// <summary>A block of 64 bytes of lanes, folded in halves, then what fills a register, then one by one.</summary>
    private void WriteDot(FrozenLayer layer, int unit, string source, string target)
    {
        int block = 4 * _lanes, inBlocks = layer.Inputs / block * block;
        string Quarter(int quarter) => $"{Unit(unit)}Quarter{quarter}";
        string folded = $"{Unit(unit)}Sums";
        var begun = new SortedSet<int>();
        bool isFolded = false;
        int[] inputs = [.. layer.InputsOf([unit]).Select(input => layer.Together(input, _lanes).First).Distinct()];
        foreach (int first in inputs.Where(first => first < inBlocks))
        {
            int quarter = first % block / _lanes;
            bool begins = begun.Add(quarter);
            WriteProduct(Quarter(quarter), first, begins);
        }

        // A quarter without terms is zero.
        string? lower = Sum(begun.Where(quarter => quarter is 0 or 2).Select(Quarter)), upper = Sum(begun.Where(quarter => quarter is 1 or 3).Select(Quarter));
        if (lower is not null || upper is not null)
        {
            writer.Line($"Vector128<{_type}> {folded} = {string.Join(" + ", new[] { lower, upper }.OfType<string>())};");
            isFolded = true;
        }

        foreach (int first in inputs.Where(first => first >= inBlocks && layer.Together(first, _lanes).Count == _lanes))
        {
            WriteProduct(folded, first, !isFolded);
            isFolded = true;
        }

        writer.Line($"{_type} {Unit(unit)} = {(isFolded ? $"SumOfLanes({folded}) + {Number(layer.Bias(unit))}" : Number(layer.Bias(unit)))};");
        foreach (int input in inputs.Where(input => layer.Together(input, _lanes).Count == 1))
            writer.Line($"{Unit(unit)} = {_math}.FusedMultiplyAdd({Element(source, input)}, {Number(layer.Weight(unit, input))}, {Unit(unit)});");
        WriteUnit(layer, unit, target);

        void WriteProduct(string sum, int first, bool begins) => writer.Line(
            $"{(begins ? $"Vector128<{_type}> " : "")}{sum} = Vector128.FusedMultiplyAdd(Vector128.LoadUnsafe({Words.At(source, first)}), "
            + $"{Constants(Enumerable.Range(first, _lanes).Select(input => layer.Weight(unit, input)))}, {(begins ? $"Vector128<{_type}>.Zero" : sum)});");

        static string? Sum(IEnumerable<string> terms) => terms.ToArray() switch
        {
            [] => null,
            [string term] => term,
            string[] both => $"({string.Join(" + ", both)})",
        };
    }

    private void WriteUnit(FrozenLayer layer, int unit, string target) =>
        writer.Line($"{Element(target, unit)} = {(activates ? ActivatedUnit(layer.Activation, Unit(unit)) : null) ?? Unit(unit)};");

    /// <summary>The parts of a sum together, (0 + 1) + (2 + 3), or null if there is only the first.</summary>
    private static string? Joined(FrozenLayer layer, Func<int, string> name, Func<int, bool> has)
    {
        int[] first = [.. new[] { 0, 1 }.Where(part => part < layer.Parts && has(part))], second = [.. new[] { 2, 3 }.Where(part => part < layer.Parts && has(part))];
        string left = string.Join(" + ", first.Select(name)), right = string.Join(" + ", second.Select(name));
        return (first.Length, second.Length) switch
        {
            (1, 0) => null,
            (_, 0) => left,
            (1, 1) => $"{left} + {right}",
            _ => $"{(first.Length == 2 ? $"({left})" : left)} + {(second.Length == 2 ? $"({right})" : right)}",
        };
    }

    /// <summary>A register after the activation function, with the bits of <c>Generated.Numerics</c>; null if it stays what it is.</summary>
    private string? Activated(PlannedActivation activation, string z)
    {
        string zero = $"Vector128<{_type}>.Zero", one = $"Vector128<{_type}>.One";
        return activation switch
        {
            PlannedActivation.Linear or PlannedActivation.Softmax => null,
            PlannedActivation.ReLU => $"Vector128.ConditionalSelect(Vector128.LessThan({z}, {zero}), {zero}, {z})",
            PlannedActivation.LeakyReLU => $"Vector128.ConditionalSelect(Vector128.LessThan({zero}, {z}), {z}, {z} * {Number(0.01)})",
            PlannedActivation.Step => $"Vector128.ConditionalSelect(Vector128.LessThanOrEqual({zero}, {z}), {one}, {zero})",
            PlannedActivation.HardTanh => $"Vector128.ConditionalSelect(Vector128.LessThan({z}, -{one}), -{one}, Vector128.ConditionalSelect(Vector128.LessThan({one}, {z}), {one}, {z}))",
            PlannedActivation.Softsign => $"{z} / ({one} + Vector128.Abs({z}))",
            _ => $"{activation}.Value<Simd128<{_type}>, {_type}>(new({z})).Value",
        };
    }

    /// <summary>The same for a single unit.</summary>
    private string? ActivatedUnit(PlannedActivation activation, string z)
    {
        string zero = Number(0), one = Number(1);
        return activation switch
        {
            PlannedActivation.Linear or PlannedActivation.Softmax => null,
            PlannedActivation.ReLU => $"{z} < {zero} ? {zero} : {z}",
            PlannedActivation.LeakyReLU => $"{zero} < {z} ? {z} : {z} * {Number(0.01)}",
            PlannedActivation.Step => $"{zero} <= {z} ? {one} : {zero}",
            PlannedActivation.HardTanh => $"{z} < -{one} ? -{one} : {one} < {z} ? {one} : {z}",
            PlannedActivation.Softsign => $"{z} / ({one} + {_math}.Abs({z}))",
            _ => $"{activation}.Value<Scalar<{_type}>, {_type}>(new({z})).Value",
        };
    }

    private string Constants(IEnumerable<double> values)
    {
        double[] given = [.. values];
        return $"Vector128.Create({string.Join(", ", Enumerable.Range(0, _lanes).Select(lane => Number(lane < given.Length ? given[lane] : 0)))})";
    }

    private string Number(double value) => Literal.Of(value, _precision);

    private string Register(FrozenSegment segment, int first, int part = 0)
    {
        int last = Math.Min(first + _lanes, segment.FirstUnit + segment.Count) - 1;
        return $"{(first == last ? $"unit{first}" : $"units{first}To{last}")}{(part == 0 ? "" : $"Part{part}")}";
    }

    private static string Unit(int unit, int part = 0) => $"unit{unit}{(part == 0 ? "" : $"Part{part}")}";

    private static string Element(string reference, int index) => index == 0 ? reference : $"Unsafe.Add(ref {reference}, {index})";
}
