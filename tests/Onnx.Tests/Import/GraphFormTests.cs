using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using Generated.Onnx;
using Xunit;

namespace Generated.Tests;

/// <summary>Graphs that are no chains of dense layers, as people's exporters write them. ONNX Runtime gives the same for the network that is read.</summary>
public sealed class GraphFormTests
{
    private static readonly (string Name, Func<ModelBuilder> Model, string Layers)[] s_forms =
    [
        ("residual connection", () => Hidden().Node("MatMul", "a S", "m").Node("Relu", "m", "r").Node("Add", "r a", "s").Node("Gemm", "s W2 b2", "y"),
            "Dense ReLU, Dense ReLU, Add, Dense"),
        ("difference of branches", () => Hidden().Node("MatMul", "a S", "m").Node("Sub", "a m", "s").Node("Tanh", "s", "t").Node("Gemm", "t W2 b2", "y"),
            "Dense ReLU, Dense, Add Tanh, Dense"),
        ("sum of three", () => Hidden().Node("MatMul", "a S", "m").Node("MatMul", "m S", "n").Node("Sum", "a m n", "s").Node("Gemm", "s W2 b2", "y"),
            "Dense ReLU, Dense, Add, Dense, Add, Dense"),
        ("gated unit", () => Wide().Node("Split", "z", "first second", ("axis", 1)).Node("Sigmoid", "second", "gate").Node("Mul", "first gate", "p")
            .Node("Gemm", "p W2 b2", "y"), "Dense, Slice, Slice, Activation Sigmoid, Multiply, Dense"),
        ("concatenation", () => Hidden().Tensor("R", [5, 1], 1, -2, 3, 0.5, -1).Node("Concat", "a x", "c", ("axis", 1)).Node("MatMul", "c R", "y"),
            "Dense ReLU, Concat, Dense"),
        ("layer normalisation", () => Wide().Tensor("g", [4], 1, 2, 0.5, -1).Tensor("h", [4], 0, 0.25, -1, 1)
            .Node("LayerNormalization", "z g h", "n").Node("Tanh", "n", "y"), "Dense, LayerNorm Tanh"),
        ("layer normalisation, written out", () => Wide().Tensor("g", [4], 1, 2, 0.5, -1).Tensor("h", [4], 0, 0.25, -1, 1).Tensor("two", [], 2)
            .Tensor("eps", [], 1e-5).Node("ReduceMean", "z", "m", ("axes", new long[] { -1 })).Node("Sub", "z m", "d0").Node("Pow", "d0 two", "q")
            .Node("ReduceMean", "q", "v", ("axes", new long[] { -1 })).Node("Add", "v eps", "e").Node("Sqrt", "e", "d").Node("Div", "d0 d", "n")
            .Node("Mul", "n g", "p").Node("Add", "p h", "y"), "Dense, LayerNorm"),
        ("slopes", () => Wide().Tensor("slope", [4], 0.25, -0.5, 0.1, 1).Node("PRelu", "z slope", "y"), "Dense, PReLU"),
        ("one slope", () => Wide().Tensor("slope", [1], 0.25).Node("PRelu", "z slope", "y"), "Dense, PReLU"),
        ("activation of the input", () => Layers.Model().Node("Tanh", "x", "t").Node("Gemm", "t W1 b1", "y"), "Activation Tanh, Dense"),
        ("normalised input that is read twice", () => Layers.Model().Tensor("mean", [3], 0.5, -1, 0.25).Tensor("deviation", [3], 2, 0.5, 1).Tensor("low", [], -1.5)
            .Tensor("high", [], 1.5).Tensor("R", [5, 1], 1, -2, 3, 0.5, -1).Node("Sub", "x mean", "d0").Node("Div", "d0 deviation", "n").Node("Clip", "n low high", "l")
            .Node("Gemm", "l W1 b1", "z").Node("Relu", "z", "a").Node("Concat", "a l", "j", ("axis", 1)).Node("MatMul", "j R", "y"),
            "Normalization, Dense ReLU, Concat, Dense"),
        ("limits from 0 to 6", () => Wide().Tensor("low", [], 0).Tensor("high", [], 6).Node("Clip", "z low high", "y"), "Dense HardTanh, Scale"),
        ("convolution, batch normalisation, flattened channels first", () => Sequence().Node("Conv", "s K k", "z").Node("BatchNormalization", "z g h m v", "n")
            .Node("Relu", "n", "a").Node("Flatten", "a", "f").Tensor("R", [4, 1], 1, -2, 3, 0.5).Node("MatMul", "f R", "y"),
            "Conv1D ReLU, Flatten, Dense"),
        ("causal convolution, transposed back", () => Sequence().Node("Conv", "s K k", "z", ("pads", new long[] { 1, 0 })).Node("Transpose", "z", "t", ("perm", new long[] { 0, 2, 1 }))
            .Node("Flatten", "t", "f").Tensor("R", [6, 1], 1, -2, 3, 0.5, -1, 2).Node("MatMul", "f R", "y"), "Conv1D, Flatten, Dense"),
        ("pooling", () => Sequence().Node("Conv", "s K k", "z", ("pads", new long[] { 0, 1 })).Node("MaxPool", "z", "p", ("kernel_shape", new long[] { 2 }))
            .Node("GlobalAveragePool", "p", "g1").Node("Flatten", "g1", "f").Node("Gemm", "f W2 b2", "y"), "Conv1D, MaxPool, GlobalAveragePool, Dense"),
        ("dense layer at each step", () => Layers.Model().Tensor(ModelBuilder.Integers("axes", [1], 2)).Tensor("S", [1, 2], 1, -0.5).Tensor("c", [2], 0.5, 0.25)
            .Tensor("R", [6, 1], 1, -2, 3, 0.5, -1, 2).Node("Unsqueeze", "x axes", "s").Node("MatMul", "s S", "m").Node("Add", "m c", "z").Node("Tanh", "z", "t")
            .Node("Flatten", "t", "f").Node("MatMul", "f R", "y"), "Dense Tanh, Flatten, Dense"),
    ];

    /// <summary>The graphs, for ONNX Runtime to compute too.</summary>
    internal static IEnumerable<ComparedModel> Models() => s_forms.Select(form => new ComparedModel(form.Name, form.Model().Output("y")));

    public static TheoryData<string> Names() => [.. s_forms.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsLayersAre(string name)
    {
        (string _, Func<ModelBuilder> model, string layers) = s_forms.Single(form => form.Name == name);
        NetworkShape shape = model().Output("y").Read().Shape;
        Assert.Equal(layers, string.Join(", ", shape.Layers.Select(layer =>
            layer.Activation == Activation.Linear ? layer.Kind.ToString() : $"{layer.Kind} {layer.Activation}")));
    }

    [Fact]
    public void InputsAreReadInTheOrderOfTheFileAndHeadsInThatOfTheOutputs()
    {
        ModelBuilder masked = Layers.Model().Input("mask", [null, 2]).WithSums().Node("Relu", "z", "a").Node("Mul", "a mask", "policy").Output("policy")
            .Node("Gemm", "a W2 b2", "value").Output("value");
        NetworkModel read = masked.Read();
        Assert.Equal("x 3, mask 2 → 2 ReLU(x) → policy = 2 Multiply(layer1, mask) → value = 1 Linear(layer1); outputs policy, value", read.Shape.ToString());
        Assert.Equal(["x", "mask"], read.InputNames);
        Assert.Equal(["policy", "value"], read.OutputNames);
        Layers.AssertIs(new DenseLayer("layer", 3, 2, Activation.ReLU, read.ValuesOf(0, 0), read.ValuesOf(0, 1)), Layers.W1T, Layers.B1);
    }

    /// <summary>What is exported of networks of every kind of layer is read back, layer by layer and value by value.</summary>
    [Fact]
    public void ExportedGraphsAreReadBack()
    {
        RoundTrip<LayerNormalisationSingle, float>();
        RoundTrip<LayerNormalisationDouble, double>();
        RoundTrip<ScaleAndPReLUSingle, float>();
        RoundTrip<ResidualBlockSingle, float>();
        RoundTrip<ResidualBlockDouble, double>();
        RoundTrip<TwoHeadsSingle, float>();
        RoundTrip<TwoInputsSingle, float>();
        RoundTrip<GatedSingle, float>();
        RoundTrip<GatedDouble, double>();
        RoundTrip<ConvolutionOverTimeSingle, float>();
        RoundTrip<CausalDilatedConvolutionsSingle, float>();
        RoundTrip<DigitsByConvolutionSingle, float>();
        RoundTrip<DepthwiseAndPointwiseSingle, float>();
    }

    private static void RoundTrip<TNetwork, T>()
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(seed: 5);
        var random = new Random(3);
        foreach (ref T parameter in network.Parameters)
            parameter += T.CreateChecked(0.2 * random.NextDouble());
        string path = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.onnx");
        try
        {
            network.SaveOnnx(path);
            NetworkModel wanted = NetworkModel.Of(network), read = OnnxReader.Load(path);
            Assert.Equal(wanted.Shape.Layers.Select(Described), read.Shape.Layers.Select(Described));
            Assert.Equal(wanted.Shape.Inputs, read.Shape.Inputs);
            Assert.Equal(wanted.Parameters.ToArray(), read.Parameters.ToArray());
            Assert.Equal((wanted.Precision, wanted.Shape.OutputSize), (read.Precision, read.Shape.OutputSize));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Described(LayerShape layer) =>
        $"{layer} {string.Join(", ", layer.Parameters)} {string.Join(", ", layer.Settings)}";

    private static ModelBuilder Hidden() => Layers.Model().Tensor("S", [2, 2], 1, -0.5, 0.25, 2).WithSums().Node("Relu", "z", "a");

    private static ModelBuilder Wide() => Layers.Model().Tensor("V", [3, 4], 1, -2, 3, 0.5, -1, 4, 2, 2, 0.5, 1, -1, 0.25).Tensor("c", [4], 0.5, 1, -1, 2)
        .Node("Gemm", "x V c", "z");

    private static ModelBuilder Sequence() => Layers.Model().Tensor(ModelBuilder.Integers("axes", [1], 1)).Tensor("K", [2, 1, 2], 1, -0.5, 0.25, 2)
        .Tensor("k", [2], 0.5, -1).Tensor("g", [2], 2, 0.5).Tensor("h", [2], 1, -1).Tensor("m", [2], 0.25, 0.5).Tensor("v", [2], 1, 4)
        .Node("Unsqueeze", "x axes", "s");
}
