using System;
using Xunit;

namespace Generated.Tests;

public class SgdTests
{
    [Fact]
    public void DecoupledDecayDoesNotEnterTheVelocity()
    {
        double[] parameters = [2.0];
        var optimizer = new Sgd<double>(0.1) { Momentum = 0.5, WeightDecay = 0.01, DecoupledWeightDecay = true };
        optimizer.Step(parameters, [1.0]);
        Assert.Equal(2.0 * 0.999 - 0.1 * 1.0, parameters[0], 1e-15);
        optimizer.Step(parameters, [1.0]);
        Assert.Equal((2.0 * 0.999 - 0.1) * 0.999 - 0.1 * 1.5, parameters[0], 1e-15);
    }

    [Fact]
    public void VelocityThatFadesEndsAtZero()
    {
        // Without an end it would shrink to the least subnormal number, and a step's time grow a hundredfold.
        float[] parameters = [0f];
        var optimizer = new Sgd<float>(1) { Momentum = 0.9 };
        optimizer.Step(parameters, [1f]);
        for (int i = 0; i < 1500; i++)
            optimizer.Step(parameters, [0f]);
        parameters[0] = 0;
        optimizer.Step(parameters, [0f]);
        Assert.Equal(0f, parameters[0]);
    }

    [Fact]
    public void NesterovWithoutMomentumIsRefused()
    {
        // PyTorch: "Nesterov momentum requires a momentum and zero dampening".
        double[] parameters = [2.0], gradient = [1.0];
        var optimizer = new Sgd<double>(0.1) { Nesterov = true };
        var error = Assert.Throws<InvalidOperationException>(() => optimizer.Step(parameters, gradient));
        Assert.Equal("Nesterov is set, but Momentum is 0. Set a momentum such as 0.9, or leave Nesterov out.", error.Message);
        Assert.Throws<InvalidOperationException>(() => optimizer.BeginStep(1));
        Assert.Equal((2.0, 1.0, 0), (parameters[0], gradient[0], optimizer.StepCount));
    }

    [Fact]
    public void SettingsOutOfRangeAreNamed()
    {
        AssertNamed("LearningRate", "-1", () => new Sgd<float>(-1));
        AssertNamed("LearningRate", "NaN", () => new Sgd<float>(double.NaN));
        AssertNamed("Momentum", "1", () => new Sgd<float>(0.1) { Momentum = 1 });
        AssertNamed("Momentum", "-0.1", () => new Sgd<float>(0.1) { Momentum = -0.1 });
        AssertNamed("WeightDecay", "-0.1", () => new Sgd<float>(0.1) { WeightDecay = -0.1 });
        AssertNamed("LearningRate", "-2", () => new Sgd<float>(0.1).LearningRate = -2);

        static void AssertNamed(string name, string value, Func<object> create)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(create);
            Assert.Equal(name, error.ParamName);
            Assert.Contains("is wanted", error.Message, StringComparison.Ordinal);
            Assert.Contains(value, error.Message, StringComparison.Ordinal);
        }
    }
}
