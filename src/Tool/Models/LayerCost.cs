using System.Linq;

namespace Generated.Tool.Models;

/// <summary>What it costs to compute a layer.</summary>
internal static class LayerCost
{
    /// <summary>The products of a sample: each element of a matrix once for every position.</summary>
    public static long MultiplyAdds(LayerShape layer) =>
        layer.Parameters.Where(tensor => tensor.Shape.Count > 1).Sum(tensor => (long)tensor.Length) * (layer.OutputSize / layer.Units);
}
