using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>Plans products for the kinds of layer that are made of them. The products of one network share their tiles.</summary>
internal sealed class ProductPlanner
{
    /// <summary>The independent chains of fused multiply-adds that keep two units of four cycles' latency busy.</summary>
    private const int Chains = 8;

    private const int LineBytes = 64;

    /// <summary>Fewer terms in a part are not worth the additions that join the parts.</summary>
    private const int ShortestPart = 4;

    /// <summary>
    /// From how many bytes on a row of B is so long that walking down its columns leaves a page at every other step: neither the processor's prefetching
    /// nor its table of pages keeps up with that.
    /// </summary>
    private const int LongRow = 2048;

    /// <summary>The fewest terms of a sum for which a strip of B does not stay in the nearest cache by itself.</summary>
    private const int ManyTerms = 256;

    private readonly TileChooser _wide, _narrow;

    /// <param name="lanes">The elements of a cache line, which is also the widest register.</param>
    public ProductPlanner(int lanes)
    {
        var chosen = new HashSet<TileShape>();
        (Lanes, _wide, _narrow) = (lanes, TileChooser.Wide(lanes, chosen), TileChooser.Narrow(lanes, chosen));
    }

    /// <summary>The elements of a cache line, which is also the widest register.</summary>
    public int Lanes { get; }

    /// <summary>A product with any number of rows, of which a single one is as frequent as many.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="epilogue">What is done with the sums.</param>
    public ProductPlan PlanAnyRows(int columns, int count, Epilogue epilogue)
    {
        const int NearestCache = 32 * 1024;
        int parts = Parts(count, columns);
        TileReading reading = (long)columns * count / Lanes * LineBytes > NearestCache ? TileReading.Streamed
            : count >= Lanes / 4 ? TileReading.Spread
            : TileReading.Plain;
        TileShape narrow = _narrow.ForManyRows(columns, count, parts), narrowRow = _narrow.ForOneRow(columns, count, parts, reading);
        TileShape wide = _wide.ForManyRows(columns, count, parts), wideRow = _wide.ForOneRow(columns, count, parts, reading);
        return new ProductPlan(count, epilogue, wide, wideRow, narrow, narrowRow) { StripLength = StripLength(columns, count, wide, narrow) };
    }

    /// <summary>A product with any number of rows, of which a single one is rare: a gradient of inputs, whose packing takes longer than one row.</summary>
    public ProductPlan PlanManyRows(int columns, int count, Epilogue epilogue)
    {
        TileShape row = new(1, columns > 3 * Lanes ? 4 : 1, 1, TileReading.Shared);
        TileShape narrow = _narrow.ForManyRows(columns, count, parts: 1), wide = _wide.ForManyRows(columns, count, parts: 1);
        return new ProductPlan(count, epilogue, wide, row, narrow, row) { StripLength = StripLength(columns, count, wide, narrow, row) };
    }

    /// <summary>A product whose number of rows is known, added to what is there: whole tiles, then one tile of exactly the rows left over.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="overhang">Whether the last register of a row may reach beyond the columns.</param>
    public AdditionPlan PlanAddition(int rows, int columns, bool overhang)
    {
        // The narrow tiles first: the wide registers can take them over, but not the other way round.
        TileShape narrow = _narrow.ForRows(rows, columns, overhang), wide = _wide.ForRows(rows, columns, overhang);
        return new AdditionPlan(Passes(wide, rows, columns, Lanes), Passes(narrow, rows, columns, Lanes / 2));
    }

    /// <summary>Dot products of any number of rows with a row for each unit.</summary>
    public static DotPlan PlanDots(int units, int count, Epilogue epilogue)
    {
        // The rows of a tile share the loads of the weights; with one row, more units at once would only take more lines.
        TileShape row = new(1, EvenShare(units, 5));
        return new DotPlan(count, epilogue, row with { Rows = 4 }, row, row);
    }

    /// <summary>
    /// Whether the units are so few that lanes better hold inputs: a block of inputs for each unit and the folding of its
    /// lanes, against a register of units for each input.
    /// </summary>
    public static bool LanesHoldInputs(int inputs, int units, int lanes)
    {
        const double Fold = 1.5, Rest = 8, Gain = 1.1;
        double dots = units * (inputs / lanes + Fold + (inputs % lanes == 0 ? 0 : Rest));
        return units < lanes && inputs >= lanes && dots < inputs * Gain;
    }

    /// <summary>Elements of the tile that goes to spare memory; 0 where every tile ends with the columns.</summary>
    public static int SpareLength(AdditionPlan addition, int lanes) => Math.Max(SpareOf(addition.Wide[0], lanes), SpareOf(addition.Narrow[0], lanes / 2));

    /// <summary>The strip of the widest tile on any registers.</summary>
    private int StripLength(int columns, int count, TileShape wide, TileShape narrow, TileShape row = default) =>
        columns * (LineBytes / Lanes) < LongRow || count < ManyTerms ? 0
        : count * Math.Max(Math.Max(wide.Vectors, row.Vectors) * Lanes, narrow.Vectors * Lanes / 2);

    private static int SpareOf(AdditionPass pass, int lanes) => pass.InSpare ? pass.Tile.Rows * pass.Tile.Vectors * lanes : 0;

    private static EquatableArray<AdditionPass> Passes(TileShape tile, int rows, int columns, int lanes)
    {
        int leftOver = rows % tile.Rows;
        bool inSpare = columns % (tile.Vectors * lanes) != 0;
        var whole = new AdditionPass(tile, 0, rows - leftOver, inSpare);
        return new(leftOver == 0 ? [whole] : [whole, new AdditionPass(tile with { Rows = leftOver }, whole.Rows, leftOver, inSpare)]);
    }

    /// <summary>In how many parts a single sample's sums are taken, so that there are enough chains even for a narrow layer.</summary>
    private int Parts(int inputs, int units)
    {
        int vectors = (units + Lanes - 1) / Lanes;
        // Rows of weights that start anywhere take two loads a vector. These, not the chains, then limit a single sample of two
        // vectors, and a batch is the better for fewer parts, with which its tiles have more rows.
        bool startOnLines = units % Lanes == 0;
        int parts = inputs < Lanes || vectors >= Chains ? 1 : vectors > 2 || (vectors == 2 && !startOnLines) ? 2 : 4;
        while (parts > 1 && inputs / parts < ShortestPart)
            parts /= 2;
        return parts;
    }

    /// <summary>The units of a tile so that tiles of at most <paramref name="most"/> units have equal work.</summary>
    private static int EvenShare(int units, int most)
    {
        int tiles = (units + most - 1) / most;
        return (units + tiles - 1) / tiles;
    }
}
