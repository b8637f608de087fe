using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

public class ShapeTests
{
    private static readonly LayerShape s_dense = new(LayerKind.Dense, 2, 3, Activation.Tanh, 0, WeightOrder.InputsByUnits, 6);

    [Fact]
    public void NeighboursMustFit()
    {
        var second = new LayerShape(LayerKind.Dense, 4, 1, Activation.Linear, 9, WeightOrder.UnitsByInputs, 13);
        var error = Assert.Throws<ArgumentException>(() => new NetworkShape(s_dense, second));
        Assert.Contains("Layer 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerOfWeightsAndABiasHasThemAsTensors()
    {
        Assert.Equal(["weight [3, 2]", "bias [3]"], s_dense.Parameters.Select(tensor => tensor.ToString()));
        Assert.Equal([ParameterRole.Weight, ParameterRole.Bias], s_dense.Parameters.Select(tensor => tensor.Role));
        var radial = new LayerShape(LayerKind.RadialBasis, 2, 3, Activation.Linear, 0, WeightOrder.UnitsByInputs, 6);
        Assert.Equal([ParameterRole.Center, ParameterRole.LogWidth], radial.Parameters.Select(tensor => tensor.Role));
        Assert.Equal((9, 6), (s_dense.ParameterCount, s_dense.WeightCount));
    }

    [Fact]
    public void AnElementIsFoundInEitherOrder()
    {
        var transposed = new ParameterTensor("weight", ParameterRole.Weight, [3, 2], 2, 3, offset: 10, WeightOrder.InputsByUnits);
        Assert.Equal([10, 13, 11, 14, 12, 15], from row in Enumerable.Range(0, 3) from column in Enumerable.Range(0, 2) select transposed.Index(row, column));
        var canonical = new ParameterTensor("kernel", ParameterRole.Weight, [2, 3, 4], 12, 2, offset: 1);
        Assert.Equal((2, 12, 24), (canonical.Rows, canonical.Columns, canonical.Length));
        Assert.Equal(24, canonical.Index(1, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => canonical.Index(0, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => canonical.Index(2));
    }

    [Fact]
    public void ArchitecturesAreComparedApartFromWhereParametersLie()
    {
        var moved = new LayerShape(LayerKind.Dense, 2, 3, Activation.Tanh, 3, WeightOrder.UnitsByInputs, 0);
        Assert.True(new NetworkShape(s_dense).IsSameArchitecture(new NetworkShape(moved)));
        Assert.NotEqual(new NetworkShape(s_dense), new NetworkShape(moved));
        Assert.Equal(new NetworkShape(s_dense), new NetworkShape(new LayerShape(LayerKind.Dense, 2, 3, Activation.Tanh, 0, WeightOrder.InputsByUnits, 6)));
        foreach (LayerShape other in new[]
        {
            new LayerShape(LayerKind.Dense, 2, 3, Activation.ReLU, 0, WeightOrder.InputsByUnits, 6),
            new LayerShape(LayerKind.Dense, 3, 3, Activation.Tanh, 0, WeightOrder.InputsByUnits, 9),
            new LayerShape(LayerKind.RadialBasis, 2, 3, Activation.Tanh, 0, WeightOrder.InputsByUnits, 6),
            new LayerShape(LayerKind.Dense, 2, 3, Activation.Tanh, new ParameterTensor("weight", ParameterRole.Weight, [3, 2], 2, 3, 0)),
        })
        {
            Assert.False(s_dense.IsSameArchitecture(other), $"{other}");
        }
    }

    [Fact]
    public void ALayerWithoutWeightsSaysSo()
    {
        var none = new LayerShape(LayerKind.Dense, 2, 2, Activation.Linear, ReadOnlySpan<ParameterTensor>.Empty);
        Assert.Equal((0, 0), (none.ParameterCount, none.WeightCount));
        Assert.Throws<InvalidOperationException>(() => none.WeightsOffset);
        Assert.Throws<InvalidOperationException>(() => none.BiasIndex(0));
    }

    [Fact]
    public void ATensorHasANameAndPositiveLengths()
    {
        Assert.Throws<ArgumentException>(() => new ParameterTensor("", ParameterRole.Bias, [1], 1, 1, 0));
        Assert.Throws<ArgumentException>(() => new ParameterTensor("bias", ParameterRole.Bias, [], 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterTensor("bias", ParameterRole.Bias, [2, 0], 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterTensor("bias", ParameterRole.Bias, [2], 1, 1, -1));
    }
}
