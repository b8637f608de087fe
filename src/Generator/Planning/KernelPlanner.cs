using System;
using System.Collections.Generic;

namespace Generated.Generator.Planning;

/// <summary>Plans the kernels of the dense layers of one network, which share their tiles.</summary>
internal sealed class KernelPlanner
{
    /// <summary>The independent chains of fused multiply-adds that keep two units of four cycles' latency busy.</summary>
    private const int Chains = 8;

    /// <summary>Fewer terms in a part are not worth the additions that join the parts.</summary>
    private const int ShortestPart = 4;

    private readonly int _lanes;
    private readonly TileChooser _wide, _narrow;

    public KernelPlanner(int lanes)
    {
        var chosen = new HashSet<TileShape>();
        (_lanes, _wide, _narrow) = (lanes, TileChooser.Wide(lanes, chosen), TileChooser.Narrow(lanes, chosen));
    }

    public LayerPlan Plan(LayerPlan layer)
    {
        (int inputs, int units) = (layer.Inputs, layer.Units);
        return layer.Order == WeightOrder.UnitsByInputs
            ? layer with
            {
                ForwardDots = PlanDots(units),
                // The columns may be the caller's inputs, beyond which nothing may be read.
                WeightGradient = PlanKnownRows(units, inputs, overhang: false),
                InputGradient = PlanInputGradient(inputs, units),
            }
            : layer with
            {
                Forward = PlanAnyRows(units, inputs, Parts(inputs, units)),
                WeightGradient = PlanKnownRows(inputs, units, overhang: true),
                InputGradient = PlanInputGradient(inputs, units),
            };
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

    /// <summary>In how many parts a single sample's sums are taken, so that there are enough chains even for a narrow layer.</summary>
    private int Parts(int inputs, int units)
    {
        int vectors = (units + _lanes - 1) / _lanes;
        // Rows of weights that start anywhere take two loads a vector. These, not the chains, then limit a single sample of two
        // vectors, and a batch is the better for fewer parts, with which its tiles have more rows.
        bool startOnLines = units % _lanes == 0;
        int parts = inputs < _lanes || vectors >= Chains ? 1 : vectors > 2 || (vectors == 2 && !startOnLines) ? 2 : 4;
        while (parts > 1 && inputs / parts < ShortestPart)
            parts /= 2;
        return parts;
    }

    /// <summary>The gradient of the inputs, of which a single row is rare, and the packing of its weights takes longer than itself.</summary>
    private ProductPlan PlanInputGradient(int inputs, int units)
    {
        TileShape row = new(1, inputs > 3 * _lanes ? 4 : 1, 1, TileReading.Shared);
        TileShape narrow = _narrow.ForManyRows(inputs, units, parts: 1), wide = _wide.ForManyRows(inputs, units, parts: 1);
        return new ProductPlan(wide, row, narrow, row);
    }

    /// <summary>A product with any number of rows.</summary>
    private ProductPlan PlanAnyRows(int columns, int count, int parts)
    {
        const int NearestCache = 32 * 1024, LineBytes = 64;
        TileReading reading = (long)columns * count / _lanes * LineBytes > NearestCache ? TileReading.Streamed
            : count >= _lanes / 4 ? TileReading.Spread
            : TileReading.Plain;
        TileShape narrow = _narrow.ForManyRows(columns, count, parts), narrowRow = _narrow.ForOneRow(columns, count, parts, reading);
        TileShape wide = _wide.ForManyRows(columns, count, parts), wideRow = _wide.ForOneRow(columns, count, parts, reading);
        return new ProductPlan(wide, wideRow, narrow, narrowRow);
    }

    /// <summary>A product whose number of rows is known: whole tiles, then one tile of exactly the rows left over.</summary>
    private ProductPlan PlanKnownRows(int rows, int columns, bool overhang)
    {
        // The narrow tiles first: the wide registers can take them over, but not the other way round.
        TileShape narrow = _narrow.ForRows(rows, columns, overhang), wide = _wide.ForRows(rows, columns, overhang);
        return new ProductPlan(wide, LeftOver(rows, wide), narrow, LeftOver(rows, narrow));
    }

    private static TileShape LeftOver(int rows, TileShape tile) => tile with { Rows = rows % tile.Rows };

    private static DotPlan PlanDots(int units)
    {
        // The rows of a tile share the loads of the weights; with one row, more units at once would only take more lines.
        TileShape row = new(1, EvenShare(units, 5));
        return new DotPlan(row with { Rows = 4 }, row, row);
    }

    /// <summary>The units of a tile so that tiles of at most <paramref name="most"/> units have equal work.</summary>
    private static int EvenShare(int units, int most)
    {
        int tiles = (units + most - 1) / most;
        return (units + tiles - 1) / tiles;
    }
}
