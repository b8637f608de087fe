using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Elements that training leaves out at random. The way back has the same mask, which is computed anew.</summary>
/// <param name="Node">The layer in its network.</param>
internal sealed record DropoutPlan(LayerNode Node) : LayerPlan(Node, default, null)
{
    /// <summary>The probability of an element to be left out.</summary>
    public double Rate => ((DropoutSpec)Node.Spec).Rate;
}
