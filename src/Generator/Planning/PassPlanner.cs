using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Makes the lists of steps, and gives every value and gradient its place.</summary>
/// <param name="graph">The network.</param>
/// <param name="layers">Its layers with their kernels.</param>
/// <param name="lanes">The elements of a cache line.</param>
internal sealed class PassPlanner(NetworkGraph graph, IReadOnlyList<LayerPlan> layers, int lanes)
{
    private readonly LayerPlan _last = layers[layers.Count - 1];

    /// <summary>The forward pass that keeps nothing.</summary>
    public ForwardPlan PlanForward()
    {
        // The last kernel writes to the caller's memory, unless it would write beyond it.
        bool copies = _last.OutputOverhangs;
        Dictionary<int, int> slots = ShareBuffers([.. layers.Where(layer => copies || layer != _last).Select(layer => layer.Node.Output)]);
        int[] rows = [.. Enumerable.Range(0, slots.Count == 0 ? 0 : slots.Values.Max() + 1)
            .Select(slot => slots.Where(pair => pair.Value == slot).Max(pair => RowOf(graph.Values[pair.Key].Shape.Size)))];

        Place PlaceOf(int value) => graph.Values[value].Producer == 0 ? new Place(PlaceRole.Input)
            : slots.TryGetValue(value, out int slot) ? new Place(PlaceRole.Value, slot)
            : new Place(PlaceRole.Output);

        var steps = new List<Step>();
        foreach (LayerPlan layer in layers)
        {
            Place output = PlaceOf(layer.Node.Output);
            steps.Add(new ForwardStep(layer.Number, PlaceOf(layer.Node.Input), output, output));
            if (layer != _last)
                steps.Add(new ExitStep(layer.Number, output, layer.Units));
            else if (copies)
                steps.Add(new CopyStep(output, new Place(PlaceRole.Output), layer.Units));
        }

        // The cache line that the last one has to spare is every memory's.
        EquatableArray<PlacedBuffer> buffers = PlaceBuffers([.. rows.Select((row, slot) => (new Place(PlaceRole.Value, slot), row))]);
        return new ForwardPlan(new(steps), buffers, Memory(rows.Sum(), besides: Math.Max(0, buffers.Count - 1) * lanes));
    }

    /// <summary>The pass forward and backward.</summary>
    public BackwardPlan PlanBackward()
    {
        Dictionary<int, int> slots = ShareBuffers([.. layers.Select(layer => layer.Node.Output)]);

        Place PlaceOf(int value) => graph.Values[value].Producer is var layer && layer == 0 ? new Place(PlaceRole.Input) : new Place(PlaceRole.Activation, layer);
        Place DeltaOf(LayerPlan layer) => new(PlaceRole.Delta, slots[layer.Node.Output]);
        Place SourceOf(LayerPlan layer, DerivativePlan? derivative) =>
            new(derivative is { TakesInput: true } ? PlaceRole.Sums : PlaceRole.Activation, layer.Number);

        var forward = new List<Step>();
        var backward = new List<Step>();
        var inputGradient = new List<Step>();
        foreach (LayerPlan layer in layers)
            forward.Add(new ForwardStep(layer.Number, PlaceOf(layer.Node.Input), new Place(PlaceRole.Sums, layer.Number), PlaceOf(layer.Node.Output)));
        foreach (LayerPlan layer in layers.Reverse())
        {
            (Place input, Place output, Place delta) = (PlaceOf(layer.Node.Input), PlaceOf(layer.Node.Output), DeltaOf(layer));
            backward.Add(new ParameterGradientStep(layer.Number, input, new Place(PlaceRole.Sums, layer.Number), output, delta));
            if (graph.ProducerOf(layer.Node.Input) is { } below)
            {
                LayerPlan producer = layers[below.Number - 1];
                backward.Add(new InputGradientStep(layer.Number, input, output, delta, SourceOf(producer, layer.Below), DeltaOf(producer)));
            }
            else
            {
                inputGradient.Add(new InputGradientStep(layer.Number, input, output, delta, input, new Place(PlaceRole.InputDelta)));
                if (layer.InputGradientOverhangs)
                    inputGradient.Add(new CopyStep(new Place(PlaceRole.InputDelta), new Place(PlaceRole.InputGradient), graph.Inputs));
            }
        }

        var derivative = DerivativePlan.Of(_last.Node);
        var loss = new LossStep(PlaceOf(_last.Node.Output), DeltaOf(_last), graph.Outputs, derivative, SourceOf(_last, derivative));
        EquatableArray<PlacedBuffer> buffers = PlaceBuffers([.. BackwardBuffers(slots.Values.Max() + 1)]);
        (int row, int spareAt) = (buffers.Sum(buffer => buffer.Row), buffers.Count * lanes);
        bool IsFirst(LayerPlan layer) => graph.ProducerOf(layer.Node.Input) is null;
        int packedAt = spareAt + Padded(layers.Max(layer => layer.SpareLength));
        int end = packedAt + layers.Max(layer => IsFirst(layer) ? 0 : layer.PackedLength), inputDeltaAt = packedAt + layers.Max(layer => layer.PackedLength);
        bool overhangs = layers.Any(layer => IsFirst(layer) && layer.InputGradientOverhangs);
        return new BackwardPlan(
            new(forward), loss, new(backward), new(inputGradient), buffers,
            packedAt > spareAt ? new PlacedMemory(row, spareAt) : null,
            inputDeltaAt > packedAt ? new PlacedMemory(row, packedAt) : null,
            overhangs ? new PlacedMemory(row, inputDeltaAt) : null,
            Memory(row, end), Memory(row, inputDeltaAt + (overhangs ? Padded(graph.Inputs) : 0)));
    }

    /// <summary>The gradients that layers hand down, every layer's activations, and the sums that are kept.</summary>
    private IEnumerable<(Place Place, int Row)> BackwardBuffers(int deltas)
    {
        // Any gradient may come to lie in any of its buffers.
        int delta = RowOf(layers.Max(layer => layer.Units));
        for (int slot = 0; slot < deltas; slot++)
            yield return (new Place(PlaceRole.Delta, slot), delta);
        foreach (LayerPlan layer in layers)
        {
            yield return (new Place(PlaceRole.Activation, layer.Number), layer.Units);
            if (layer.KeepsSums)
                yield return (new Place(PlaceRole.Sums, layer.Number), layer.Units);
        }
    }

    /// <summary>Lays buffers out one after the other: first those whose rows fill cache lines, so that each starts on one even for a single row.</summary>
    private EquatableArray<PlacedBuffer> PlaceBuffers(IReadOnlyList<(Place Place, int Row)> buffers)
    {
        var placed = new List<PlacedBuffer>();
        int row = 0;
        foreach ((Place place, int length) in buffers.OrderBy(buffer => buffer.Row % lanes == 0 ? 0 : 1))
        {
            // Each has a cache line to spare.
            placed.Add(new PlacedBuffer(place, length, row, placed.Count * lanes));
            row += length;
        }

        return new(placed);
    }

    /// <summary>
    /// Gives each of some values the first buffer that is free from where it is computed until it has been read for the last time. Of a chain
    /// that is two buffers in turn. The way back needs a gradient just as long, in the other direction.
    /// </summary>
    private Dictionary<int, int> ShareBuffers(int[] values)
    {
        var slots = new Dictionary<int, int>();
        foreach (int value in values)
        {
            int computed = graph.Values[value].Producer;
            int[] taken = [.. slots.Where(other => graph.Values[other.Key].Readers.DefaultIfEmpty(int.MaxValue).Max() >= computed).Select(other => other.Value)];
            slots[value] = Enumerable.Range(0, values.Length).First(slot => !taken.Contains(slot));
        }

        return slots;
    }

    private BufferPlan Memory(int row, int besides) => BufferPlan.Of(row, besides, 64 / lanes, graph.Spec.AllowsUnsafe);

    /// <summary>The length of a row of a buffer that values share: whole cache lines, unless the values are narrower than one.</summary>
    private int RowOf(int length) => length < lanes ? length : Padded(length);

    /// <summary>The length of a buffer row, so that a buffer of any number of such rows ends where the next may start on a cache line.</summary>
    private int Padded(int length) => (length + lanes - 1) / lanes * lanes;
}
