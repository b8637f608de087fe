using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>Decides how fast: a <see cref="NetworkSpec"/> becomes a <see cref="NetworkPlan"/>. Pure, and without Roslyn.</summary>
internal static class Planner
{
    /// <summary>The independent chains of fused multiply-adds that keep two units of four cycles' latency busy.</summary>
    private const int Chains = 8;

    /// <summary>Fewer terms in a part are not worth the additions that join the parts.</summary>
    private const int ShortestPart = 4;

    public static NetworkPlan Plan(NetworkSpec spec)
    {
        int lanes = spec.Precision == Precision.Single ? 16 : 8;
        var layers = new List<LayerPlan>();
        int inputs = spec.Inputs;
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            LayerSpec layer = spec.Layers[i];
            // Few units of many inputs: lanes along the inputs. Everywhere else lanes along the units.
            WeightOrder order = layer.Kind == LayerKind.Dense && layer.Units < lanes && inputs >= lanes
                ? WeightOrder.UnitsByInputs
                : WeightOrder.InputsByUnits;
            layers.Add(new LayerPlan(i + 1, layer.Kind, inputs, layer.Units, layer.Activation, order, 0, 0));
            inputs = layer.Units;
        }

        AssignOffsets(layers, lanes);
        return new NetworkPlan(spec, new EquatableArray<LayerPlan>(layers.Select(layer => layer.Kind == LayerKind.Dense ? PlanKernels(layer, lanes) : layer)));
    }

    /// <summary>
    /// Lays the parameters out without gaps: first the blocks that fill whole cache lines, so that each of them (and each
    /// row of a layer whose width is a multiple of a cache line) starts on one, then the others.
    /// </summary>
    private static void AssignOffsets(List<LayerPlan> layers, int lanes)
    {
        int next = 0;
        foreach (bool whole in new[] { true, false })
        {
            for (int i = 0; i < layers.Count; i++)
            {
                LayerPlan layer = layers[i];
                int weights = layer.Inputs * layer.Units;
                if (weights % lanes == 0 == whole)
                {
                    layers[i] = layer = layer with { WeightsOffset = next };
                    next += weights;
                }

                if (layer.Units % lanes == 0 == whole)
                {
                    layers[i] = layer with { BiasOffset = next };
                    next += layer.Units;
                }
            }
        }
    }

    private static LayerPlan PlanKernels(LayerPlan layer, int lanes)
    {
        (int inputs, int units) = (layer.Inputs, layer.Units);
        const int rows = 64;
        return layer.Order == WeightOrder.UnitsByInputs
            ? layer with
            {
                ForwardDots = PlanDots(units, lanes),
                WeightGradient = PlanRows(units, inputs, rows, lanes),
                InputGradient = PlanProduct(inputs, units, parts: 1, lanes),
            }
            : layer with
            {
                Forward = PlanProduct(units, inputs, Parts(inputs, units, lanes), lanes),
                WeightGradient = PlanRows(inputs, units, rows, lanes),
                InputGradient = inputs >= lanes ? PlanProduct(inputs, units, parts: 1, lanes) : null,
                InputGradientDots = inputs < lanes ? PlanDots(inputs, lanes) : null,
            };
    }

    /// <summary>In how many parts a single sample's sums are taken, so that there are enough chains even for a narrow layer.</summary>
    private static int Parts(int inputs, int units, int lanes)
    {
        int vectors = (units + lanes - 1) / lanes;
        int parts = units < lanes || vectors >= Chains ? 1 : vectors > 2 ? 2 : 4;
        while (parts > 1 && inputs / parts < ShortestPart)
            parts /= 2;
        return parts;
    }

    private static LaneClass Lanes(int columns, int lanes) =>
        columns >= lanes ? LaneClass.Full : columns >= lanes / 4 ? LaneClass.Bits128 : LaneClass.Scalar;

    /// <summary>A product with any number of rows.</summary>
    private static ProductPlan PlanProduct(int columns, int count, int parts, int lanes)
    {
        LaneClass lane = Lanes(columns, lanes);
        if (lane != LaneClass.Full)
            return Small(lane, new TileShape(4, 1), new TileShape(1, 1));
        (RegisterFile wide, RegisterFile narrow) = (RegisterFile.Wide(lanes), RegisterFile.Narrow(lanes));
        return new ProductPlan(lane,
            wide.ForManyRows(columns, count, parts), wide.ForOneRow(columns, count, parts),
            narrow.ForManyRows(columns, count, parts), narrow.ForOneRow(columns, count, parts));
    }

    /// <summary>A product whose number of rows is known: whole tiles, then one tile of exactly the rows left over.</summary>
    private static ProductPlan PlanRows(int rows, int columns, int count, int lanes)
    {
        LaneClass lane = Lanes(columns, lanes);
        if (lane != LaneClass.Full)
        {
            var tile = new TileShape(Math.Min(rows, 4), 1);
            return Small(lane, tile, LeftOver(rows, tile));
        }

        TileShape wide = RegisterFile.Wide(lanes).ForRows(rows, columns, count), narrow = RegisterFile.Narrow(lanes).ForRows(rows, columns, count);
        return new ProductPlan(lane, wide, LeftOver(rows, wide), narrow, LeftOver(rows, narrow));
    }

    private static ProductPlan Small(LaneClass lane, TileShape tile, TileShape row) => new(lane, tile, row, tile, row);

    private static TileShape LeftOver(int rows, TileShape tile) => tile with { Rows = rows % tile.Rows };

    private static DotPlan PlanDots(int units, int lanes)
    {
        // The rows of a tile share the loads of the weights; more units than this at once do not pay.
        int together = EvenShare(units, 6);
        return new DotPlan(new TileShape(4, together), new TileShape(1, EvenShare(units, 10)), new TileShape(1, EvenShare(units, 4)));
    }

    /// <summary>The units of a tile so that tiles of at most <paramref name="most"/> units have equal work.</summary>
    private static int EvenShare(int units, int most)
    {
        int tiles = (units + most - 1) / most;
        return (units + tiles - 1) / tiles;
    }
}
