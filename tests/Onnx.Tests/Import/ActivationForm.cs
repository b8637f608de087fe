using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Tests;

/// <summary>A graph that computes an activation a of the sums z; it may use the constants zero, one, minus (one), half, leak (0.01) and others that it adds.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="Text">What distinguishes the form.</param>
/// <param name="Write">Adds the nodes.</param>
/// <param name="Operators">The version of ONNX's operator set that has them; 0 if ONNX Runtime has none that does.</param>
internal sealed record ActivationForm(Activation Activation, string Text, Func<ModelBuilder, ModelBuilder> Write, int Operators = 17)
{
    /// <summary>Every form that is known, of every activation.</summary>
    public static Dictionary<string, ActivationForm> All { get; } = Known().ToDictionary(form => $"{form.Activation}: {form.Text}");

    /// <summary>A network whose hidden layer has the activation.</summary>
    public ModelBuilder Model() => Write(WithConstants().WithSums()).WithReadout().Operators(Operators);

    public static ModelBuilder WithConstants() => Layers.Model().Tensor("zero", [], 0).Tensor("one", [], 1).Tensor("minus", [], -1).Tensor("half", [], 0.5).Tensor("leak", [], 0.01);

    private static IEnumerable<ActivationForm> Known()
    {
        yield return new(Activation.Linear, "nothing", model => model.Node("Identity", "z", "a"));

        yield return One(Activation.Sigmoid, "Sigmoid");
        yield return new(Activation.Sigmoid, "1/(1 + exp(−z))", model => model.Node("Neg", "z", "n").Node("Exp", "n", "e").Node("Add", "one e", "d").Node("Div", "one d", "a"));
        yield return new(Activation.Sigmoid, "Reciprocal", model => model.Node("Neg", "z", "n").Node("Exp", "n", "e").Node("Add", "one e", "d").Node("Reciprocal", "d", "a"));

        yield return One(Activation.Tanh, "Tanh");
        yield return One(Activation.Softmax, "Softmax");

        yield return One(Activation.ReLU, "Relu");
        yield return new(Activation.ReLU, "Clip", model => model.Node("Clip", "z zero -", "a"));
        yield return new(Activation.ReLU, "Max", model => model.Node("Max", "zero z", "a"));
        yield return new(Activation.ReLU, "Where z > 0", model => model.Node("Greater", "z zero", "c").Node("Where", "c z zero", "a"));
        yield return new(Activation.ReLU, "(z ≥ 0)·z", model => model.Node("GreaterOrEqual", "z zero", "c").Node("Cast", "c", "f", ("to", 1)).Node("Mul", "f z", "a"));

        yield return new(Activation.HardTanh, "Clip", model => model.Node("Clip", "z minus one", "a"));
        yield return new(Activation.HardTanh, "Clip with attributes", model => model.Node("Clip", "z", "a", ("min", -1.0), ("max", 1.0)), Operators: 9);
        yield return new(Activation.HardTanh, "Max and Min", model => model.Node("Max", "z minus", "m").Node("Min", "one m", "a"));

        yield return new(Activation.Step, "z ≥ 0", model => model.Node("GreaterOrEqual", "z zero", "c").Node("Cast", "c", "a", ("to", 1)));
        yield return new(Activation.Step, "0 ≤ z", model => model.Node("LessOrEqual", "zero z", "c").Node("Cast", "c", "a", ("to", 1)));
        yield return new(Activation.Step, "not z < 0", model => model.Node("Less", "z zero", "l").Node("Not", "l", "c").Node("Where", "c one zero", "a"));
        yield return new(Activation.Step, "Where z < 0", model => model.Node("Less", "z zero", "l").Node("Where", "l zero one", "a"));

        yield return One(Activation.LeakyReLU, "LeakyRelu");
        yield return new(Activation.LeakyReLU, "Max", model => model.Node("Mul", "z leak", "l").Node("Max", "z l", "a"));
        yield return new(Activation.LeakyReLU, "Where", model => model.Node("Mul", "z leak", "l").Node("Greater", "z zero", "c").Node("Where", "c z l", "a"));
        yield return new(Activation.LeakyReLU, "PRelu", model => model.Node("PRelu", "z leak", "a"));

        yield return One(Activation.ELU, "Elu");
        yield return new(Activation.ELU, "Where", model => model.Node("Exp", "z", "e").Node("Sub", "e one", "m").Node("GreaterOrEqual", "z zero", "c").Node("Where", "c z m", "a"));
        yield return One(Activation.SELU, "Selu");
        yield return new(Activation.SELU, "Where", model => model.Tensor("alpha", [], 1.6732632423543772).Tensor("lambda", [], 1.0507009873554805).Node("Exp", "z", "e").Node("Sub", "e one", "m")
            .Node("Mul", "m alpha", "n").Node("Greater", "z zero", "c").Node("Where", "c z n", "w").Node("Mul", "lambda w", "a"));

        yield return One(Activation.GELU, "Gelu", operators: 20);
        yield return One(Activation.GELU, "com.microsoft::Gelu");
        foreach ((string type, double root) in new[] { ("Div", 1.4142135), ("Mul", 0.70710677) })
        {
            ModelBuilder Inner(ModelBuilder model) => model.Tensor("root", [], root).Node(type, "z root", "d").Node("Erf", "d", "e").Node("Add", "e one", "p");
            yield return new(Activation.GELU, type + ", (z·p)·½", model => Inner(model).Node("Mul", "z p", "q").Node("Mul", "q half", "a"));
            yield return new(Activation.GELU, type + ", (½·p)·z", model => Inner(model).Node("Mul", "half p", "q").Node("Mul", "q z", "a"));
            yield return new(Activation.GELU, type + ", p·(½·z)", model => Inner(model).Node("Mul", "half z", "q").Node("Mul", "p q", "a"));
        }

        yield return One(Activation.SiLU, "Swish", operators: 0);
        yield return new(Activation.SiLU, "Sigmoid", model => model.Node("Sigmoid", "z", "s").Node("Mul", "s z", "a"));
        yield return new(Activation.SiLU, "z/(1 + exp(−z))", model => model.Node("Neg", "z", "n").Node("Exp", "n", "e").Node("Add", "e one", "d").Node("Div", "z d", "a"));

        yield return One(Activation.Softplus, "Softplus");
        yield return new(Activation.Softplus, "Log", model => model.Node("Exp", "z", "e").Node("Add", "e one", "p").Node("Log", "p", "a"));
        yield return new(Activation.Softplus, "without overflow", Softplus);
        yield return new(Activation.Softplus, "PyTorch's threshold", model => model.Tensor("large", [], 20).Node("Softplus", "z", "s").Node("Greater", "z large", "c").Node("Where", "c z s", "a"));
        yield return One(Activation.Mish, "Mish", operators: 18);
        yield return new(Activation.Mish, "Softplus", model => model.Node("Softplus", "z", "s").Node("Tanh", "s", "t").Node("Mul", "z t", "a"));
        yield return new(Activation.Mish, "Log", model => model.Node("Exp", "z", "e").Node("Add", "e one", "p").Node("Log", "p", "s").Node("Tanh", "s", "t").Node("Mul", "t z", "a"));

        yield return One(Activation.Softsign, "Softsign");
        yield return new(Activation.Softsign, "Abs", model => model.Node("Abs", "z", "b").Node("Add", "one b", "d").Node("Div", "z d", "a"));
    }

    private static ActivationForm One(Activation activation, string type, int operators = 17) => new(activation, type, model => model.Node(type, "z", "a"), operators);

    private static ModelBuilder Softplus(ModelBuilder model) => model.Node("Relu", "z", "r").Node("Abs", "z", "b").Node("Neg", "b", "n").Node("Exp", "n", "e").Node("Add", "e one", "p").Node("Log", "p", "l").Node("Add", "r l", "a");
}
