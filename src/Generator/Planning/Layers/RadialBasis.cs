using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A radial basis layer, whose kernels are the runtime's.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The centres and ρ = ln β.</param>
/// <param name="Below">The derivative that the gradient of the layer's input is multiplied by, or null where there is none.</param>
internal sealed record RadialBasisPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters, DerivativePlan? Below) : LayerPlan(Node, Parameters, Below)
{
    /// <summary>The exponents zⱼ = −βⱼ‖x − cⱼ‖² are kept, of which ∂h/∂ρ = z·h is made.</summary>
    public override bool KeepsSums => true;
}
