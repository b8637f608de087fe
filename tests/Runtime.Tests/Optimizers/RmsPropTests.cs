using System;
using Xunit;

namespace Generated.Tests;

public class RmsPropTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.5, false)]
    [InlineData(0, true)]
    [InlineData(0.5, true)]
    public void StepsAreThoseOfTheFormula(double momentum, bool centered)
    {
        double[] parameters = [2.0];
        var optimizer = new RmsProp<double>(0.1) { Smoothing = 0.75, Epsilon = 0.5, WeightDecay = 0.25, Momentum = momentum, Centered = centered };
        double w = 2.0, s = 0.0, a = 0.0, u = 0.0;
        foreach (double gradient in new[] { 1.0, -2.0, 0.5, 3.0 })
        {
            optimizer.Step(parameters, [gradient]);
            double g = gradient + 0.25 * w;
            s = 0.75 * s + 0.25 * g * g;
            a = 0.75 * a + 0.25 * g;
            u = momentum * u + g / (Math.Sqrt(centered ? s - a * a : s) + 0.5);
            w -= 0.1 * u;
            Assert.Equal(w, parameters[0], 1e-14);
        }
    }

    [Fact]
    public void AVarianceThatRoundingMakesNegativeCountsAsZero()
    {
        // Of a gradient that stays the same, the mean square and the square of the mean approach each other.
        float[] parameters = [0f, 0f, 0f];
        var optimizer = new RmsProp<float>(0.001) { Centered = true, Smoothing = 0.5 };
        for (int i = 0; i < 1000; i++)
            optimizer.Step(parameters, [0.1f, 0.7f, 1.3f]);
        Assert.All(parameters, parameter => Assert.True(float.IsFinite(parameter)));
    }

    [Fact]
    public void MeansThatFadeEndAtZero()
    {
        float[] parameters = [0f];
        var optimizer = new RmsProp<float>(1) { Smoothing = 0.9, Momentum = 0.9, Centered = true };
        optimizer.Step(parameters, [1f]);
        for (int i = 0; i < 1500; i++)
            optimizer.Step(parameters, [0f]);
        parameters[0] = 0f;
        optimizer.Step(parameters, [0f]);
        Assert.Equal(0f, parameters[0]);
    }

    [Fact]
    public void SettingsOutOfRangeAreNamed()
    {
        AssertNamed("LearningRate", () => new RmsProp<float>(-1));
        AssertNamed("Smoothing", () => new RmsProp<float> { Smoothing = 1 });
        AssertNamed("Momentum", () => new RmsProp<float> { Momentum = 1 });
        AssertNamed("Epsilon", () => new RmsProp<float> { Epsilon = 0 });
        AssertNamed("WeightDecay", () => new RmsProp<float> { WeightDecay = -1 });

        static void AssertNamed(string name, Func<object> create) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(create).ParamName);
    }
}
