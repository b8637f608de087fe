using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A product of two values.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record MultiplyPlan(LayerNode Node) : LayerPlan(Node, default, null);
