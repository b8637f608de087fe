using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Generated.Tests;

public class InitializerTests
{
    private static readonly Dictionary<string, Initializer> s_initializers = new(StringComparer.Ordinal)
    {
        ["HeNormal"] = Initializer.HeNormal,
        ["HeUniform"] = Initializer.HeUniform,
        ["GlorotNormal"] = Initializer.GlorotNormal,
        ["GlorotUniform"] = Initializer.GlorotUniform,
        ["LeCunNormal"] = Initializer.LeCunNormal,
        ["LeCunUniform"] = Initializer.LeCunUniform,
        ["PyTorchDefault"] = Initializer.PyTorchDefault,
    };

    [Theory]
    [InlineData("HeNormal", 2.0 / 200, double.PositiveInfinity, false)]
    [InlineData("HeUniform", 2.0 / 200, 0.17320508075688773, false)]
    [InlineData("GlorotNormal", 2.0 / 300, double.PositiveInfinity, false)]
    [InlineData("GlorotUniform", 2.0 / 300, 0.1414213562373095, false)]
    [InlineData("LeCunNormal", 1.0 / 200, double.PositiveInfinity, false)]
    [InlineData("LeCunUniform", 1.0 / 200, 0.12247448713915890, false)]
    [InlineData("PyTorchDefault", 1.0 / 600, 0.07071067811865475, true)]
    public void WeightsHaveTheVarianceAndTheLimitOfTheirScheme(string name, double variance, double limit, bool biasesToo)
    {
        NetworkShape shape = ReferenceModel.Dense([200, 100], [Activation.Tanh]);
        var canonical = new double[shape.ParameterCount];
        ParameterInitialization.Initialize(shape, s_initializers[name], 1, canonical);
        ReadOnlySpan<double> biases = canonical.AsSpan(20_000);
        double[] weights = canonical[..20_000];

        double deviation = 5 * Math.Sqrt(variance / weights.Length);
        Assert.Equal(0, weights.Average(), deviation);
        Assert.Equal(1, weights.Average(w => w * w) / variance, 5 * Math.Sqrt(2.0 / weights.Length));
        Assert.True(weights.Max(Math.Abs) <= limit);
        if (double.IsFinite(limit))
            Assert.True(weights.Max(Math.Abs) > 0.999 * limit);
        else
            Assert.True(weights.Max(Math.Abs) > 3 * Math.Sqrt(variance));
        Assert.Equal(biasesToo, biases.ContainsAnyExcept(0.0));
    }

    [Fact]
    public void EachActivationGetsItsScheme()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Initializer expected = activation switch
            {
                Activation.ReLU or Activation.LeakyReLU or Activation.ELU or Activation.GELU or Activation.SiLU or Activation.Mish
                    or Activation.Softplus => Initializer.HeNormal,
                Activation.SELU => Initializer.LeCunNormal,
                _ => Initializer.GlorotUniform,
            };
            NetworkShape shape = ReferenceModel.Dense([5, 7], [activation]);
            Assert.Equal(Initialized(shape, expected, 3), Initialized(shape, Initializer.ByActivation, 3));
            var byDefault = new double[shape.ParameterCount];
            ParameterInitialization.Initialize(shape, 3, byDefault);
            Assert.Equal(Initialized(shape, expected, 3), byDefault);
        }
    }

    [Fact]
    public void NumbersDoNotDependOnWhereParametersLie()
    {
        // The same layers in another order of blocks and of weights.
        var first = new LayerShape(LayerKind.Dense, 3, 4, Activation.ReLU, 0, WeightOrder.InputsByUnits, 12);
        var second = new LayerShape(LayerKind.Dense, 4, 2, Activation.Softmax, 16, WeightOrder.InputsByUnits, 24);
        var one = new NetworkShape(first, second);
        var other = new NetworkShape(
            new LayerShape(LayerKind.Dense, 3, 4, Activation.ReLU, 8, WeightOrder.UnitsByInputs, 22),
            new LayerShape(LayerKind.Dense, 4, 2, Activation.Softmax, 0, WeightOrder.UnitsByInputs, 20));
        var canonicalOfOne = new double[26];
        var canonicalOfOther = new double[26];
        ParameterOrder.Export(one, Initialized(one, Initializer.PyTorchDefault, 9), canonicalOfOne);
        ParameterOrder.Export(other, Initialized(other, Initializer.PyTorchDefault, 9), canonicalOfOther);
        Assert.Equal(canonicalOfOne, canonicalOfOther);
        Assert.Equal(26, canonicalOfOne.Distinct().Count());
    }

    [Fact]
    public void SinglePrecisionGetsTheRoundedNumbers()
    {
        NetworkShape shape = ReferenceModel.Dense([10, 20, 3], [Activation.SELU, Activation.Softmax]);
        var single = new float[shape.ParameterCount];
        ParameterInitialization.Initialize(shape, 5, single);
        Assert.Equal(Initialized(shape, Initializer.ByActivation, 5).Select(value => (float)value), single);
    }

    [Fact]
    public void SeedsDiffer()
    {
        NetworkShape shape = ReferenceModel.Dense([4, 4], [Activation.Tanh]);
        Assert.Equal(Initialized(shape, Initializer.ByActivation, 1), Initialized(shape, Initializer.ByActivation, 1));
        Assert.NotEqual(Initialized(shape, Initializer.ByActivation, 1), Initialized(shape, Initializer.ByActivation, 2));
    }

    [Fact]
    public void CentresLieWhereStandardisedDataLie()
    {
        var layer = new LayerShape(LayerKind.RadialBasis, 50, 40, Activation.Linear, 0, WeightOrder.UnitsByInputs, 2000);
        var shape = new NetworkShape(layer);
        foreach (Initializer initializer in s_initializers.Values.Append(Initializer.ByActivation))
        {
            double[] parameters = Initialized(shape, initializer, 1);
            Assert.Equal(1, parameters.Take(2000).Average(c => c * c), 5 * Math.Sqrt(2.0 / 2000));
            Assert.All(parameters.Skip(2000), rho => Assert.Equal(-Math.Log(100), rho, 1e-14));
        }

        Assert.All(Initialized(shape, Initializer.Zeros, 1), parameter => Assert.Equal(0, parameter));
    }

    [Fact]
    public void NetworkIsInitialisedInPlace()
    {
        var network = ReferenceNetwork<GoldenTrajectoryTests.RegressionShape>.Create(1);
        network.Initialize(Initializer.GlorotUniform, seed: 4);
        Assert.Equal(Initialized(GoldenTrajectoryTests.RegressionShape.Shape, Initializer.GlorotUniform, 4), network.Parameters.ToArray());
        network.Initialize(Initializer.Zeros, seed: 4);
        Assert.Equal(-1, network.Parameters.IndexOfAnyExcept(0.0));
    }

    [Fact]
    public void WrongLengthWritesNothing()
    {
        NetworkShape shape = ReferenceModel.Dense([2, 2], [Activation.Tanh]);
        var parameters = new double[7];
        var error = Assert.Throws<ArgumentException>(() => ParameterInitialization.Initialize(shape, 1, parameters.AsSpan()));
        Assert.Equal("parameters", error.ParamName);
        Assert.Contains("7", error.Message, StringComparison.Ordinal);
        Assert.Contains("6", error.Message, StringComparison.Ordinal);
        Assert.All(parameters, parameter => Assert.Equal(0, parameter));
    }

    private static double[] Initialized(NetworkShape shape, Initializer initializer, ulong seed)
    {
        var parameters = new double[shape.ParameterCount];
        ParameterInitialization.Initialize(shape, initializer, seed, parameters);
        return parameters;
    }
}
