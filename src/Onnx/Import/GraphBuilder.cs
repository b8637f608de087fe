using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>
/// Turns the values that lead to some outputs into the layers of a network: a value that several read is computed once, and nothing is folded across it.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly ICollection<string> _notes;
    private readonly GraphLayers _layers;
    private readonly Dictionary<Stage, HashSet<object>> _readers = [];
    private readonly Dictionary<Stage, List<Signal>> _read = [];
    private readonly List<(Stage Stage, Polynomial Formula, int Value)> _built = [];

    private GraphBuilder(ICollection<string> notes) => (_notes, _layers) = (notes, new GraphLayers());

    private Precision Precision => _readers.Keys.Any(stage => stage.IsDouble) ? Precision.Double : Precision.Single;

    /// <summary>The layers that lead to outputs.</summary>
    /// <param name="outputs">The outputs, by name.</param>
    /// <param name="inputs">The names of the inputs, in the order in which a sample has them.</param>
    /// <param name="notes">Where to say what is read in another way than it stands in the file.</param>
    /// <exception cref="NodeException">A layer cannot be expressed.</exception>
    public static BuiltGraph Build(IReadOnlyList<(string Name, Signal Signal)> outputs, IEnumerable<string> inputs, ICollection<string> notes)
    {
        var builder = new GraphBuilder(notes);
        foreach ((string _, Signal output) in outputs)
            builder.Count(output, output);
        foreach (string input in inputs)
        {
            if (builder._readers.Keys.FirstOrDefault(stage => stage.InputName == input) is { } root)
                builder.AddInput(root);
        }

        // In the order of the file's nodes, so that layers keep it, and no value asks for many that are not there yet.
        IEnumerable<Signal> shared = StagesOf(outputs.Select(output => output.Signal.Stage))
            .Where(stage => stage.Join is not null || builder._readers[stage].Count > 1).SelectMany(stage => builder._read[stage]);
        foreach (Signal signal in shared.OrderBy(signal => signal.Node?.Number ?? 0))
            builder.ValueOf(signal);

        int[] values = [.. outputs.Select(output => builder.OutputOf(output.Name, output.Signal))];
        return builder._layers.Finish(outputs.Select(output => output.Name), values) with { Precision = builder.Precision };
    }

    private int OutputOf(string name, Signal signal)
    {
        if (signal.Layout.Positions == Positions.First)
        {
            throw new NodeException(
                $"its output '{name}' has its features before its positions; here they come last. Transpose it in the model, or flatten it.");
        }

        return ValueOf(signal);
    }

    /// <summary>Counts what reads each value, once for each value.</summary>
    private void Count(Signal signal, object reader)
    {
        var open = new Stack<(Signal Signal, object Reader)>([(signal, reader)]);
        while (open.TryPop(out (Signal Signal, object Reader) next))
        {
            Stage stage = next.Signal.Stage;
            bool isNew = _readers.TryAdd(stage, []);
            _readers[stage].Add(next.Reader);
            List<Signal> signals = _read.TryGetValue(stage, out List<Signal>? known) ? known : _read[stage] = [];
            if (!signals.Exists(other => other.Formula.IsNear(next.Signal.Formula)))
                signals.Add(next.Signal);
            if (!isNew)
                continue;
            if (stage.Previous is { } previous)
                open.Push((previous, stage));
            for (int i = 0; i < (stage.Join?.Operands.Count ?? 0); i++)
                open.Push((stage.Join!.Operands[i], (stage, i)));
        }
    }

    /// <summary>All stages that lead to some, each after what it needs.</summary>
    private static List<Stage> StagesOf(IEnumerable<Stage> last)
    {
        var order = new List<Stage>();
        var seen = new HashSet<Stage>();
        var open = new Stack<(Stage Stage, bool IsReady)>(last.Select(stage => (stage, false)));
        while (open.TryPop(out (Stage Stage, bool IsReady) next))
        {
            if (next.IsReady)
            {
                order.Add(next.Stage);
                continue;
            }

            if (!seen.Add(next.Stage))
                continue;
            open.Push((next.Stage, true));
            foreach (Signal before in next.Stage.Join?.Operands ?? (next.Stage.Previous is { } previous ? [previous] : []))
                open.Push((before.Stage, false));
        }

        return order;
    }

    private void AddInput(Stage root)
    {
        // What reads a vector may know how long it is, where the input does not say.
        int size = _read[root].Select(signal => signal.Layout.Size).Concat(_readers[root].OfType<Stage>().Select(stage => stage.Inputs)).Max();
        int[] lengths = root.Lengths ?? [size];
        if (lengths.Any(length => length < 1))
            throw new NodeException($"the graph does not say how many values its input '{root.InputName}' has.");
        _built.Add((root, Polynomial.Z, _layers.AddInput(root.InputName!, lengths)));
    }

    /// <summary>The number of a value, whose layers are added if they are not there yet.</summary>
    private int ValueOf(Signal signal)
    {
        if (_built.Find(built => built.Stage == signal.Stage && built.Formula.IsNear(signal.Formula)) is { Stage: not null } known)
            return known.Value;
        int value;
        if (_read[signal.Stage].Count > 1 && !signal.Formula.IsNear(Polynomial.Z))
        {
            // Several functions of one value: it is computed once, and each of them of it.
            value = Follow(ValueOf(new Signal(signal.Stage, Polynomial.Z, signal.Layout, signal.Node)), [signal]);
        }
        else
        {
            var chain = new List<Signal> { signal };
            while (chain[^1].Stage.Previous is { Stage.Join: null } previous && _readers[previous.Stage].Count == 1)
                chain.Add(previous);
            chain.Reverse();
            Stage first = chain[0].Stage;
            value = first.Previous is { } shared ? Follow(ValueOf(shared), chain, isFirstGiven: false)
                : Follow(first.Join is null ? ValueOf(new Signal(first, Polynomial.Z, signal.Layout, null)) : Joined(first), chain);
        }

        _built.Add((signal.Stage, signal.Formula, value));
        return value;
    }

    private int Joined(Stage stage)
    {
        Join join = stage.Join!;
        foreach (Signal operand in join.Operands.OrderBy(operand => operand.Node?.Number ?? 0))
            ValueOf(operand);
        return _layers.Add(join.Kind, [.. join.Operands.Select(ValueOf)], join.Lengths, join.Tensors, join.Settings, stage);
    }

    private int Follow(int value, IEnumerable<Signal> chain, bool isFirstGiven = true)
    {
        var segment = new GraphSegment(_layers, value, Precision, _notes);
        foreach (Signal signal in chain)
        {
            try
            {
                segment.Add(signal, isFirstGiven);
            }
            catch (NodeException e) when (signal.Node is { } node && !e.Message.StartsWith("node '", StringComparison.Ordinal))
            {
                throw new NodeException($"{node.Place}: {e.Message}");
            }

            isFirstGiven = false;
        }

        return segment.Finish();
    }
}
