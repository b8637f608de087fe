using System.Collections.Generic;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A recurrent layer with every decision about its kernels.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The weights of the inputs, those of the last outputs, and their biases.</param>
/// <param name="Lanes">The elements of a cache line, which is also the widest register.</param>
/// <param name="Projection">What the inputs of all steps send to the gates.</param>
/// <param name="Recurrence">What the last outputs send to the gates, at each step.</param>
/// <param name="Carry">What the gates' gradients hand down to the outputs of the step before.</param>
/// <param name="WeightGradient">The gradient of the inputs' weights, over all steps.</param>
/// <param name="RecurrentGradient">The gradient of the last outputs' weights, over all steps.</param>
/// <param name="InputGradient">What the gates' gradients of all steps hand down to the inputs.</param>
internal sealed record RecurrentPlan(
    LayerNode Node, EquatableArray<ParameterPlan> Parameters, int Lanes, ProductPlan Projection, ProductPlan Recurrence, ProductPlan Carry,
    AdditionPlan WeightGradient, AdditionPlan RecurrentGradient, ProductPlan InputGradient) : LayerPlan(Node, Parameters, null)
{
    /// <summary>The cell.</summary>
    public RecurrentCell Cell => ((RecurrentSpec)Node.Spec).Cell;

    /// <summary>All units of all gates.</summary>
    public int GateWidth => RecurrentInference.GatesOf(Cell) * Units;

    /// <summary>What is kept of each step besides the gates: the last outputs, and of a memory the last one and tanh of the new one.</summary>
    public int HistoryWidth => HasCell ? 3 * Units : Units;

    /// <summary>What is kept of the sums over the last outputs at each step, whose gradients then lie there; 0 where these are those of the gates.</summary>
    public int CandidateWidth => Cell == RecurrentCell.Gru ? GateWidth : 0;

    /// <summary>Whether there is a memory beside the outputs.</summary>
    public bool HasCell => Cell == RecurrentCell.Lstm;

    /// <summary>What is kept of all steps.</summary>
    public int StepLength => GateWidth + HistoryWidth + CandidateWidth;

    /// <summary>
    /// The rows of what one step takes. The last register of the last row may reach beyond the units: so many elements a row are enough for that.
    /// </summary>
    public int HiddenWidth => Padded(Units);

    /// <inheritdoc cref="HiddenWidth"/>
    public int RecurrentWidth => Padded(GateWidth);

    /// <summary>The gates and what else is kept of each step, then what one step takes: outputs, sums and memory.</summary>
    public override int KeptLength => Positions * StepLength + HiddenWidth + RecurrentWidth + HiddenWidth;

    public override IEnumerable<ProductPlan> Products => [Projection, Recurrence, Carry, InputGradient];

    public override IEnumerable<AdditionPlan> Additions => [WeightGradient, RecurrentGradient];

    public override bool InputGradientOverhangs => Inputs % Lanes != 0;

    public override int SpareLength =>
        System.Math.Max(ProductPlanner.SpareLength(WeightGradient, Lanes), ProductPlanner.SpareLength(RecurrentGradient, Lanes));

    public override int PackedLength => System.Math.Max(Padded(Inputs * GateWidth), ParameterPackedLength);

    /// <summary>The weights of the last outputs, by which gradients go back in time.</summary>
    public override int ParameterPackedLength => Padded(Units * GateWidth);

    public override IReadOnlyList<StateTensor> State =>
        HasCell ? [new("hidden", 0, Units), new("cell", 0, Units)] : [new("hidden", 0, Units)];

    public override bool WalksSteps => !Node.Inferred.Input.IsStream;

    public static RecurrentPlan Plan(LayerNode node, EquatableArray<ParameterPlan> parameters, ProductPlanner products)
    {
        (int inputs, int units) = (node.Inferred.Input.Features, node.Inferred.Output.Features);
        int gates = parameters[0].Shape.Shape[0];
        // In this order, since a tile that one product has is free for the next.
        return new RecurrentPlan(
            node, parameters, products.Lanes,
            products.PlanAnyRows(gates, inputs, Epilogue.Keep), products.PlanAnyRows(gates, units, Epilogue.Keep),
            products.PlanManyRows(units, gates, Epilogue.Keep),
            products.PlanAddition(inputs, gates, overhang: true), products.PlanAddition(units, gates, overhang: true),
            products.PlanManyRows(inputs, gates, Epilogue.Keep));
    }

    private int Padded(int length) => (length + Lanes - 1) / Lanes * Lanes;
}
