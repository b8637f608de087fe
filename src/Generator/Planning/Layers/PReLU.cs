using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A rectifier with slopes.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The slopes.</param>
internal sealed record PReLUPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null)
{
    /// <summary>Whether each feature has a slope of its own.</summary>
    public bool PerFeature => ((PReLUSpec)Node.Spec).PerFeature;
}
