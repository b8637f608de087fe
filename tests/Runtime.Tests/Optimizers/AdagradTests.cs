using System;
using Xunit;

namespace Generated.Tests;

public class AdagradTests
{
    [Fact]
    public void StepsAreThoseOfTheFormula()
    {
        double[] parameters = [2.0];
        var optimizer = new Adagrad<double>(0.1) { LearningRateDecay = 0.5, InitialSum = 0.25, Epsilon = 0.5, WeightDecay = 0.25 };
        double w = 2.0, s = 0.25;
        double[] gradients = [1.0, -2.0, 0.5, 3.0];
        for (int t = 1; t <= gradients.Length; t++)
        {
            optimizer.Step(parameters, [gradients[t - 1]]);
            double g = gradients[t - 1] + 0.25 * w;
            s += g * g;
            w -= 0.1 / (1 + (t - 1) * 0.5) * g / (Math.Sqrt(s) + 0.5);
            Assert.Equal(w, parameters[0], 1e-14);
        }
    }

    [Fact]
    public void SettingsOutOfRangeAreNamed()
    {
        AssertNamed("LearningRate", () => new Adagrad<float>(-1));
        AssertNamed("LearningRateDecay", () => new Adagrad<float> { LearningRateDecay = -1 });
        AssertNamed("InitialSum", () => new Adagrad<float> { InitialSum = double.NaN });
        AssertNamed("Epsilon", () => new Adagrad<float> { Epsilon = 0 });
        AssertNamed("WeightDecay", () => new Adagrad<float> { WeightDecay = -1 });

        static void AssertNamed(string name, Func<object> create) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(create).ParamName);
    }
}
