using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A gain and a shift for each feature.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The gains and the shifts.</param>
internal sealed record ScalePlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null);

/// <summary>A normalisation by constants.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The means and the deviations.</param>
internal sealed record NormalizationPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null)
{
    /// <summary>The largest magnitude that passes.</summary>
    public double Clip => ((NormalizationSpec)Node.Spec).Clip;
}

/// <summary>A rectifier with slopes.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The slopes.</param>
internal sealed record PReLUPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null)
{
    /// <summary>Whether each feature has a slope of its own.</summary>
    public bool PerFeature => ((PReLUSpec)Node.Spec).PerFeature;
}

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
