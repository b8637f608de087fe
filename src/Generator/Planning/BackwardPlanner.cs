using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>
/// Makes the steps of the way back. Every value gets the gradients of all that read it: the first is written, the others are added, in the
/// order of the steps.
/// </summary>
/// <param name="graph">The network.</param>
/// <param name="layers">Its layers with their kernels.</param>
/// <param name="flow">What is read where.</param>
/// <param name="slots">The buffer of each value's gradient.</param>
internal sealed class BackwardPlanner(NetworkGraph graph, IReadOnlyList<LayerPlan> layers, ValueFlow flow, IReadOnlyDictionary<int, int> slots)
{
    private readonly HashSet<int> _written = [];

    /// <summary>The elements of one row of the largest gradient that has to be put aside before it is added; 0 if none has.</summary>
    public int ContributionWidth { get; private set; }

    /// <summary>Whether the gradients of the inputs are put together before they go to the caller.</summary>
    private bool GathersInputs => graph.InputCount > 1 || flow.ContributionsTo(0) > 1;

    /// <summary>Whether the kernel would write beyond the gradient of the only input.</summary>
    private bool Overhangs => !GathersInputs
        && layers.Any(layer => !flow.IsView(layer.Node) && flow.IsInput(flow.RootOf(layer.Node.Input)) && layer.InputGradientOverhangs);

    /// <summary>The inputs whose gradients lie elsewhere first.</summary>
    public IEnumerable<int> PutAside => GathersInputs || Overhangs ? Enumerable.Range(0, graph.InputCount) : [];

    /// <summary>Where the value lies that a layer or a loss reads.</summary>
    public Place PlaceOf(int value) =>
        flow.RootOf(value) is var root && !flow.IsInput(root) ? new Place(PlaceRole.Activation, graph.Values[root].Producer)
        : graph.InputCount == 1 ? new Place(PlaceRole.Input)
        : new Place(PlaceRole.InputValue, root);

    /// <summary>The losses of the outputs.</summary>
    public IEnumerable<Step> PlanLosses()
    {
        int column = 0;
        for (int i = 0; i < graph.OutputValues.Count; i++)
        {
            ValueNode value = graph.Values[graph.OutputValues[i]];
            int root = flow.RootOf(graph.OutputValues[i]);
            LayerPlan producer = layers[graph.Values[root].Producer - 1];
            // Where other layers read the value, the derivative is taken when all gradients are there.
            DerivativePlan? derivative = flow.ContributionsTo(root) == 1 ? DerivativePlan.Of(producer.Node) : null;
            TargetPart? part = graph.OutputValues.Count == 1 && value.Shape.Positions == 1 ? null
                : new TargetPart(column, graph.Outputs, new Place(PlaceRole.Target, i));
            foreach (Step step in Contribute(root, to => new LossStep(
                i, value.Name, PlaceOf(root), to, value.Shape.Features, value.Shape.Positions, derivative, SourceOf(producer, derivative), part)))
            {
                yield return step;
            }

            column += value.Shape.Size;
        }
    }

    /// <summary>The steps from the last layer to the first, after the losses.</summary>
    public IEnumerable<Step> PlanLayers()
    {
        var ofInputs = new List<Step>();
        foreach (LayerPlan layer in layers.Reverse().Where(layer => !flow.IsView(layer.Node)))
        {
            foreach ((Step step, bool isOfInputs) in PlanLayer(layer))
            {
                if (isOfInputs)
                {
                    ofInputs.Add(step);
                    continue;
                }

                if (ofInputs.Count > 0)
                    yield return new InputGradientSteps(new(ofInputs));
                ofInputs.Clear();
                yield return step;
            }
        }

        if (Overhangs)
        {
            ofInputs.Add(new CopyStep(new Place(PlaceRole.InputDelta), new Place(PlaceRole.InputGradient), graph.Inputs));
        }
        else if (GathersInputs)
        {
            int column = 0;
            for (int input = 0; input < graph.InputCount; input++)
            {
                int size = graph.Values[input].Shape.Size;
                ofInputs.Add(new CopyColumnsStep(
                    new Place(PlaceRole.InputDelta, input), size, 0, new Place(PlaceRole.InputGradient), graph.Inputs, column, size));
                column += size;
            }
        }

        yield return new InputGradientSteps(new(ofInputs));
    }

    private IEnumerable<(Step Step, bool IsOfInputs)> PlanLayer(LayerPlan layer)
    {
        int output = layer.Node.Output;
        Place delta = DeltaOf(output), kept = new(PlaceRole.Kept, layer.Number);
        var inputs = new EquatableArray<Place>(layer.Node.Sources.Select(PlaceOf));
        var derivative = DerivativePlan.Of(layer.Node);
        bool isOfInputs = !flow.IsTrained(output);
        if (derivative is not null && !IsTakenAbove(output))
            yield return (new DerivativeStep(derivative, delta, SourceOf(layer, derivative)), isOfInputs);
        if (layer.IsTrainable)
            yield return (new ParameterGradientStep(layer.Number, inputs[0], new Place(PlaceRole.Sums, layer.Number), PlaceOf(output), kept, delta), false);
        for (int i = 0; i < layer.Node.Sources.Count; i++)
        {
            int root = flow.RootOf(layer.Node.Sources[i]), index = i;
            Place source = layer.Below is { } below && !flow.IsInput(root) ? SourceOf(layers[graph.Values[root].Producer - 1], below) : inputs[i];
            foreach (Step step in Contribute(root, (to, adds) =>
                new InputGradientStep(layer.Number, index, inputs, PlaceOf(output), kept, delta, source, to, adds), layer.AddsInputGradient))
            {
                yield return (step, !flow.IsTrained(root));
            }
        }
    }

    /// <summary>Whether the derivative of a value's layer has been taken by what handed the gradient down: its only reader, or the loss.</summary>
    private bool IsTakenAbove(int output) =>
        flow.ContributionsTo(output) == 1 && (flow.OutputsOf(output) == 1 || layers[flow.ReadersOf(output).Single().Number - 1].Below is not null);

    private IEnumerable<Step> Contribute(int root, System.Func<Place, Step> write) => Contribute(root, (to, _) => write(to), canAdd: false);

    private IEnumerable<Step> Contribute(int root, System.Func<Place, bool, Step> write, bool canAdd)
    {
        bool isFirst = _written.Add(root);
        if (isFirst || canAdd)
        {
            yield return write(DeltaOf(root), !isFirst);
            yield break;
        }

        int width = graph.Values[root].Shape.Size;
        ContributionWidth = System.Math.Max(ContributionWidth, width);
        yield return write(new Place(PlaceRole.Contribution), false);
        yield return new AddStep(new Place(PlaceRole.Contribution), DeltaOf(root), width);
    }

    private Place DeltaOf(int root) => flow.IsInput(root) ? new Place(PlaceRole.InputDelta, root) : new Place(PlaceRole.Delta, slots[root]);

    private Place SourceOf(LayerPlan layer, DerivativePlan? derivative) =>
        derivative is not { TakesInput: true } ? new Place(PlaceRole.Activation, layer.Number)
        : layer.ActivatesInput ? PlaceOf(layer.Node.Input)
        : new Place(PlaceRole.Sums, layer.Number);
}
