using System;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>The plan of each kind of layer, which stands in <c>Layers</c>. This is the one place of the stage that knows the kinds.</summary>
internal static class LayerPlanner
{
    /// <param name="node">The layer in its network.</param>
    /// <param name="parameters">Where its parameter tensors lie.</param>
    /// <param name="below">The derivative that the gradient of its input may be multiplied by at once, or null where there is none.</param>
    /// <param name="products">Plans products; the layers of a network share it, and with it their tiles.</param>
    public static LayerPlan Plan(LayerNode node, EquatableArray<ParameterPlan> parameters, DerivativePlan? below, ProductPlanner products) => node.Spec switch
    {
        ActivationSpec => new ActivationPlan(node),
        AddSpec => new AddPlan(node),
        ConcatSpec => new ConcatPlan(node),
        ConvolutionSpec => ConvolutionPlan.Plan(node, parameters, products),
        DenseSpec => DensePlan.Plan(node, parameters, below, products),
        DropoutSpec => new DropoutPlan(node),
        FlattenSpec => new FlattenPlan(node),
        GlobalAveragePoolSpec or PoolSpec => PoolPlan.Plan(node),
        LastStepSpec => new LastStepPlan(node),
        LayerNormSpec => new LayerNormPlan(node, parameters),
        MultiplySpec => new MultiplyPlan(node),
        NormalizationSpec => new NormalizationPlan(node, parameters),
        PReLUSpec => new PReLUPlan(node, parameters),
        RadialBasisSpec => new RadialBasisPlan(node, parameters, below),
        RecurrentSpec => RecurrentPlan.Plan(node, parameters, products),
        ScaleSpec => new ScalePlan(node, parameters),
        SliceSpec => new SlicePlan(node),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.Spec, "A kind of layer without a plan."),
    };
}
