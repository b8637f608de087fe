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
    private readonly ValueFlow _flow = new(graph, node => layers[node.Number - 1].IsView);

    /// <summary>The same where nothing is trained, so that layers that depend on the step hand on what they are given.</summary>
    private readonly ValueFlow _inference = new(graph, node => layers[node.Number - 1].IsView || node.Spec.DependsOnStep);

    /// <summary>The forward pass that keeps nothing.</summary>
    public ForwardPlan PlanForward()
    {
        // The kernel of the only output writes to the caller's memory, unless it would write beyond it.
        int? direct = graph.OutputValues.Count == 1 && graph.OutputValues[0] is var output && _inference.RootOf(output) == output
            && !_inference.ReadersOf(output).Any() && !layers[graph.Values[output].Producer - 1].OutputOverhangs ? output : null;
        IEnumerable<int> stored = Computing(_inference).Select(layer => layer.Node.Output).Where(value => value != direct);
        Dictionary<int, int> slots = ShareBuffers(
            _inference, [.. graph.InputCount > 1 ? Enumerable.Range(0, graph.InputCount) : [], .. stored]);
        int[] rows = [.. Enumerable.Range(0, slots.Count == 0 ? 0 : slots.Values.Max() + 1)
            .Select(slot => slots.Where(pair => pair.Value == slot).Max(pair => RowOf(graph.Values[pair.Key].Shape.Size)))];

        Place PlaceOf(int value) => slots.TryGetValue(_inference.RootOf(value), out int slot) ? new Place(PlaceRole.Value, slot)
            : _inference.IsInput(_inference.RootOf(value)) ? new Place(PlaceRole.Input)
            : new Place(PlaceRole.Output);

        bool endsWithOutput = graph.OutputValues.Count == 1 && graph.OutputValues[0] == layers[layers.Count - 1].Node.Output;
        var steps = new List<Step>(SplitInputs(PlaceOf));
        foreach (LayerPlan layer in layers)
        {
            Place place = PlaceOf(layer.Node.Output);
            if (!_inference.IsView(layer.Node))
            {
                steps.Add(layer.Node.Spec.DependsOnStep ? new CopyStep(PlaceOf(layer.Node.Input), place, layer.Node.Units)
                    : new ForwardStep(layer.Number, new(layer.Node.Sources.Select(PlaceOf)), place, place, new Place(PlaceRole.Kept)));
            }

            if (!endsWithOutput || layer.Number < layers.Count)
                steps.Add(new ExitStep(layer.Number, place, layer.Node.Units));
        }

        int column = 0;
        foreach (int value in graph.OutputValues.Where(value => value != direct))
        {
            int size = graph.Values[value].Shape.Size;
            steps.Add(graph.OutputValues.Count == 1 ? new CopyStep(PlaceOf(value), new Place(PlaceRole.Output), size)
                : new CopyColumnsStep(PlaceOf(value), size, 0, new Place(PlaceRole.Output), graph.Outputs, column, size));
            column += size;
        }

        // The cache line that the last one has to spare is every memory's.
        int kept = layers.Max(layer => layer.KeptLength);
        EquatableArray<PlacedBuffer> buffers = PlaceBuffers(
        [
            .. rows.Select((row, slot) => (new Place(PlaceRole.Value, slot), row)),
            .. kept > 0 ? [(new Place(PlaceRole.Kept), RowOf(kept))] : Array.Empty<(Place, int)>(),
        ]);
        int last = endsWithOutput ? layers.Count : layers.Count + 1;
        // A strip starts on its own cache line.
        int row = buffers.Sum(buffer => buffer.Row), strip = layers.Max(layer => layer.StripLength);
        PlacedMemory? packed = strip > 0 ? new PlacedMemory(row, buffers.Count * lanes) : null;
        return new ForwardPlan(
            new(steps), last, buffers, packed, Memory(row, besides: Math.Max(0, buffers.Count - (packed is null ? 1 : 0)) * lanes, strip));
    }

    /// <summary>The pass forward and backward.</summary>
    public BackwardPlan PlanBackward()
    {
        Dictionary<int, int> slots = ShareBuffers(_flow, [.. Computing(_flow).Select(layer => layer.Node.Output)]);
        var planner = new BackwardPlanner(graph, layers, _flow, slots);
        var forward = new List<Step>(SplitInputs(planner.PlaceOf));
        foreach (LayerPlan layer in Computing(_flow))
        {
            forward.Add(new ForwardStep(
                layer.Number, new(layer.Node.Sources.Select(planner.PlaceOf)),
                layer.KeepsSums ? new Place(PlaceRole.Sums, layer.Number) : planner.PlaceOf(layer.Node.Output),
                planner.PlaceOf(layer.Node.Output), new Place(PlaceRole.Kept, layer.Number)));
        }

        var losses = new EquatableArray<Step>(planner.PlanLosses());
        var backward = new EquatableArray<Step>(planner.PlanLayers());
        EquatableArray<PlacedBuffer> buffers = PlaceBuffers([.. BackwardBuffers(slots.Values.Max() + 1, losses.OfType<LossStep>(), planner.ContributionWidth)]);
        (int row, int spareAt) = (buffers.Sum(buffer => buffer.Row), buffers.Count * lanes);
        // What only the gradient of the inputs needs comes last, since most calls do not ask for it.
        HashSet<int> always = [.. backward.OfType<InputGradientStep>().Select(step => step.Layer)];
        int packedAt = spareAt + Padded(layers.Max(layer => layer.SpareLength));
        int end = packedAt + layers.Max(layer =>
                Math.Max(layer.StripLength, always.Contains(layer.Number) ? layer.PackedLength : layer.ParameterPackedLength)),
            inputDeltaAt = packedAt + layers.Max(layer => Math.Max(layer.StripLength, layer.PackedLength));
        var inputDeltas = new List<PlacedBuffer>();
        int at = inputDeltaAt;
        foreach (int input in planner.PutAside)
        {
            int size = graph.Values[input].Shape.Size;
            inputDeltas.Add(new PlacedBuffer(new Place(PlaceRole.InputDelta, input), size, row, at));
            // The only one has the cache line to spare that is every memory's; of several each needs its own, into which a kernel may write.
            at += Padded(size) + (graph.InputCount > 1 ? lanes : 0);
        }

        return new BackwardPlan(
            new(forward), losses, backward, buffers,
            packedAt > spareAt ? new PlacedMemory(row, spareAt) : null,
            inputDeltaAt > packedAt ? new PlacedMemory(row, packedAt) : null,
            new(inputDeltas), Memory(row, end), Memory(row, at));
    }

    /// <summary>The layers that compute something.</summary>
    private IEnumerable<LayerPlan> Computing(ValueFlow flow) => layers.Where(layer => !flow.IsView(layer.Node));

    /// <summary>Gives each of several inputs a place of its own.</summary>
    private IEnumerable<Step> SplitInputs(Func<int, Place> placeOf)
    {
        int column = 0;
        for (int input = 0; graph.InputCount > 1 && input < graph.InputCount; input++)
        {
            int size = graph.Values[input].Shape.Size;
            yield return new CopyColumnsStep(new Place(PlaceRole.Input), graph.Inputs, column, placeOf(input), size, 0, size);
            column += size;
        }
    }

    /// <summary>The gradients that layers hand down, every layer's activations, and what is kept besides.</summary>
    private IEnumerable<(Place Place, int Row)> BackwardBuffers(int deltas, IEnumerable<LossStep> losses, int contribution)
    {
        // Any gradient may come to lie in any of its buffers.
        int delta = RowOf(layers.Max(layer => layer.Node.Units));
        for (int slot = 0; slot < deltas; slot++)
            yield return (new Place(PlaceRole.Delta, slot), delta);
        if (contribution > 0)
            yield return (new Place(PlaceRole.Contribution), RowOf(contribution));
        foreach (LossStep loss in losses)
        {
            if (loss.Part is { } part)
                yield return (part.Target, loss.Width * loss.Positions);
        }

        for (int input = 0; graph.InputCount > 1 && input < graph.InputCount; input++)
            yield return (new Place(PlaceRole.InputValue, input), graph.Values[input].Shape.Size);
        foreach (LayerPlan layer in Computing(_flow))
        {
            yield return (new Place(PlaceRole.Activation, layer.Number), layer.Node.Units);
            if (layer.KeepsSums)
                yield return (new Place(PlaceRole.Sums, layer.Number), layer.Node.Units);
            if (layer.KeptLength > 0)
                yield return (new Place(PlaceRole.Kept, layer.Number), layer.KeptLength);
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
    private Dictionary<int, int> ShareBuffers(ValueFlow flow, int[] values)
    {
        var slots = new Dictionary<int, int>();
        foreach (int value in values)
        {
            int computed = graph.Values[value].Producer;
            int[] taken = [.. slots.Where(other => flow.LastUseOf(other.Key) >= computed).Select(other => other.Value)];
            slots[value] = Enumerable.Range(0, values.Length).First(slot => !taken.Contains(slot));
        }

        return slots;
    }

    private BufferPlan Memory(int row, int besides, int ofChunk = 0) => BufferPlan.Of(
        row, besides, ofChunk, 64 / lanes, graph.Spec.AllowsUnsafe, ofSteps: layers.Any(layer => layer.WalksSteps));

    /// <summary>The length of a row of a buffer that values share: whole cache lines, unless the values are narrower than one.</summary>
    private int RowOf(int length) => length < lanes ? length : Padded(length);

    /// <summary>The length of a buffer row, so that a buffer of any number of such rows ends where the next may start on a cache line.</summary>
    private int Padded(int length) => (length + lanes - 1) / lanes * lanes;
}
