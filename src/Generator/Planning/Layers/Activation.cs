using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>An activation function alone.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record ActivationPlan(LayerNode Node) : LayerPlan(Node, default, null)
{
    public override bool IsView => Activation == Activation.Linear;

    public override bool ActivatesInput => true;

    /// <summary>The gradient is handed on as it is: the derivative has been taken before.</summary>
    public override bool AddsInputGradient => true;
}
