using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Every form of every activation, between the sums z of a layer and its result a. Weights must come through untouched.</summary>
public class ActivationFormTests
{
    public static TheoryData<string> Forms() => [.. ActivationForm.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void EveryFormIsItsActivation(string form) => Layers.AssertIs(ActivationForm.All[form].Model().Read(), ActivationForm.All[form].Activation);

    [Fact]
    public void EveryActivationHasAForm() => Assert.Empty(Enum.GetValues<Activation>().Except(ActivationForm.All.Values.Select(form => form.Activation)));

    [Fact]
    public void AThresholdThatIsOpenAtZeroIsFoldedIntoBothNeighbours()
    {
        // z > 0 is 1 − step(−z), to the bit.
        NetworkModel model = ActivationForm.WithConstants().WithSums().Node("Greater", "z zero", "c").Node("Cast", "c", "a", ("to", 1)).WithReadout().Read();
        Layers.AssertIs(model.DenseLayers()[0], Array.ConvertAll(Layers.W1T, weight => -weight), Array.ConvertAll(Layers.B1, term => -term));
        Layers.AssertIs(model.DenseLayers()[1], Array.ConvertAll(Layers.W2, weight => -weight), [0.125 + 7 - 8]);
        Assert.Equal(Activation.Step, model.DenseLayers()[0].Activation);
    }

    [Theory]
    [InlineData("LeakyRelu", "alpha", 0.3, "its alpha is 0.3; LeakyRelu here has 0.01")]
    [InlineData("Elu", "alpha", 2.0, "its alpha is 2; Elu here has 1")]
    [InlineData("Selu", "gamma", 1.0, "its gamma is 1; SELU here has 1.050701")]
    [InlineData("Clip", "max", 6.0, "'node_a' (Clip) limits to −∞ and 6; HardTanh here limits to −1 and 1")]
    [InlineData("Softmax", "axis", 0, "over axis 0")]
    [InlineData("Gelu", "approximate", "tanh", "approximation by tanh")]
    [InlineData("LogSoftmax", "axis", -1, "there is no such activation")]
    [InlineData("HardSigmoid", "alpha", 0.2, "there is no such activation")]
    [InlineData("Cast", "to", 7, "turns numbers into Int64")]
    public void AnotherParameterIsAnError(string type, string attribute, object value, string why)
    {
        string error = ActivationForm.WithConstants().WithSums().Node(type, "z", "a", (attribute, value)).WithReadout().Error();
        Assert.Contains($"node 'node_a' ({type}): ", error, StringComparison.Ordinal);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoActivationIsAnErrorThatNamesIt()
    {
        Assert.Contains("node 'node_a' (Mul): what it computes with 'node_t' (Tanh) is none of the known activations", ActivationForm.WithConstants().WithSums().Node("Tanh", "z", "t").Node("Mul", "z t", "a").WithReadout().Error(), StringComparison.Ordinal);
        Assert.Contains("'node_a' (Sigmoid)", ActivationForm.WithConstants().WithSums().Node("Tanh", "z", "t").Node("Sigmoid", "t", "a").WithReadout().Error(), StringComparison.Ordinal);
        Assert.Equal("3 → 2 Tanh → 2 Scale", ActivationForm.WithConstants().WithSums().Node("Tanh", "z", "t").Node("Mul", "t half", "y").Output("y").Read().Shape.ToString());
        Assert.Equal("3 → 3 ReLU → 2 Linear", Layers.Model().Node("Relu", "x", "a").Node("Gemm", "a W1 b1", "y").Output("y").Read().Shape.ToString());
    }
}
