using System.Collections.Generic;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A dense layer with every decision about its kernels.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The weights and the bias.</param>
/// <param name="Below">The derivative that the gradient of the layer's input is multiplied by, or null where there is none.</param>
/// <param name="Lanes">The elements of a cache line, which is also the widest register.</param>
/// <param name="Forward">The forward product a = f(x·W + b), for weights of the order inputs by units.</param>
/// <param name="ForwardDots">The forward dot products, for weights of the order units by inputs.</param>
/// <param name="WeightGradient">The weight gradient: xᵀ·δ or δᵀ·x, whichever has the weights' order.</param>
/// <param name="InputGradient">The gradient of the inputs as a product δ·Wᵀ.</param>
internal sealed record DensePlan(
    LayerNode Node, EquatableArray<ParameterPlan> Parameters, DerivativePlan? Below, int Lanes,
    ProductPlan? Forward, DotPlan? ForwardDots, AdditionPlan WeightGradient, ProductPlan InputGradient) : LayerPlan(Node, Parameters, Below)
{
    /// <summary>The zeros that a product without a bias may start from.</summary>
    private const int MostZeros = 128;

    /// <summary>Few units of many inputs have lanes along the inputs; everywhere else lanes are along the units.</summary>
    public override WeightOrder Order => ForwardDots is null ? WeightOrder.InputsByUnits : WeightOrder.UnitsByInputs;

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias => Parameters.Count > 1;

    /// <summary>Where the activation function is computed.</summary>
    public ActivationPlace ActivationPlace => ActivationTraits.Of(Activation).Forward;

    /// <summary>Whether <see cref="InputGradient"/> takes the weights in the other order, packed once a chunk.</summary>
    public bool PacksWeights => Order == WeightOrder.InputsByUnits;

    public override IEnumerable<ProductPlan> Products => Forward is null ? [InputGradient] : [Forward, InputGradient];

    public override IEnumerable<AdditionPlan> Additions => [WeightGradient];

    public override IEnumerable<DotPlan> Dots => ForwardDots is null ? [] : [ForwardDots];

    public override bool OutputOverhangs => Forward is not null && Units % Lanes != 0;

    public override bool InputGradientOverhangs => Inputs % Lanes != 0;

    public override int SpareLength => ProductPlanner.SpareLength(WeightGradient, Lanes);

    public override int StripLength => Forward?.StripLength ?? 0;

    public override int PackedLength => !PacksWeights ? 0
        : InputGradient.StripLength > 0 ? InputGradient.StripLength
        : (Inputs * Units + Lanes - 1) / Lanes * Lanes;

    public static DensePlan Plan(LayerNode node, EquatableArray<ParameterPlan> parameters, DerivativePlan? below, ProductPlanner products)
    {
        (int inputs, int units, Activation activation) = (node.Inferred.Input.Features, node.Inferred.Output.Features, node.Spec.Activation);
        // Without a bias dot products start from the zeros that there are.
        bool lanesHoldInputs = ProductPlanner.LanesHoldInputs(inputs, units, products.Lanes) && (parameters.Count > 1 || units <= MostZeros);
        Epilogue forward = activation != Activation.Linear && ActivationTraits.Of(activation).Forward == ActivationPlace.InRegister
            ? new(EpilogueKind.ApplyActivation, activation)
            : Epilogue.Keep;
        Epilogue backward = below is { Place: ActivationPlace.InRegister } ? new(EpilogueKind.TimesDerivative, below.Activation) : Epilogue.Keep;
        // In this order, since a tile that one product has is free for the next.
        return new DensePlan(
            node, parameters, below, products.Lanes,
            lanesHoldInputs ? null : products.PlanAnyRows(units, inputs, forward),
            lanesHoldInputs ? ProductPlanner.PlanDots(units, inputs, forward) : null,
            // The columns may be the caller's inputs, beyond which nothing may be read.
            lanesHoldInputs ? products.PlanAddition(units, inputs, overhang: false) : products.PlanAddition(inputs, units, overhang: true),
            products.PlanManyRows(inputs, units, backward));
    }

    public override StraightLayer? Straighten(bool isLast, int lanes)
    {
        int quarter = lanes / 4, registers = (Units + quarter - 1) / quarter;
        return !HasBias || (Activation == Activation.Softmax && !isLast) ? null
            : ForwardDots is not null ? Inputs == lanes ? new StraightLayer(StraightForm.Dots, registers, Units) : null
            : Forward!.Wide.Parts > 1 ? null
            : Units == lanes && Inputs <= lanes ? new StraightLayer(StraightForm.Block, registers, Inputs)
            : Units < lanes ? new StraightLayer(StraightForm.Bits128, registers, Inputs * registers)
            : null;
    }
}
