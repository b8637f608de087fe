using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;
using Xunit;
using Order = Generated.Generator.Planning.WeightOrder;

namespace Generated.Tests;

/// <summary>What every plan keeps to, on random networks of any size.</summary>
public class PlannerTests
{
    [Fact]
    public void ParametersLieWithoutGapsOrOverlaps() => Check(plan =>
    {
        int next = 0;
        foreach (ParameterPlan tensor in plan.Layers.SelectMany(layer => layer.Parameters).OrderBy(tensor => tensor.Offset))
        {
            Assert.Equal(next, tensor.Offset);
            next += tensor.Count;
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
                Assert.Equal(0, layer.Parameters[0].Offset % line);
            if (layer.Units % line == 0)
                Assert.Equal(0, layer.Parameters[1].Offset % line);
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

        foreach (AdditionPlan addition in Additions(plan))
        {
            Assert.All(addition.Wide, pass => AssertFits(pass.Tile, registers: 32));
            Assert.All(addition.Narrow, pass => AssertFits(pass.Tile, registers: 16));
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
        foreach (TileShape tile in plan.ProductTiles.Concat(plan.DotTiles).Select(tile => tile.Shape))
            Assert.True(Values(tile) <= 32, $"{tile}");
    });

    [Fact]
    public void TilesStayWithinTheirMatrix() => Check(plan =>
    {
        foreach (DensePlan layer in plan.Layers.OfType<DensePlan>())
        {
            AssertWithin(layer.Forward, columns: Overhanging(layer.Units), plan);
            AssertWithin(layer.InputGradient, columns: Overhanging(layer.Inputs), plan);
            int columns = layer.Order == Order.InputsByUnits ? Overhanging(layer.Units) : layer.Inputs;
            Assert.All(layer.WeightGradient.Wide, pass => Assert.True(pass.Tile.Vectors * plan.LaneCount <= columns, $"{pass} of {columns} columns"));
            Assert.All(layer.WeightGradient.Narrow, pass => Assert.True(pass.Tile.Vectors * plan.LaneCount / 2 <= columns, $"{pass} of {columns} columns"));
            Assert.True(layer.ForwardDots is null || layer.ForwardDots.Wide.Vectors <= layer.Units);
        }

        // The last register of a row may reach beyond it in a buffer with a cache line to spare.
        int Overhanging(int columns) => (columns + plan.LaneCount - 1) / plan.LaneCount * plan.LaneCount;
    });

    [Fact]
    public void AnAdditionTakesEveryRowOnce() => Check(plan =>
    {
        foreach (DensePlan layer in plan.Layers.OfType<DensePlan>())
        {
            int rows = layer.Order == Order.InputsByUnits ? layer.Inputs : layer.Units;
            foreach (IReadOnlyList<AdditionPass> passes in new IReadOnlyList<AdditionPass>[] { layer.WeightGradient.Wide, layer.WeightGradient.Narrow })
            {
                int next = 0;
                foreach (AdditionPass pass in passes)
                {
                    Assert.Equal(next, pass.FirstRow);
                    Assert.Equal(0, pass.Rows % pass.Tile.Rows);
                    next += pass.Rows;
                }

                Assert.Equal(rows, next);
            }
        }
    });

    /// <summary>A value may be overwritten only once all that read it have done so; each step reads what an earlier one wrote.</summary>
    [Fact]
    public void EveryStepReadsWhatWasComputedForIt() => Check(plan =>
    {
        var holds = new Dictionary<Place, int> { [new Place(PlaceRole.Input)] = 0 };
        foreach (ForwardStep step in plan.Forward.Steps.OfType<ForwardStep>())
        {
            Assert.Equal(step.Layer - 1, holds[step.Input]);
            Assert.NotEqual(step.Input, step.Output);
            holds[step.Output] = step.Layer;
        }

        var gradients = new Dictionary<Place, int> { [plan.Backward.Losses.OfType<LossStep>().Single().Delta] = plan.Layers.Count };
        foreach (Step step in plan.Backward.Backward.SelectMany(step => step is InputGradientSteps inputs ? inputs.Steps : Enumerable.Repeat(step, 1)))
        {
            switch (step)
            {
                case ParameterGradientStep parameters:
                    Assert.Equal(parameters.Layer, gradients[parameters.Delta]);
                    break;
                case InputGradientStep inputs:
                    Assert.Equal(inputs.Layer, gradients[inputs.Delta]);
                    Assert.NotEqual(inputs.Delta, inputs.Below);
                    gradients[inputs.Below] = inputs.Layer - 1;
                    break;
            }
        }

        Assert.Equal(0, gradients[new Place(PlaceRole.InputDelta)]);
    });

    [Fact]
    public void BuffersDoNotOverlap() => Check(plan =>
    {
        foreach (IReadOnlyList<PlacedBuffer> buffers in new IReadOnlyList<PlacedBuffer>[] { plan.Forward.Buffers, plan.Backward.Buffers })
        {
            foreach (int capacity in new[] { 1, 16, 128 })
            {
                int end = 0;
                foreach (PlacedBuffer buffer in buffers)
                {
                    int start = capacity * buffer.RowOffset + buffer.FixedOffset;
                    Assert.True(start >= end, $"{buffer}");
                    end = start + capacity * buffer.Row;
                }
            }
        }
    });

    [Fact]
    public void EveryTileOfAProductSumsInTheSameParts() => Check(plan =>
        Assert.All(Products(plan), product => Assert.Single(product.Tiles.Select(tile => tile.Parts).Distinct())));

    [Fact]
    public void ADenseLayerIsTiledByUnitsOrByInputs() => Check(plan =>
        Assert.All(plan.Layers.OfType<DensePlan>(), layer => Assert.True(layer.Forward is null != layer.ForwardDots is null)));

    [Fact]
    public void BuffersOnTheStackKeepToItsBudget() => Check(plan =>
    {
        foreach (BufferPlan buffer in new[] { plan.Forward.Memory, plan.Backward.Memory })
        {
            Assert.True(buffer.ChunkRows >= 1);
            if (buffer.FitsStack)
                Assert.True((long)buffer.Length(buffer.ChunkRows) * plan.ElementSize <= BufferPlan.StackBudget, $"{buffer}");
        }
    });

    [Fact]
    public void PlanningTwiceGivesEqualPlans() => Check(plan => Assert.Equal(plan, Planner.Plan(NetworkGraph.Of(plan.Spec))));

    private static void Check(Action<NetworkPlan> claim) =>
        Properties.Check(Arb.From(Specs(), Smaller), count: 500, spec => claim(Planner.Plan(NetworkGraph.Of(spec))));

    private static Gen<NetworkSpec> Specs() =>
        from precision in Gen.Elements(Generator.Declaration.Precision.Single, Generator.Declaration.Precision.Double)
        from inputs in Sizes()
        from count in Gen.Choose(1, 6)
        from layers in Gen.ArrayOf(Layers(), count)
        select Spec(precision, inputs, layers);

    private static Gen<LayerSpec> Layers() =>
        from units in Sizes()
        from activation in Gen.Elements(Enum.GetValues<Generator.Declaration.Activation>())
        from isDense in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        select isDense ? new DenseSpec(units, activation) : (LayerSpec)new RadialBasisSpec(units);

    private static Gen<int> Sizes() => Gen.Frequency((3, Gen.Choose(1, 40)), (2, Gen.Choose(1, 128).Select(lines => 16 * lines)), (1, Gen.Choose(41, 2048)));

    private static IEnumerable<NetworkSpec> Smaller(NetworkSpec spec)
    {
        for (int i = 0; spec.Layers.Count > 1 && i < spec.Layers.Count; i++)
            yield return Spec(spec.Precision, InputsOf(spec), spec.Layers.Where((_, index) => index != i));
        if (InputsOf(spec) > 1)
            yield return Spec(spec.Precision, InputsOf(spec) - 1, spec.Layers);
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            int at = i;
            LayerSpec? smaller = spec.Layers[i] switch
            {
                DenseSpec { Units: > 1 } dense => dense with { Units = dense.Units - 1 },
                RadialBasisSpec { Units: > 1 } radialBasis => radialBasis with { Units = radialBasis.Units - 1 },
                _ => null,
            };
            if (smaller is not null)
                yield return Spec(spec.Precision, InputsOf(spec), spec.Layers.Select((layer, index) => index == at ? smaller : layer));
        }
    }

    private static NetworkSpec Spec(Generator.Declaration.Precision precision, int inputs, IEnumerable<LayerSpec> layers) => new(
        new TargetClass("", new EquatableArray<string>([]), "partial class Net", "Net"), precision, Generator.Declaration.Architecture.Chain(inputs, layers), AllowsUnsafe: false);

    private static int InputsOf(NetworkSpec spec) => spec.Architecture.Inputs[0].Lengths[0];

    private static IEnumerable<ProductPlan> Products(NetworkPlan plan) => plan.Layers.SelectMany(layer => layer.Products);

    private static IEnumerable<AdditionPlan> Additions(NetworkPlan plan) => plan.Layers.SelectMany(layer => layer.Additions);

    private static IEnumerable<DotPlan> Dots(NetworkPlan plan) => plan.Layers.SelectMany(layer => layer.Dots);

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
