using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;
using Xunit;
using Kind = Generated.Generator.Declaration.LayerKind;
using Order = Generated.Generator.Planning.WeightOrder;

namespace Generated.Tests;

/// <summary>What every plan keeps to, on random networks of any size.</summary>
public class PlannerTests
{
    [Fact]
    public void ParametersLieWithoutGapsOrOverlaps() => Check(plan =>
    {
        int next = 0;
        foreach ((int offset, int length) in plan.Layers
            .SelectMany(layer => new[] { (layer.WeightsOffset, layer.Inputs * layer.Units), (layer.BiasOffset, layer.Units) })
            .OrderBy(block => block))
        {
            Assert.Equal(next, offset);
            next += length;
        }

        Assert.Equal(plan.ParameterCount, next);
    });

    [Fact]
    public void RowsOfWholeCacheLinesStartOnOne() => Check(plan =>
    {
        int line = 64 / plan.ElementSize;
        foreach (LayerPlan layer in plan.Layers)
        {
            if ((layer.Order == Order.InputsByUnits ? layer.Units : layer.Inputs) % line == 0)
                Assert.Equal(0, layer.WeightsOffset % line);
            if (layer.Units % line == 0)
                Assert.Equal(0, layer.BiasOffset % line);
        }
    });

    [Fact]
    public void TilesFitTheRegisters() => Check(plan =>
    {
        foreach (ProductPlan product in Products(plan))
        {
            AssertFits(product.Wide, registers: 32);
            AssertFits(product.WideRow, registers: 32);
            AssertFits(product.Narrow, registers: 16);
            AssertFits(product.NarrowRow, registers: 16);
        }

        foreach (DotPlan dots in Dots(plan))
        {
            AssertFits(dots.Wide, registers: 32);
            AssertFits(dots.WideRow, registers: 32);
            // A block of 64 bytes takes two of the narrow registers. A single row's products take their weights from memory.
            Assert.Equal(1, dots.Narrow.Rows);
            Assert.True(2 * (dots.Narrow.Sums + 1) <= 16, $"{dots.Narrow}");
        }
    });

    [Fact]
    public void TilesHaveFewEnoughLocalsToBeInlined() => Check(plan =>
    {
        foreach (TileShape tile in Products(plan).SelectMany(Tiles).Concat(Dots(plan).SelectMany(Tiles)))
            Assert.True(Values(tile) <= 32, $"{tile}");
    });

    [Fact]
    public void TilesStayWithinTheirMatrix() => Check(plan =>
    {
        foreach (LayerPlan layer in plan.Layers.Where(layer => layer.Kind == Kind.Dense))
        {
            AssertWithin(layer.Forward, columns: Overhanging(layer.Units), plan);
            AssertWithin(layer.InputGradient, columns: Overhanging(layer.Inputs), plan);
            AssertWithin(layer.WeightGradient, columns: layer.Order == Order.InputsByUnits ? Overhanging(layer.Units) : layer.Inputs, plan);
            int rows = layer.Order == Order.InputsByUnits ? layer.Inputs : layer.Units;
            Assert.Equal(rows % layer.WeightGradient!.Wide.Rows, layer.WeightGradient.WideRow.Rows);
            Assert.Equal(rows % layer.WeightGradient.Narrow.Rows, layer.WeightGradient.NarrowRow.Rows);
            Assert.True(layer.ForwardDots is null || layer.ForwardDots.Wide.Vectors <= layer.Units);
        }

        // The last register of a row may reach beyond it in a buffer with a cache line to spare.
        int Overhanging(int columns) => plan.Padded(columns);
    });

    [Fact]
    public void EveryTileOfAProductSumsInTheSameParts() => Check(plan =>
        Assert.All(Products(plan), product => Assert.Single(Tiles(product).Select(tile => tile.Parts).Distinct())));

    [Fact]
    public void ADenseLayerHasOneKernelForEachTask() => Check(plan =>
    {
        foreach (LayerPlan layer in plan.Layers.Where(layer => layer.Kind == Kind.Dense))
        {
            Assert.True(layer.Forward is null != layer.ForwardDots is null);
            Assert.NotNull(layer.InputGradient);
            Assert.NotNull(layer.WeightGradient);
        }
    });

    [Fact]
    public void BuffersOnTheStackKeepToItsBudget() => Check(plan =>
    {
        foreach (BufferPlan buffer in new[] { plan.ForwardBuffer, plan.BackwardBuffer })
        {
            Assert.True(buffer.ChunkRows >= 1);
            if (buffer.OnStack)
                Assert.True((long)buffer.Length(buffer.ChunkRows) * plan.ElementSize <= NetworkPlan.StackBudget, $"{buffer}");
        }
    });

    [Fact]
    public void PlanningTwiceGivesEqualPlans() => Check(plan => Assert.Equal(plan, Planner.Plan(plan.Spec)));

    private static void Check(Action<NetworkPlan> claim) =>
        Properties.Check(Arb.From(Specs(), Smaller), count: 500, spec => claim(Planner.Plan(spec)));

    private static Gen<NetworkSpec> Specs() =>
        from precision in Gen.Elements(Generator.Declaration.Precision.Single, Generator.Declaration.Precision.Double)
        from inputs in Sizes()
        from count in Gen.Choose(1, 6)
        from layers in Gen.ArrayOf(Layers(), count)
        select Spec(precision, inputs, layers);

    private static Gen<LayerSpec> Layers() =>
        from units in Sizes()
        from activation in Gen.Elements(Enum.GetValues<Generator.Declaration.Activation>())
        from kind in Gen.Frequency((9, Gen.Constant(Kind.Dense)), (1, Gen.Constant(Kind.RadialBasis)))
        select new LayerSpec(kind, units, kind == Kind.Dense ? activation : Generator.Declaration.Activation.Linear);

    private static Gen<int> Sizes() => Gen.Frequency((3, Gen.Choose(1, 40)), (2, Gen.Choose(1, 128).Select(lines => 16 * lines)), (1, Gen.Choose(41, 2048)));

    private static IEnumerable<NetworkSpec> Smaller(NetworkSpec spec)
    {
        for (int i = 0; spec.Layers.Count > 1 && i < spec.Layers.Count; i++)
            yield return Spec(spec.Precision, spec.Inputs, spec.Layers.Where((_, index) => index != i));
        if (spec.Inputs > 1)
            yield return spec with { Inputs = spec.Inputs - 1 };
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            int at = i;
            if (spec.Layers[i].Units > 1)
                yield return Spec(spec.Precision, spec.Inputs, spec.Layers.Select((layer, index) => index == at ? layer with { Units = layer.Units - 1 } : layer));
        }
    }

    private static NetworkSpec Spec(Generator.Declaration.Precision precision, int inputs, IEnumerable<LayerSpec> layers) => new(
        new TargetClass("", new EquatableArray<string>([]), "partial class Net", "Net"), precision, inputs, new EquatableArray<LayerSpec>(layers), AllowsUnsafe: false);

    private static IEnumerable<ProductPlan> Products(NetworkPlan plan) =>
        plan.Layers.SelectMany(layer => new[] { layer.Forward, layer.WeightGradient, layer.InputGradient }).OfType<ProductPlan>();

    private static IEnumerable<DotPlan> Dots(NetworkPlan plan) =>
        plan.Layers.Select(layer => layer.ForwardDots).OfType<DotPlan>();

    private static TileShape[] Tiles(ProductPlan product) => [product.Wide, product.WideRow, product.Narrow, product.NarrowRow];

    private static TileShape[] Tiles(DotPlan dots) => [dots.Wide, dots.WideRow, dots.Narrow];

    private static void AssertFits(TileShape tile, int registers) => Assert.True(Values(tile) < registers, $"{tile} in {registers} registers");

    /// <summary>The values that a tile holds at once: its sums, one broadcast value, and a vector of each column, unless a single row takes these from memory.</summary>
    private static int Values(TileShape tile) => tile.Sums + 1 + (tile.Rows == 1 ? 0 : tile.Vectors);

    private static void AssertWithin(ProductPlan? product, int columns, NetworkPlan plan)
    {
        if (product is null)
            return;
        int lanes = plan.LaneCount;
        Assert.True(product.Wide.Vectors * lanes <= columns && product.WideRow.Vectors * lanes <= columns, $"{product} of {columns} columns");
        Assert.True(product.Narrow.Vectors * lanes / 2 <= columns && product.NarrowRow.Vectors * lanes / 2 <= columns, $"{product} of {columns} columns");
    }
}
