using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>The last step of a sequence.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record LastStepPlan(LayerNode Node) : LayerPlan(Node, default, null)
{
    public override bool AddsInputGradient => true;
}
