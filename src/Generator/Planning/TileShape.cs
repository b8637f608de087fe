using System;
using System.Linq;

namespace Generated.Generator.Planning;

/// <summary>
/// The sums that a kernel holds in registers at once: <see cref="Rows"/> rows by <see cref="Vectors"/> vectors of
/// columns, each in <see cref="Parts"/> parts.
/// </summary>
internal readonly record struct TileShape(int Rows, int Vectors, int Parts = 1)
{
    public int Sums => Rows * Vectors * Parts;
}

/// <summary>
/// A machine to plan for: how many vector registers there are, and how many elements the widest of them holds.
/// The costs are those of the processors of today: two fused multiply-adds and two loads a cycle, four cycles of
/// latency, and about half a cycle a step for what surrounds them.
/// </summary>
internal readonly record struct RegisterFile(int Registers, int Lanes)
{
    private const double PerCycle = 2, Latency = 4, StepOverhead = 0.5, TileOverhead = 8;

    /// <summary>The heights that tiles come in: few, so that layers share them and the emitted file stays short.</summary>
    private static readonly int[] Heights = [1, 2, 3, 4, 5, 6, 8, 12];

    /// <summary>What a tile of its own for the rows left over has to gain to be worth its lines.</summary>
    private const double LeftOverPenalty = 1.06;

    /// <summary>Batches that tiles are chosen for; a tile that overlaps the one before it does its rows twice.</summary>
    private static readonly int[] TypicalRows = [32, 128];

    /// <summary>The AVX-512 file: 32 registers of 64 bytes.</summary>
    public static RegisterFile Wide(int lanes) => new(32, lanes);

    /// <summary>The AVX2 file: 16 registers of 32 bytes; the plan for 128 bits too.</summary>
    public static RegisterFile Narrow(int lanes) => new(16, lanes / 2);

    /// <summary>Whether the sums of a tile, a vector of each column and one broadcast value fit the registers.</summary>
    public bool Holds(TileShape tile) => tile.Sums + tile.Vectors + 1 < Registers;

    /// <summary>The cycles that a tile takes for <paramref name="count"/> terms of each sum.</summary>
    public double Cycles(TileShape tile, int count)
    {
        double arithmetic = tile.Sums / PerCycle;
        double loads = (tile.Rows + tile.Vectors) * tile.Parts / PerCycle;
        double step = Math.Max(Math.Max(arithmetic, loads), Latency) + StepOverhead;
        return step * count / tile.Parts + TileOverhead;
    }

    /// <summary>The best tile for a matrix of many rows.</summary>
    /// <param name="columns">The number of columns, at least <see cref="Lanes"/>.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="parts">In how many parts each sum is taken.</param>
    public TileShape ForManyRows(int columns, int count, int parts)
    {
        RegisterFile file = this;
        return Best(columns, parts, tile => tile.Rows == 1 ? double.PositiveInfinity : TypicalRows.Average(rows =>
            file.Cycles(tile, count) * ((rows + tile.Rows - 1) / tile.Rows) / rows));
    }

    /// <summary>The best tile for a single row.</summary>
    public TileShape ForOneRow(int columns, int count, int parts)
    {
        RegisterFile file = this;
        return Best(columns, parts, tile => tile.Rows > 1 ? double.PositiveInfinity : file.Cycles(tile, count));
    }

    /// <summary>The best tile for a matrix whose number of rows is known; a second tile takes exactly the rows left over.</summary>
    public TileShape ForRows(int rows, int columns, int count)
    {
        RegisterFile file = this;
        return Best(columns, parts: 1, tile =>
        {
            int leftOver = rows % tile.Rows;
            double whole = file.Cycles(tile, count) * (rows / tile.Rows);
            return tile.Rows > rows ? double.PositiveInfinity
                : leftOver == 0 ? whole
                : Array.IndexOf(Heights, leftOver) < 0 ? double.PositiveInfinity
                : (whole + file.Cycles(tile with { Rows = leftOver }, count)) * LeftOverPenalty;
        });
    }

    /// <summary>The tile of the least cost for all columns, given the cost of one tile's columns.</summary>
    private TileShape Best(int columns, int parts, Func<TileShape, double> cost)
    {
        TileShape best = new(1, 1, parts);
        double least = double.PositiveInfinity;
        for (int vectors = 1; vectors <= 8 && vectors * Lanes <= columns; vectors++)
        {
            int groups = (columns + vectors * Lanes - 1) / (vectors * Lanes);
            foreach (int height in Heights)
            {
                var tile = new TileShape(height, vectors, parts);
                // Of equals, the smaller: fewer lines to read.
                if (Holds(tile) && cost(tile) * groups is var total && total < least * 0.995)
                    (best, least) = (tile, total);
            }
        }

        return best;
    }
}
