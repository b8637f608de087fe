using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Generated.Tool.Compilation;
using Generated.Tool.Models;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>Files of weights of any network: they say how it is declared, so every command reads them without being told.</summary>
public sealed class DeclaredModelTests : IDisposable
{
    private const string Heads = """
        [Network]
        [Input("state", 3)]
        [Dense(4, Activation.Tanh, Name = "trunk")]
        [Dense(2, Activation.Softmax, Name = "policy")]
        [Dense(1, From = "trunk", Name = "value")]
        [Output("policy", "value")]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Heads)]
    [InlineData("[Network(Precision = Precision.Double)]\n[Input(\"window\", 6, 2)]\n[Conv1D(3, Kernel = 2, Padding = Padding.Causal)]\n[Lstm(4)]\n[LastStep]\n[Dense(2)]")]
    public void AModelOfAnyLayersComesBackFromItsFile(string declaration)
    {
        NetworkModel model = Model(declaration);
        string path = _folder["model.safetensors"];
        NetworkFile.Save(model, path);
        NetworkModel read = NetworkFile.Load(path, null);
        Assert.True(read.Shape.IsSameArchitecture(model.Shape));
        Assert.Equal(model.Precision, read.Precision);
        Assert.Equal(model.Labels, read.Labels);
        Assert.Equal(model.Parameters.ToArray(), read.Parameters.ToArray());
    }

    [Fact]
    public void EveryCommandTakesTheFile()
    {
        NetworkModel model = Model(Heads);
        string path = _folder["agent.safetensors"];
        NetworkFile.Save(model, path);

        string shown = ToolRun.Succeed("inspect", path);
        Assert.Contains("  declaration  [Network]", shown, StringComparison.Ordinal);
        Assert.Contains($"As a network: {model.Shape}, single precision\n", shown, StringComparison.Ordinal);
        Assert.Contains("  policy ", shown, StringComparison.Ordinal);

        double[] outputs = Numbers(ToolRun.SucceedWith("0.5,-1,2\n", "run", path, "-i", "-"));
        double[] expected = Expected(model, [0.5, -1, 2]);
        Assert.Equal(expected.Length, outputs.Length);
        Assert.All(expected.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

        Assert.Contains("Wrote", ToolRun.Succeed("export", path, "-o", _folder["agent.onnx"]), StringComparison.Ordinal);
        double[] ofOnnx = Numbers(ToolRun.SucceedWith("0.5,-1,2\n", "run", _folder["agent.onnx"], "-i", "-"));
        Assert.All(outputs.Zip(ofOnnx), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Contains("Wrote", ToolRun.Succeed("import", path, "-o", _folder["Agent"]), StringComparison.Ordinal);
        string source = File.ReadAllText(Path.Combine(_folder["Agent"], "Agent.cs"));
        Assert.Contains("[Output(\"policy\", \"value\")]", source, StringComparison.Ordinal);
        Assert.Contains(": ", ToolRun.Succeed("bench", path, "--repetitions", "1", "--milliseconds", "1"), StringComparison.Ordinal);
        Assert.Contains("chain of dense layers is needed", ToolRun.Fail("freeze", path, "-o", _folder["Agent.Frozen.cs"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Network(3)] public class Other { static Other() { System.IO.File.Delete(\"x\"); } }")]
    [InlineData("[Network(3)] [Dense(2, (Activation)System.Environment.Exit(1))]")]
    [InlineData("[System.Obsolete] [Network(3, 1)]")]
    [InlineData("[Network(sizes: new[] { 3, 1 })]")]
    [InlineData("#error Stop\n[Network(3, 1)]")]
    [InlineData("[Network(3, 1)")]
    [InlineData("")]
    public void WhatIsNoDeclarationIsNotCompiled(string declaration)
    {
        string path = WithDeclaration(declaration);
        string problem = ToolRun.Fail("run", path, "-i", "-");
        Assert.Contains("which is not a list of attributes such as [Network(3, 1)].", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeclarationThatARuleRefusesSaysWhy() =>
        Assert.Contains("'missing'", ToolRun.Fail("run", WithDeclaration("[Network(3)] [Dense(2, From = \"missing\")]"), "-i", "-"), StringComparison.Ordinal);

    [Fact]
    public void TensorsOfAnotherNetworkAreAnError() =>
        Assert.Contains("weights.safetensors", ToolRun.Fail("run", WithDeclaration("[Network(3)] [Dense(2)] [LayerNorm]"), "-i", "-"), StringComparison.Ordinal);

    private string WithDeclaration(string declaration)
    {
        string path = _folder["weights.safetensors"];
        NamedTensor<float>[] tensors = [new("layer1.weight", [2, 3], new float[6]), new("layer1.bias", [2], new float[2])];
        TensorFile.Save(path, tensors, metadata: new Dictionary<string, string> { [NetworkDeclaration.MetadataKey] = declaration });
        return path;
    }

    private static NetworkModel Model(string declaration)
    {
        string source = $"using Generated;\n{declaration}\npublic sealed partial class Declared;";
        (NetworkShape shape, Precision precision) = CompiledNetwork.Describe(source, "Declared", "The network");
        double[] parameters = [.. Enumerable.Range(0, shape.ParameterCount).Select(i => (i * 37 % 101 - 50) / 64.0)];
        return new NetworkModel("model", shape, parameters, precision) { Labels = [.. Enumerable.Range(0, shape.OutputSize).Select(i => $"class \"{i}\"")] };
    }

    /// <summary>tanh, then softmax and a linear unit, as the definition has them.</summary>
    private static double[] Expected(NetworkModel model, double[] input)
    {
        double[] values = model.Parameters.ToArray();
        double[] trunk = [.. Affine(values, 0, input, 4).Select(Math.Tanh)];
        double[] scores = Affine(values, 16, trunk, 2), exponentials = [.. scores.Select(Math.Exp)];
        return [.. exponentials.Select(value => value / exponentials.Sum()), .. Affine(values, 26, trunk, 1)];
    }

    private static double[] Affine(double[] values, int offset, double[] input, int units) => [.. Enumerable.Range(0, units).Select(unit =>
        values[offset + units * input.Length + unit] + input.Select((x, i) => x * values[offset + unit * input.Length + i]).Sum())];

    private static double[] Numbers(string line) => [.. line.Trim().Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
