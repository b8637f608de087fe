using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>A tile that the network needs, and which of its loops: one whose terms no product leaves over is not needed.</summary>
/// <param name="Shape">The sums that it holds.</param>
/// <param name="Step">The terms of each sum that it takes at a time.</param>
/// <param name="LeavesParts">Whether some product leaves terms over that still are as many as its parts.</param>
/// <param name="LeavesTerms">Whether some product leaves single terms over.</param>
internal sealed record TilePlan(TileShape Shape, int Step, bool LeavesParts, bool LeavesTerms)
{
    /// <summary>How many vectors ahead a streaming tile asks for its weights: with the widest, 8 KB.</summary>
    public const int PrefetchVectors = 128;

    /// <summary>Whether four dot products are folded side by side: their lanes can be exchanged where 128 bits hold four.</summary>
    public bool FoldsFour { get; init; }

    /// <summary>The tiles of all products.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="quarter">The elements of 128 bits.</param>
    public static EquatableArray<TilePlan> OfProducts(IEnumerable<LayerPlan> layers, int quarter)
    {
        var tiles = new Dictionary<TileShape, TilePlan>();
        foreach (LayerPlan layer in layers)
        {
            foreach (ProductPlan product in layer.Products)
            {
                foreach (TileShape tile in product.Tiles.Where(tile => tile.Reading != TileReading.Shared))
                    Add(tile, product.Count);
            }

            // The sums of an addition have a term for every row of the batch, which are taken one by one.
            foreach (AdditionPass pass in layer.Additions.SelectMany(addition => addition.Wide.Concat(addition.Narrow)))
                Add(pass.Tile, 0);
        }

        return new(tiles.Values);

        void Add(TileShape tile, int count)
        {
            int step = tile.Reading == TileReading.Spread && tile.Parts < quarter ? quarter : tile.Parts, leftOver = count % step;
            bool leavesParts = tile.Parts > 1 && leftOver >= tile.Parts, leavesTerms = leftOver % tile.Parts > 0 || (tile.Parts == 1 && leftOver > 0);
            tiles[tile] = tiles.TryGetValue(tile, out TilePlan before)
                ? before with { LeavesParts = before.LeavesParts || leavesParts, LeavesTerms = before.LeavesTerms || leavesTerms }
                : new TilePlan(tile, step, leavesParts, leavesTerms);
        }
    }

    /// <summary>The tiles of all dot products, whose steps are blocks of 64 bytes.</summary>
    public static EquatableArray<TilePlan> OfDots(IEnumerable<LayerPlan> layers, int lanes) => new(
        from dots in layers.SelectMany(layer => layer.Dots)
        from tile in dots.Tiles
        group dots.Count % lanes > 0 by tile into uses
        select new TilePlan(uses.Key, lanes, LeavesParts: false, LeavesTerms: uses.Contains(true)) { FoldsFour = lanes == 16 });
}
