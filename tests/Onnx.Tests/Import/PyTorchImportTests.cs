using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Generated.Onnx;
using Xunit;

namespace Generated.Tests;

/// <summary>Files of PyTorch 1.13's TorchScript exporter (tests/golden/onnx): every activation, and what modules become in a graph.</summary>
public class PyTorchImportTests
{
    private const double Tolerance = 2e-6;

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "golden", "onnx");

    private static readonly Dictionary<string, Fixture> s_fixtures = JsonSerializer.Deserialize<Fixture[]>(
        File.ReadAllText(Path.Combine(s_folder, "outputs.json")), JsonSerializerOptions.Web)!.ToDictionary(fixture => fixture.Name);

    /// <summary>For each activation of the hidden layer, a network that loads a file and answers.</summary>
    private static readonly Dictionary<string, Func<string, float[][], float[][]>> s_networks = new()
    {
        ["Linear"] = Outputs<LinearImport>,
        ["Step"] = Outputs<StepImport>,
        ["Sigmoid"] = Outputs<SigmoidImport>,
        ["Tanh"] = Outputs<TanhImport>,
        ["ReLU"] = Outputs<ReLUImport>,
        ["LeakyReLU"] = Outputs<LeakyReLUImport>,
        ["ELU"] = Outputs<ELUImport>,
        ["SELU"] = Outputs<SELUImport>,
        ["GELU"] = Outputs<GELUImport>,
        ["SiLU"] = Outputs<SiLUImport>,
        ["Mish"] = Outputs<MishImport>,
        ["Softplus"] = Outputs<SoftplusImport>,
        ["Softsign"] = Outputs<SoftsignImport>,
        ["HardTanh"] = Outputs<HardTanhImport>,
        ["Softmax"] = Outputs<SoftmaxImport>,
    };

    public static TheoryData<string> Files() => [.. s_fixtures.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void AFileGivesPyTorchsOutputs(string name)
    {
        Fixture fixture = s_fixtures[name];
        float[][] outputs = s_networks[fixture.Activation](PathOf(name), fixture.Inputs);
        Assert.NotEmpty(outputs);
        for (int i = 0; i < outputs.Length; i++)
        {
            for (int unit = 0; unit < 2; unit++)
                Assert.Equal(fixture.Outputs[i][unit], outputs[i][unit], Tolerance * Math.Max(1, Math.Abs(fixture.Outputs[i][unit])));
        }
    }

    [Fact]
    public void EveryActivationIsThere() => Assert.Empty(Enum.GetNames<Activation>().Except(s_fixtures.Values.Select(fixture => fixture.Activation)));

    [Theory]
    [InlineData("no-gelu-tanh", "'/1/Mul", "approximation by tanh")]
    [InlineData("no-leak", "'/1/LeakyRelu' (LeakyRelu)", "its alpha is 0.2; LeakyRelu here has 0.01")]
    [InlineData("no-elu", "'/1/Elu' (Elu)", "its alpha is 0.5; Elu here has 1")]
    [InlineData("no-hardswish", "'/1/HardSwish' (HardSwish)", "SiLU (x·Sigmoid(x)) is")]
    [InlineData("no-softmax-axis", "Softmax)", "over axis 0")]
    public void WhatCannotBeExpressedIsAnErrorWithTheNodeItsOperatorAndWhy(string name, string node, string why)
    {
        var error = Assert.Throws<DataFormatException>(() => OnnxReader.Load(PathOf(name)));
        Assert.Contains(node, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(PathOf(name), error.Message, StringComparison.Ordinal);
    }

    /// <summary>PyTorch's layer normalisation as its older exporter writes it out, a residual connection, an activation without a dense layer, ReLU6.</summary>
    [Theory]
    [InlineData("no-layernorm", LayerKind.Dense, LayerKind.LayerNorm, LayerKind.Dense)]
    [InlineData("no-residual", LayerKind.Dense, LayerKind.Add, LayerKind.Dense)]
    [InlineData("no-dense", LayerKind.Activation, LayerKind.Dense, LayerKind.Dense)]
    [InlineData("no-relu6", LayerKind.Dense, LayerKind.Scale, LayerKind.Dense)]
    public void WhatIsNoChainOfDenseLayersIsAGraph(string name, params LayerKind[] kinds) =>
        Assert.Equal(kinds, OnnxReader.Load(PathOf(name)).Shape.Layers.Select(layer => layer.Kind));

    [Theory]
    [InlineData("named", "encoder", "readout")]
    [InlineData("ReLU", "0", "2")]
    [InlineData("without-bias", "0", "2")]
    [InlineData("norm-before", "1.0", "1.2")]
    public void LayersKeepTheirNames(string name, params string[] layers) =>
        Assert.Equal(layers, OnnxReader.Load(PathOf(name)).DenseLayers().Select(layer => layer.Name));

    [Fact]
    public void DoublesStayDoubles() => Assert.Equal(Precision.Double, OnnxReader.Load(PathOf("double")).Precision);

    private static float[][] Outputs<TNetwork>(string path, float[][] inputs)
        where TNetwork : class, INetwork<TNetwork, float>, new()
    {
        var network = new TNetwork();
        network.LoadOnnx(path);
        return [.. inputs.Select(input =>
        {
            var output = new float[2];
            network.Forward(input, output);
            return output;
        })];
    }

    private static string PathOf(string name) => Path.Combine(s_folder, name + ".onnx");

    private sealed record Fixture(string Name, string Activation, float[][] Inputs, double[][] Outputs);
}
