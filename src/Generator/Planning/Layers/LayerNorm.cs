using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Layer normalisation.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The gains and the shifts.</param>
internal sealed record LayerNormPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null)
{
    /// <summary>What is added to the variance.</summary>
    public double Epsilon => ((LayerNormSpec)Node.Spec).Epsilon;

    /// <summary>The mean and 1/√(σ² + ε) of each position.</summary>
    public override int KeptLength => 2 * Positions;
}
