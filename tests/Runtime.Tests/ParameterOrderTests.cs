using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

public class ParameterOrderTests
{
    // Two layers whose blocks lie in an order of their own: bias 2, weights 1, weights 2, bias 1.
    private static readonly NetworkShape s_shape = new(
        new LayerShape(LayerKind.Dense, 2, 3, Activation.Tanh, 2, WeightOrder.InputsByUnits, 14),
        new LayerShape(LayerKind.Dense, 3, 2, Activation.Linear, 8, WeightOrder.UnitsByInputs, 0));

    [Fact]
    public void CanonicalOrderIsWeightsByUnitThenBias()
    {
        // Weight from input i to unit j of layer 1 is ij; of layer 2, 1ij; biases 90 on.
        double[] parameters = [93, 94, 00, 01, 02, 10, 11, 12, 100, 110, 120, 101, 111, 121, 90, 91, 92];
        var canonical = new double[17];
        ParameterOrder.Export<double>(s_shape, parameters, canonical);
        Assert.Equal([00, 10, 01, 11, 02, 12, 90, 91, 92, 100, 110, 120, 101, 111, 121, 93, 94], canonical);
    }

    [Fact]
    public void ImportUndoesExport()
    {
        float[] parameters = [.. Enumerable.Range(0, 17).Select(i => (float)i)];
        var canonical = new float[17];
        var again = new float[17];
        ParameterOrder.Export<float>(s_shape, parameters, canonical);
        ParameterOrder.Import<float>(s_shape, canonical, again);
        Assert.Equal(parameters, again);
        Assert.NotEqual(parameters, canonical);
    }

    [Theory]
    [InlineData(16, 17, "parameters", 16)]
    [InlineData(17, 18, "canonical", 18)]
    [InlineData(17, 0, "canonical", 0)]
    public void WrongLengthsAreNamed(int parameters, int canonical, string name, int given)
    {
        AssertNamed(() => ParameterOrder.Export<double>(s_shape, new double[parameters], new double[canonical]));
        AssertNamed(() => ParameterOrder.Import<double>(s_shape, new double[canonical], new double[parameters]));

        void AssertNamed(Action action)
        {
            var error = Assert.Throws<ArgumentException>(action);
            Assert.Equal(name, error.ParamName);
            Assert.Contains($"{given}", error.Message, StringComparison.Ordinal);
            Assert.Contains("17", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SharedMemoryIsRefused()
    {
        var memory = new double[20];
        Assert.Throws<ArgumentException>(() => ParameterOrder.Export<double>(s_shape, memory.AsSpan(0, 17), memory.AsSpan(3, 17)));
        Assert.Throws<ArgumentException>(() => ParameterOrder.Import<double>(s_shape, memory.AsSpan(0, 17), memory.AsSpan(0, 17)));
    }
}
