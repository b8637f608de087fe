using System;
using Xunit;

namespace Generated.Tests;

/// <summary>Every form of every activation, between the sums z of a layer and its result a. Weights must come through untouched.</summary>
public class ActivationFormTests
{
    private const float Alpha = 1.6732632f, Lambda = 1.0507009f;

    [Theory]
    [InlineData("Sigmoid", Activation.Sigmoid)]
    [InlineData("Tanh", Activation.Tanh)]
    [InlineData("Relu", Activation.ReLU)]
    [InlineData("LeakyRelu", Activation.LeakyReLU)]
    [InlineData("Elu", Activation.ELU)]
    [InlineData("Selu", Activation.SELU)]
    [InlineData("Gelu", Activation.GELU)]
    [InlineData("com.microsoft::Gelu", Activation.GELU)]
    [InlineData("Mish", Activation.Mish)]
    [InlineData("Softplus", Activation.Softplus)]
    [InlineData("Softsign", Activation.Softsign)]
    [InlineData("Softmax", Activation.Softmax)]
    [InlineData("Swish", Activation.SiLU)]
    public void OneOperator(string type, Activation activation) => Is(activation, model => model.Node(type, "z", "a"));

    [Fact]
    public void HardTanh()
    {
        Is(Activation.HardTanh, model => model.Node("Clip", "z minus one", "a"));
        Is(Activation.HardTanh, model => model.Node("Clip", "z", "a", ("min", -1.0), ("max", 1.0)));
        Is(Activation.HardTanh, model => model.Node("Max", "z minus", "m").Node("Min", "one m", "a"));
    }

    [Fact]
    public void ReLU()
    {
        Is(Activation.ReLU, model => model.Node("Clip", "z zero -", "a"));
        Is(Activation.ReLU, model => model.Node("Max", "zero z", "a"));
        Is(Activation.ReLU, model => model.Node("Greater", "z zero", "c").Node("Where", "c z zero", "a"));
        Is(Activation.ReLU, model => model.Node("GreaterOrEqual", "z zero", "c").Node("Cast", "c", "f", ("to", 1)).Node("Mul", "f z", "a"));
    }

    [Fact]
    public void Step()
    {
        Is(Activation.Step, model => model.Node("GreaterOrEqual", "z zero", "c").Node("Cast", "c", "a", ("to", 1)));
        Is(Activation.Step, model => model.Node("LessOrEqual", "zero z", "c").Node("Cast", "c", "a", ("to", 1)));
        Is(Activation.Step, model => model.Node("Less", "z zero", "l").Node("Not", "l", "c").Node("Where", "c one zero", "a"));
        Is(Activation.Step, model => model.Node("Less", "z zero", "l").Node("Where", "l zero one", "a"));
    }

    [Fact]
    public void AThresholdThatIsOpenAtZeroIsFoldedIntoBothNeighbours()
    {
        // z > 0 is 1 − step(−z), to the bit.
        DenseModel model = Constants().WithSums().Node("Greater", "z zero", "c").Node("Cast", "c", "a", ("to", 1)).WithReadout().Read();
        Layers.AssertIs(model.Layers[0], Array.ConvertAll(Layers.W1T, weight => -weight), Array.ConvertAll(Layers.B1, term => -term));
        Layers.AssertIs(model.Layers[1], Array.ConvertAll(Layers.W2, weight => -weight), [0.125 + 7 - 8]);
        Assert.Equal(Activation.Step, model.Layers[0].Activation);
    }

    [Fact]
    public void Sigmoid() => Is(Activation.Sigmoid, model => model.Node("Neg", "z", "n").Node("Exp", "n", "e").Node("Add", "one e", "d").Node("Div", "one d", "a"));

    [Fact]
    public void SiLU()
    {
        Is(Activation.SiLU, model => model.Node("Sigmoid", "z", "s").Node("Mul", "s z", "a"));
        Is(Activation.SiLU, model => model.Node("Neg", "z", "n").Node("Exp", "n", "e").Node("Add", "e one", "d").Node("Div", "z d", "a"));
    }

    [Fact]
    public void LeakyReLU()
    {
        Is(Activation.LeakyReLU, model => model.Node("Mul", "z leak", "l").Node("Max", "z l", "a"));
        Is(Activation.LeakyReLU, model => model.Node("Mul", "z leak", "l").Node("Greater", "z zero", "c").Node("Where", "c z l", "a"));
        Is(Activation.LeakyReLU, model => model.Node("PRelu", "z leak", "a"));
    }

    [Fact]
    public void ELUAndSELU()
    {
        Is(Activation.ELU, model => model.Node("Exp", "z", "e").Node("Sub", "e one", "m").Node("GreaterOrEqual", "z zero", "c").Node("Where", "c z m", "a"));
        Is(Activation.SELU, model => model.Tensor("alpha", [], Alpha).Tensor("lambda", [], Lambda).Node("Exp", "z", "e").Node("Sub", "e one", "m").Node("Mul", "m alpha", "n")
            .Node("Greater", "z zero", "c").Node("Where", "c z n", "w").Node("Mul", "lambda w", "a"));
    }

    [Theory]
    [InlineData("Div", 1.4142135)]
    [InlineData("Mul", 0.70710677)]
    public void GELU(string type, double root)
    {
        ModelBuilder Inner(ModelBuilder model) => model.Tensor("root", [], root).Node(type, "z root", "d").Node("Erf", "d", "e").Node("Add", "e one", "p");
        Is(Activation.GELU, model => Inner(model).Node("Mul", "z p", "q").Node("Mul", "q half", "a"));
        Is(Activation.GELU, model => Inner(model).Node("Mul", "half p", "q").Node("Mul", "q z", "a"));
        Is(Activation.GELU, model => Inner(model).Node("Mul", "half z", "q").Node("Mul", "p q", "a"));
    }

    [Fact]
    public void MishAndSoftplus()
    {
        Is(Activation.Softplus, model => model.Node("Exp", "z", "e").Node("Add", "e one", "p").Node("Log", "p", "a"));
        Is(Activation.Mish, model => model.Node("Softplus", "z", "s").Node("Tanh", "s", "t").Node("Mul", "z t", "a"));
        Is(Activation.Mish, model => model.Node("Exp", "z", "e").Node("Add", "e one", "p").Node("Log", "p", "s").Node("Tanh", "s", "t").Node("Mul", "t z", "a"));
    }

    [Fact]
    public void Softsign() => Is(Activation.Softsign, model => model.Node("Abs", "z", "b").Node("Add", "one b", "d").Node("Div", "z d", "a"));

    [Theory]
    [InlineData("LeakyRelu", "alpha", 0.3, "its alpha is 0.3; LeakyRelu here has 0.01")]
    [InlineData("Elu", "alpha", 2.0, "its alpha is 2; Elu here has 1")]
    [InlineData("Selu", "gamma", 1.0, "its gamma is 1; SELU here has 1.050701")]
    [InlineData("Clip", "max", 6.0, "HardTanh here limits to −1 and 1")]
    [InlineData("Softmax", "axis", 0, "over axis 0")]
    [InlineData("Gelu", "approximate", "tanh", "approximation by tanh")]
    [InlineData("LogSoftmax", "axis", -1, "there is no such activation")]
    [InlineData("HardSigmoid", "alpha", 0.2, "there is no such activation")]
    [InlineData("Cast", "to", 7, "turns numbers into Int64")]
    public void AnotherParameterIsAnError(string type, string attribute, object value, string why)
    {
        string error = Constants().WithSums().Node(type, "z", "a", (attribute, value)).WithReadout().Error();
        Assert.Contains($"node 'node_a' ({type}): ", error, StringComparison.Ordinal);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoActivationIsAnErrorThatNamesIt()
    {
        Assert.Contains("node 'node_a' (Mul): what it computes with 'node_t' (Tanh) is none of the known activations", Constants().WithSums().Node("Tanh", "z", "t").Node("Mul", "z t", "a").WithReadout().Error(), StringComparison.Ordinal);
        Assert.Contains("'node_a' (Sigmoid)", Constants().WithSums().Node("Tanh", "z", "t").Node("Sigmoid", "t", "a").WithReadout().Error(), StringComparison.Ordinal);
        Assert.Contains("node 'node_y' (Mul): its scaling follows the last activation", Constants().WithSums().Node("Tanh", "z", "t").Node("Mul", "t half", "y").Output("y").Error(), StringComparison.Ordinal);
        Assert.Contains("node 'node_a' (Relu): there is no dense layer before the activation ReLU", Layers.Model().Node("Relu", "x", "a").Node("Gemm", "a W1 b1", "y").Output("y").Error(), StringComparison.Ordinal);
    }

    private static ModelBuilder Constants() => Layers.Model().Tensor("zero", [], 0).Tensor("one", [], 1).Tensor("minus", [], -1).Tensor("half", [], 0.5).Tensor("leak", [], 0.01);

    private static void Is(Activation activation, Func<ModelBuilder, ModelBuilder> write) => Layers.AssertIs(write(Constants().WithSums()).WithReadout().Read(), activation);
}
