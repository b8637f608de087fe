using System.Collections.Generic;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A convolution, whose kernels are the runtime's. Lanes hold filters.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The weights and the bias.</param>
internal sealed record ConvolutionPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null)
{
    /// <summary>Plans a convolution, by steps where time has no end.</summary>
    public static LayerPlan Plan(LayerNode node, EquatableArray<ParameterPlan> parameters, ProductPlanner products) =>
        node.Inferred.Input.IsStream ? ConvolutionStepsPlan.Plan(node, parameters, products) : new ConvolutionPlan(node, parameters);

    /// <summary>The convolution as declared.</summary>
    public ConvolutionSpec Spec => (ConvolutionSpec)Node.Spec;

    public override WeightOrder Order => WeightOrder.PositionsByInputsByUnits;

    /// <summary>The step down from output to output.</summary>
    public int StrideHeight => Spec.OfImages ? Spec.Stride : 1;

    /// <summary>The distance down between the positions that a filter takes.</summary>
    public int DilationHeight => Spec.OfImages ? Spec.Dilation : 1;

    /// <summary>The zeros above and below.</summary>
    public (int Before, int Behind) PadHeight => Spec.OfImages ? ConvolutionInference.Pad(Spec, Spec.KernelHeight) : (0, 0);

    /// <summary>The zeros to the left and to the right, or before and behind the steps.</summary>
    public (int Before, int Behind) PadWidth => ConvolutionInference.Pad(Spec, Spec.KernelWidth);
}

/// <summary>
/// A causal convolution where time has no end: what the kernel sees at each step lies in a row, and the rows are multiplied by the weights. A convolution in
/// groups takes the runtime's kernels, for which each row is a separate short sequence.
/// </summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The weights and the bias.</param>
/// <param name="Lanes">The elements of a cache line, which is also the widest register.</param>
/// <param name="Forward">The product of the rows with the weights, or null for a convolution in groups.</param>
/// <param name="WeightGradient">The gradient of the weights, or null for a convolution in groups.</param>
/// <param name="WindowGradient">The gradient of the rows, or null for a convolution in groups.</param>
internal sealed record ConvolutionStepsPlan(
    LayerNode Node, EquatableArray<ParameterPlan> Parameters, int Lanes,
    ProductPlan? Forward, AdditionPlan? WeightGradient, ProductPlan? WindowGradient) : LayerPlan(Node, Parameters, null)
{
    /// <summary>The convolution as declared.</summary>
    public ConvolutionSpec Spec => (ConvolutionSpec)Node.Spec;

    /// <summary>What the kernel sees at a step.</summary>
    public int WindowWidth => Spec.KernelWidth * Inputs;

    public override WeightOrder Order => WeightOrder.PositionsByInputsByUnits;

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias => Parameters.Count > 1;

    /// <summary>Where the activation function is computed; behind a kernel of the runtime's it is computed on its own.</summary>
    public bool ActivatesInRegister => Forward is { Epilogue.Kind: EpilogueKind.ApplyActivation };

    public override int KeptLength => WindowWidth;

    public override IEnumerable<ProductPlan> Products => Forward is null ? [] : [Forward, WindowGradient!];

    public override IEnumerable<AdditionPlan> Additions => WeightGradient is null ? [] : [WeightGradient];

    public override bool OutputOverhangs => Forward is not null && Units % Lanes != 0;

    public override int SpareLength => WeightGradient is null ? 0 : ProductPlanner.SpareLength(WeightGradient, Lanes);

    public override int PackedLength => Forward is null ? 0 : (WindowWidth * Units + Lanes - 1) / Lanes * Lanes;

    public override IReadOnlyList<StateTensor> State =>
        ConvolutionInference.PastOf(Spec) is var past and > 0 ? [new StateTensor("history", past, Inputs)] : [];

    public static ConvolutionStepsPlan Plan(LayerNode node, EquatableArray<ParameterPlan> parameters, ProductPlanner products)
    {
        var spec = (ConvolutionSpec)node.Spec;
        if (spec.Groups > 1)
            return new ConvolutionStepsPlan(node, parameters, products.Lanes, null, null, null);
        int width = spec.KernelWidth * node.Inferred.Input.Features;
        Epilogue forward = spec.Activation != Activation.Linear && ActivationTraits.Of(spec.Activation).Forward == ActivationPlace.InRegister
            ? new(EpilogueKind.ApplyActivation, spec.Activation)
            : Epilogue.Keep;
        return new ConvolutionStepsPlan(
            node, parameters, products.Lanes, products.PlanAnyRows(spec.Filters, width, forward),
            products.PlanAddition(width, spec.Filters, overhang: true), products.PlanManyRows(width, spec.Filters, Epilogue.Keep));
    }
}
