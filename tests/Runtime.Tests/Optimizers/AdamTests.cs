using System;
using Xunit;

namespace Generated.Tests;

public class AdamTests
{
    [Fact]
    public void FirstStepsAreThoseOfTheFormula()
    {
        double[] parameters = [2.0];
        var optimizer = new Adam<double>(0.1) { Beta1 = 0.5, Beta2 = 0.75, Epsilon = 0.5, WeightDecay = 0.25 };
        // g = 1 + ¼·2; m = ½g; v = ¼g²; both corrected are g and g².
        optimizer.Step(parameters, [1.0]);
        double expected = 2.0 - 0.1 * 1.5 / (1.5 + 0.5);
        Assert.Equal(expected, parameters[0], 1e-15);

        double g = -1.0 + 0.25 * expected;
        double m = 0.5 * 0.75 + 0.5 * g;
        double v = 0.75 * 0.5625 + 0.25 * g * g;
        optimizer.Step(parameters, [-1.0]);
        expected -= 0.1 / (1 - 0.25) * m / (Math.Sqrt(v) / Math.Sqrt(1 - 0.5625) + 0.5);
        Assert.Equal(expected, parameters[0], 1e-15);
        Assert.Equal(2, optimizer.StepCount);
    }

    [Fact]
    public void DecoupledDecayDoesNotEnterTheMoments()
    {
        double[] parameters = [2.0];
        new AdamW<double>(0.1) { WeightDecay = 0.25 }.Step(parameters, [0.0]);
        Assert.Equal(2.0 * (1 - 0.1 * 0.25), parameters[0], 1e-15);
    }

    [Fact]
    public void AdamWDecaysUnlessToldOtherwise()
    {
        Assert.Equal(0.01, new AdamW<float>().WeightDecay);
        Assert.Equal(0.0, new AdamW<float> { WeightDecay = 0 }.WeightDecay);
        Assert.Equal(0.0, new Adam<float>().WeightDecay);
    }

    [Fact]
    public void MomentsThatFadeEndAtZero()
    {
        // Then a gradient gives just the same as without the history, but for the bias corrections, which are 1 by now.
        float[] faded = [0f];
        var optimizer = new Adam<float>(1) { Beta1 = 0.9, Beta2 = 0.9 };
        optimizer.Step(faded, [1f]);
        for (int i = 0; i < 1500; i++)
            optimizer.Step(faded, [0f]);
        faded[0] = 0f;
        optimizer.Step(faded, [0f]);
        Assert.Equal(0f, faded[0]);
    }

    [Fact]
    public void SettingsOutOfRangeAreNamed()
    {
        AssertNamed("LearningRate", () => new Adam<float>(-1));
        AssertNamed("LearningRate", () => new AdamW<float>(double.NaN));
        AssertNamed("Beta1", () => new Adam<float> { Beta1 = 1 });
        AssertNamed("Beta2", () => new Adam<float> { Beta2 = -0.1 });
        AssertNamed("Epsilon", () => new Adam<float> { Epsilon = 0 });
        AssertNamed("WeightDecay", () => new AdamW<float> { WeightDecay = double.PositiveInfinity });

        static void AssertNamed(string name, Func<object> create) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(create).ParamName);
    }
}
