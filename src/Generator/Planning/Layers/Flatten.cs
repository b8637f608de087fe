using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A value as one vector: positions and features lie as they lay.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record FlattenPlan(LayerNode Node) : LayerPlan(Node, default, null)
{
    public override bool IsView => true;

    public override bool AddsInputGradient => true;
}
