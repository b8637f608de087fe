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

    /// <summary>The rows of a chunk that the weight gradient is planned for.</summary>
    private const int TypicalChunk = 64;

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
                WeightGradient = PlanKnownRows(units, inputs),
                InputGradient = PlanAnyRows(inputs, units, parts: 1),
            }
            : layer with
            {
                Forward = PlanAnyRows(units, inputs, Parts(inputs, units)),
                WeightGradient = PlanKnownRows(inputs, units),
                InputGradient = inputs >= _lanes ? PlanAnyRows(inputs, units, parts: 1) : null,
                InputGradientDots = inputs < _lanes ? PlanDots(inputs) : null,
            };
    }

    /// <summary>In how many parts a single sample's sums are taken, so that there are enough chains even for a narrow layer.</summary>
    private int Parts(int inputs, int units)
    {
        int vectors = (units + _lanes - 1) / _lanes;
        int parts = units < _lanes || vectors >= Chains ? 1 : vectors > 2 ? 2 : 4;
        while (parts > 1 && inputs / parts < ShortestPart)
            parts /= 2;
        return parts;
    }

    private LaneClass Lanes(int columns) =>
        columns >= _lanes ? LaneClass.Full : columns >= _lanes / 4 ? LaneClass.Bits128 : LaneClass.Scalar;

    /// <summary>A product with any number of rows.</summary>
    private ProductPlan PlanAnyRows(int columns, int count, int parts)
    {
        LaneClass lane = Lanes(columns);
        return lane != LaneClass.Full
            ? Small(lane, new TileShape(4, 1), new TileShape(1, 1))
            : new ProductPlan(lane,
                _wide.ForManyRows(columns, count, parts), _wide.ForOneRow(columns, count, parts),
                _narrow.ForManyRows(columns, count, parts), _narrow.ForOneRow(columns, count, parts));
    }

    /// <summary>A product whose number of rows is known: whole tiles, then one tile of exactly the rows left over.</summary>
    private ProductPlan PlanKnownRows(int rows, int columns)
    {
        LaneClass lane = Lanes(columns);
        if (lane != LaneClass.Full)
        {
            var tile = new TileShape(Math.Min(rows, 4), 1);
            return Small(lane, tile, LeftOver(rows, tile));
        }

        TileShape wide = _wide.ForRows(rows, columns, TypicalChunk), narrow = _narrow.ForRows(rows, columns, TypicalChunk);
        return new ProductPlan(lane, wide, LeftOver(rows, wide), narrow, LeftOver(rows, narrow));
    }

    private static ProductPlan Small(LaneClass lane, TileShape tile, TileShape row) => new(lane, tile, row, tile, row);

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
