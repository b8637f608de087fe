using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>The order in which a layer's weights lie in the parameter vector, by the names of the runtime's enumeration.</summary>
internal enum WeightOrder
{
    /// <summary>Row i holds what input i sends to every unit. Lanes hold units.</summary>
    InputsByUnits,

    /// <summary>Row j holds what unit j receives from every input. Lanes hold inputs.</summary>
    UnitsByInputs,
}

/// <summary>
/// How a matrix product <c>C = start + A·B</c> is tiled. Each element of C has one order of summation, whatever the
/// tile: the terms k ≡ p (mod parts) make part p, in order; part 0 begins with the start and takes what is left over
/// when the parts do not divide the terms; then (0 + 1) + (2 + 3).
/// </summary>
/// <param name="Wide">The tile on 32 registers of 64 bytes.</param>
/// <param name="WideRow">The same for a single row, or for the rows left over where their number is known.</param>
/// <param name="Narrow">The tile on 16 registers.</param>
/// <param name="NarrowRow">The same for a single row, or for the rows left over where their number is known.</param>
internal sealed record ProductPlan(TileShape Wide, TileShape WideRow, TileShape Narrow, TileShape NarrowRow);

/// <summary>
/// How dot products of rows with rows are tiled: <see cref="TileShape.Vectors"/> is the number of units at once. A sum
/// is taken in a block of 64 bytes of lanes, lane l taking the terms k ≡ l; the block is folded in halves to 128 bits,
/// takes what is left over in steps of 128 bits, is folded to one value, then come the bias and the last few terms.
/// </summary>
/// <param name="Wide">The tile on 32 registers of 64 bytes.</param>
/// <param name="WideRow">The same for a single row.</param>
/// <param name="Narrow">The tile on 16 registers, for any number of rows.</param>
internal sealed record DotPlan(TileShape Wide, TileShape WideRow, TileShape Narrow);

/// <summary>One layer with every decision about its kernels.</summary>
/// <param name="Number">The layer's number; the first after the input is 1.</param>
/// <param name="Kind">The kind of layer.</param>
/// <param name="Inputs">The number of inputs n.</param>
/// <param name="Units">The number of units m.</param>
/// <param name="Activation">The activation function.</param>
/// <param name="Order">The order of the weights.</param>
/// <param name="WeightsOffset">Where in the parameter vector the weights (or centres) begin.</param>
/// <param name="BiasOffset">Where the biases (or ρ = ln β) begin.</param>
internal sealed record LayerPlan(
    int Number, LayerKind Kind, int Inputs, int Units, Activation Activation, WeightOrder Order, int WeightsOffset, int BiasOffset)
{
    /// <summary>The forward product a = f(x·W + b), for weights of the order inputs by units.</summary>
    public ProductPlan? Forward { get; init; }

    /// <summary>The forward dot products, for weights of the order units by inputs.</summary>
    public DotPlan? ForwardDots { get; init; }

    /// <summary>The weight gradient: xᵀ·δ or δᵀ·x, whichever has the weights' order.</summary>
    public ProductPlan? WeightGradient { get; init; }

    /// <summary>The gradient of the inputs as a product δ·Wᵀ.</summary>
    public ProductPlan? InputGradient { get; init; }

    /// <summary>Whether <see cref="InputGradient"/> needs the weights in the other order, packed once a chunk.</summary>
    public bool PacksWeights => InputGradient is not null && Order == WeightOrder.InputsByUnits;

    public ActivationTraits Traits => ActivationTraits.Of(Activation);

    /// <summary>Whether what the activation is applied to is kept beside its result for the backward pass.</summary>
    public bool KeepsSums => Kind == LayerKind.RadialBasis || Traits.DerivativeTakesInput;

    public int ParameterCount => (Inputs + 1) * Units;
}
