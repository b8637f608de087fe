using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A sum of values.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record AddPlan(LayerNode Node) : LayerPlan(Node, default, null)
{
    public override bool AddsInputGradient => true;
}
