using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Generator.Planning;

/// <summary>
/// Chooses tiles for a register file by a small model of its processor: two fused multiply-adds and two loads a cycle,
/// four cycles of latency, and half a cycle a step for what surrounds them.
/// </summary>
/// <param name="registers">How many vector registers there are.</param>
/// <param name="lanes">How many elements the widest of them holds.</param>
/// <param name="chosen">The tiles of the network so far, shared between its register files: a tile used twice is written once.</param>
internal sealed class TileChooser(int registers, int lanes, HashSet<TileShape> chosen)
{
    private const double PerCycle = 2, Latency = 4, StepOverhead = 0.5, TileOverhead = 8;

    /// <summary>The cycles, over a batch, that a tile which the network does not have yet must gain to be worth its lines.</summary>
    private const double NewTile = 1500;

    private const int TallestTile = 12;

    /// <summary>The batch that tiles are chosen for: one that overlaps the tile before it does some rows twice.</summary>
    private const int Batch = 128;

    /// <summary>The 32 registers of AVX-512.</summary>
    public static TileChooser Wide(int lanes, HashSet<TileShape> chosen) => new(32, lanes, chosen);

    /// <summary>The 16 registers of AVX2; with half the lanes again, the plan for 128 bits.</summary>
    public static TileChooser Narrow(int lanes, HashSet<TileShape> chosen) => new(16, lanes / 2, chosen);

    /// <summary>The best tile for a product of many rows.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="parts">In how many parts each sum is taken.</param>
    public TileShape ForManyRows(int columns, int count, int parts) => Best(columns, parts, overhang: true, tile =>
        tile.Rows == 1 ? double.PositiveInfinity : Cycles(tile, count) * ((Batch + tile.Rows - 1) / tile.Rows));

    /// <summary>The best tile for a single row.</summary>
    public TileShape ForOneRow(int columns, int count, int parts, TileReading reading) => Best(columns, parts, overhang: true, tile =>
        tile.Rows > 1 ? double.PositiveInfinity : Cycles(tile, count) * Batch, reading);

    /// <summary>The best tile for a product whose number of rows is known; a second tile takes exactly the rows left over.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="overhang">Whether the last register of a row may reach beyond the columns.</param>
    /// <remarks>Each sum has a term for every row of the batch.</remarks>
    public TileShape ForRows(int rows, int columns, bool overhang)
    {
        TileShape best = Best(columns, parts: 1, overhang, tile =>
        {
            int leftOver = rows % tile.Rows;
            if (tile.Rows > rows)
                return double.PositiveInfinity;
            double whole = Cycles(tile, Batch) * (rows / tile.Rows);
            TileShape rest = tile with { Rows = leftOver };
            return leftOver == 0 ? whole : whole + Cycles(rest, Batch) + (chosen.Contains(rest) ? 0 : NewTile);
        });
        if (rows % best.Rows > 0)
            chosen.Add(best with { Rows = rows % best.Rows });
        return best;
    }

    /// <summary>The tile of the least cost for all columns, given that of one tile's columns.</summary>
    private TileShape Best(int columns, int parts, bool overhang, Func<TileShape, double> cost, TileReading reading = TileReading.Plain)
    {
        TileShape best = new(1, 1, parts, reading);
        double least = double.PositiveInfinity;
        int most = Math.Min(8, overhang ? (columns + lanes - 1) / lanes : columns / lanes);
        for (int vectors = 1; vectors <= most; vectors++)
        {
            int groups = (columns + vectors * lanes - 1) / (vectors * lanes);
            for (int height = 1; height <= TallestTile; height++)
            {
                // Single rows come in powers of two: more would be more to read, for little.
                if (height == 1 && (vectors & (vectors - 1)) != 0)
                    continue;
                var tile = new TileShape(height, vectors, parts, reading);
                double total = cost(tile) * groups + (chosen.Contains(tile) ? 0 : NewTile);
                if (Holds(tile) && total < least)
                    (best, least) = (tile, total);
            }
        }

        chosen.Add(best);
        return best;
    }

    /// <summary>
    /// Whether the sums of a tile, a vector of each column and one broadcast value fit the registers. A single row uses
    /// each vector once, straight from memory.
    /// </summary>
    private bool Holds(TileShape tile) => tile.Sums + (tile.Rows == 1 ? 1 : tile.Vectors) + 1 < registers;

    /// <summary>The cycles that a tile takes for <paramref name="count"/> terms of each sum.</summary>
    private static double Cycles(TileShape tile, int count)
    {
        double arithmetic = tile.Sums / PerCycle;
        double loads = (tile.Rows + tile.Vectors) * tile.Parts / PerCycle;
        double step = Math.Max(Math.Max(arithmetic, loads), Latency) + StepOverhead;
        return step * count / tile.Parts + TileOverhead;
    }
}
