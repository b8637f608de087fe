using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>The features of several values, one behind the other.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record ConcatPlan(LayerNode Node) : LayerPlan(Node, default, null)
{
    public override bool AddsInputGradient => true;
}
