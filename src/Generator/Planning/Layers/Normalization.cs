using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A normalisation by constants.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The means and the deviations.</param>
internal sealed record NormalizationPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null)
{
    /// <summary>The largest magnitude that passes.</summary>
    public double Clip => ((NormalizationSpec)Node.Spec).Clip;
}
