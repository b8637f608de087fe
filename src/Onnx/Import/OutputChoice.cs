using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Onnx.Proto;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import;

/// <summary>Which of a graph's values is the network's output: the one that is asked for, or the only output that a network computes.</summary>
/// <param name="fileName">What errors call the file.</param>
/// <param name="graph">The graph.</param>
/// <param name="scope">What is known of its values.</param>
/// <param name="options">Which output is asked for, if one is.</param>
internal sealed class OutputChoice(string fileName, GraphProto graph, Scope scope, OnnxReadOptions options)
{
    private const int MostNames = 8;

    /// <summary>Chooses.</summary>
    /// <param name="notes">Where to say which outputs are left out.</param>
    /// <exception cref="DataFormatException">There is no such value, or not one output that a network computes.</exception>
    public IReadOnlyList<(string Name, Value Value)> Choose(ICollection<string> notes)
    {
        if (options.Outputs.Count > 0)
        {
            return [.. options.Outputs.Select(wanted => (wanted, scope.Find(wanted) ?? throw Error(
                $"it has no tensor '{wanted}'. Its outputs are {Names(graph.Output.Select(Described))}; "
                + "those of its nodes, by their names, can be read too.")))];
        }

        if (graph.Output.Count == 1)
            return [Only(graph.Output[0])];
        var left = new List<ValueInfoProto>();
        var leftOut = new List<string>();
        foreach (ValueInfoProto output in graph.Output)
        {
            if (WhyNot(output) is { } reason)
                leftOut.Add($"'{output.Name}' {reason}");
            else
                left.Add(output);
        }

        switch (left)
        {
            case { Count: 1 }:
            case { Count: > 1 } when left.TrueForAll(output => scope.Find(output.Name) is Signal { IsTruth: false, IsSecondOfTwo: false }):
                foreach (string reason in leftOut)
                    notes.Add($"Output {reason}; it is left out.");
                return [.. left.Select(Only)];
            case []:
                throw Error(leftOut.Count == 0 ? "it has no output." : $"none of its outputs is what a network computes: {Names(leftOut)}. {Inner()}");
            default:
                IEnumerable<string> problems = left.Take(MostNames).Select(output =>
                    scope.Find(output.Name) is FailedValue failed ? $" Reading '{output.Name}' would fail: {failed.Problem}" : "");
                throw Error(string.Create(CultureInfo.InvariantCulture,
                    $"it has {left.Count} outputs, {Names(left.Select(Described))}, not all of which can be read. {options.HowToName}.")
                    + string.Concat(problems));
        }
    }

    /// <summary>Why an output is no result of a network, or null.</summary>
    private string? WhyNot(ValueInfoProto output) => scope.Find(output.Name) switch
    {
        { CopyOf: { } input } => $"hands on the input '{input}'",
        ConstantValue => "is constant",
        DimensionsValue => "is a length of a dimension",
        _ => IsLabel(output) ? "holds labels or indices" : null,
    };

    private static bool IsLabel(ValueInfoProto output) => (DataType)(output.Type?.TensorType?.ElemType ?? 0) is DataType.String or DataType.Bool
        or DataType.Int64 or DataType.Int32 or DataType.Int16 or DataType.Int8 or DataType.Uint64 or DataType.Uint32 or DataType.Uint16 or DataType.Uint8;

    private (string Name, Value Value) Only(ValueInfoProto output) => scope.Find(output.Name) switch
    {
        null => throw Error($"no node gives its output '{output.Name}'."),
        FailedValue failed when IsLabel(output) => throw Error($"{failed.Problem} {Inner()}"),
        var value => (output.Name, value),
    };

    /// <summary>The last tensors on the way to labels and the like that can be read.</summary>
    private string Inner()
    {
        var names = new List<string>();
        var used = new HashSet<string>();
        foreach (NodeProto node in graph.Node)
        {
            string[] own = [.. node.Output.Where(name => scope.Find(name) is Signal { IsTruth: false } signal && IsOfLayers(signal))];
            names.AddRange(own);
            if (own.Length > 0)
                used.UnionWith(node.Input);
        }

        string last = Names(names.Where(name => !used.Contains(name)).TakeLast(MostNames).Select(name => $"'{name}'{ShapeOf(scope.Find(name))}"));
        return last.Length == 0 ? "" : $"{options.HowToName}; of the inner tensors these can be read: {last}.";
    }

    private static bool IsOfLayers(Signal signal)
    {
        for (Stage? stage = signal.Stage; stage is not null; stage = stage.Previous?.Stage)
        {
            if (stage.Weights is not null || stage.Join is not null)
                return true;
        }

        return false;
    }

    /// <summary>An output's name and dimensions: those that are known, or else those that the file states.</summary>
    private string Described(ValueInfoProto output) =>
        $"'{output.Name}'" + (ShapeOf(scope.Find(output.Name)) is { Length: > 0 } known ? known : StatedShapeOf(output));

    private static string ShapeOf(Value? value) => value is Signal signal
        ? ShapeText(signal.Layout.Lengths.Select(length => length is { } known ? known == Layout.Unknown ? "?" : TextOf(known) : "batch"))
        : "";

    private static string StatedShapeOf(ValueInfoProto output) => output.Type?.TensorType?.Shape is { } shape
        ? ShapeText(shape.Dim.Take(MostNames).Select(dimension => dimension.DimParam.Length > 0 ? dimension.DimParam : TextOf(dimension.DimValue)))
        : "";

    private static string ShapeText(IEnumerable<string> lengths) => $" [{string.Join(", ", lengths)}]";

    private static string TextOf(long length) => length.ToString(CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Take(MostNames)) + (names.Skip(MostNames).Any() ? ", …" : "");

    private DataFormatException Error(string problem) => new(fileName, problem.TrimEnd());
}
