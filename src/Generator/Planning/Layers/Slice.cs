using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Some neighbouring features.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record SlicePlan(LayerNode Node) : LayerPlan(Node, default, null)
{
    public override bool AddsInputGradient => true;
}
