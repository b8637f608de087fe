using System;
using Xunit;

namespace Generated.Tests;

public class ShapeTests
{
    [Fact]
    public void NeighboursThatDoNotFitAreRefused()
    {
        var first = new LayerShape(LayerKind.Dense, 2, 3, Activation.Tanh, 0, WeightOrder.InputsByUnits, 6);
        var second = new LayerShape(LayerKind.Dense, 4, 1, Activation.Linear, 9, WeightOrder.UnitsByInputs, 13);
        var error = Assert.Throws<ArgumentException>(() => new NetworkShape(first, second));
        Assert.Contains("Layer 2 takes 4 inputs, but layer 1 has 3 units.", error.Message, StringComparison.Ordinal);
    }
}
