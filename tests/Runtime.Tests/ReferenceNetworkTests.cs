using System;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The reference is checked by itself: by known values and by central differences.</summary>
public class ReferenceNetworkTests
{
    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    [Theory]
    [InlineData(Activation.Sigmoid, 1, 0.7310585786300049)]
    [InlineData(Activation.ELU, -1, -0.6321205588285577)]
    [InlineData(Activation.SELU, -1, -1.1113307378125625)]
    [InlineData(Activation.SELU, 1, 1.0507009873554805)]
    [InlineData(Activation.GELU, 1, 0.8413447460685429)]
    [InlineData(Activation.GELU, -2, -0.04550026389635842)]
    [InlineData(Activation.SiLU, 1, 0.7310585786300049)]
    [InlineData(Activation.Mish, 1, 0.8650983882673103)]
    [InlineData(Activation.Softplus, 1, 1.3132616875182228)]
    [InlineData(Activation.Softsign, -3, -0.75)]
    [InlineData(Activation.HardTanh, -3, -1)]
    [InlineData(Activation.LeakyReLU, -3, -0.03)]
    [InlineData(Activation.Step, 0, 1)]
    public void ActivationsHaveTheirKnownValues(Activation activation, double z, double expected) =>
        Assert.Equal(expected, ReferenceMath.Value(activation, z), 1e-15);

    [Theory]
    [MemberData(nameof(Activations))]
    public void BackwardIsTheSlopeOfForward(Activation activation)
    {
        var hidden = new LayerShape(LayerKind.Dense, 3, 4, activation, 0, WeightOrder.InputsByUnits, 12);
        var output = new LayerShape(LayerKind.Dense, 4, 2, Activation.Softmax, 16, WeightOrder.UnitsByInputs, 24);
        Check(new NetworkShape(hidden, output));
    }

    [Fact]
    public void BackwardThroughRadialBasisFunctionsIsTheSlopeOfForward()
    {
        var hidden = new LayerShape(LayerKind.RadialBasis, 3, 4, Activation.Linear, 0, WeightOrder.UnitsByInputs, 12);
        var output = new LayerShape(LayerKind.Dense, 4, 2, Activation.Tanh, 16, WeightOrder.UnitsByInputs, 24);
        Check(new NetworkShape(hidden, output));
    }

    private static void Check(NetworkShape shape)
    {
        var random = new RandomGenerator(1);
        var model = new ReferenceModel(shape);
        foreach (ref double parameter in model.Parameters.AsSpan())
            parameter = random.NextGaussian();
        double[] input = [.. Enumerable.Range(0, shape.InputSize).Select(_ => random.NextGaussian())];
        double[] weights = [.. Enumerable.Range(0, shape.OutputSize).Select(_ => random.NextGaussian())];

        var gradient = new double[shape.ParameterCount];
        model.Output(input);
        double[] inputGradient = model.Backward(weights, gradient).ToArray();
        AssertSlopes(model.Parameters, gradient);
        AssertSlopes(input, inputGradient);

        // Of the outputs' weighted sum, whose gradient the weights are.
        void AssertSlopes(double[] variables, double[] slopes)
        {
            const double Step = 1e-5;
            for (int i = 0; i < variables.Length; i++)
            {
                double middle = variables[i];
                variables[i] = middle + Step;
                double above = Objective();
                variables[i] = middle - Step;
                double below = Objective();
                variables[i] = middle;
                Assert.Equal((above - below) / (2 * Step), slopes[i], 1e-8);
            }
        }

        double Objective() => model.Output(input).ToArray().Zip(weights, (y, w) => y * w).Sum();
    }
}
