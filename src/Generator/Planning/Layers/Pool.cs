using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Pooling, in windows or over all positions.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="OfMaximum">Whether the largest is taken, else the mean.</param>
/// <param name="SizeHeight">The height of a window.</param>
/// <param name="SizeWidth">The width of a window.</param>
/// <param name="StrideHeight">The step down from window to window.</param>
/// <param name="StrideWidth">The step aside from window to window.</param>
internal sealed record PoolPlan(LayerNode Node, bool OfMaximum, int SizeHeight, int SizeWidth, int StrideHeight, int StrideWidth)
    : LayerPlan(Node, default, null)
{
    public static PoolPlan Plan(LayerNode node)
    {
        ValueShape input = node.Inferred.Input;
        if (node.Spec is not PoolSpec pool)
            return new PoolPlan(node, OfMaximum: false, input.Height, input.Width, input.Height, input.Width);
        bool isImage = input.Rank == 3;
        return new PoolPlan(node, pool.OfMaximum, isImage ? pool.Size : 1, pool.Size, isImage ? pool.Stride : 1, pool.Stride);
    }
}
