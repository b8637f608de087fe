using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Generated.Onnx;
using Generated.Onnx.Proto;
using Xunit;
using static Generated.Onnx.Proto.TensorProto.Types;

namespace Generated.Tests;

/// <summary>What an exported file holds.</summary>
public sealed class OnnxWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;

    private string File => Path.Combine(_folder, "network.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AModelSaysWhatItIs()
    {
        var network = new SingleDigits(1);
        network.SaveOnnx(File);
        ModelProto model = Read();
        Assert.Equal(8, model.IrVersion);
        Assert.Equal([("", 17L)], model.OpsetImport.Select(set => (set.Domain, set.Version)));
        Assert.Equal("Generated", model.ProducerName);
        Assert.Equal("0.1.0", model.ProducerVersion);

        GraphProto graph = model.Graph;
        Assert.Equal("SingleDigits", graph.Name);
        Assert.Equal("64 → 32 ReLU → 10 Linear", graph.DocString);
        Assert.Equal(["input Float [batch, 64]"], graph.Input.Select(Describe));
        Assert.Equal(["output Float [batch, 10]"], graph.Output.Select(Describe));
        Assert.Equal(
        [
            "layer1: layer1 = Gemm(input, layer1.weight, layer1.bias)",
            "layer1.Relu: layer1.Relu = Relu(layer1)",
            "layer2: output = Gemm(layer1.Relu, layer2.weight, layer2.bias)",
        ], graph.Node.Select(Describe));

        Assert.Equal(["layer1.weight [32, 64]", "layer1.bias [32]", "layer2.weight [10, 32]", "layer2.bias [10]"],
            graph.Initializer.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Dims)}]"));
        float[] canonical = new float[network.Parameters.Length];
        network.ExportParameters(canonical);
        Assert.Equal(canonical, graph.Initializer.SelectMany(tensor => tensor.RawData.ToByteArray().Chunk(sizeof(float))).Select(bytes => BitConverter.ToSingle(bytes)));
    }

    [Fact]
    public void AnActivationIsWrittenInOperators()
    {
        new SingleGELU(1).SaveOnnx(File);
        GraphProto graph = Read().Graph;
        Assert.Equal(
        [
            "layer2: layer2 = Gemm(layer1.Mul_2, layer2.weight, layer2.bias)",
            "layer2.Div: layer2.Div = Div(layer2, constant_1.4142135623730951)",
            "layer2.Erf: layer2.Erf = Erf(layer2.Div)",
            "layer2.Add: layer2.Add = Add(layer2.Erf, constant_1)",
            "layer2.Mul: layer2.Mul = Mul(layer2, layer2.Add)",
            "layer2.Mul_2: output = Mul(layer2.Mul, constant_0.5)",
        ], graph.Node.Skip(6).Select(Describe));
        Assert.Equal(3, graph.Initializer.Count(tensor => tensor.Dims.Count == 0));
    }

    [Fact]
    public void NamesAreKeptOrMadeUnique()
    {
        NetworkModel model = Renamed(NetworkModel.Of(new SingleGELU(1)), "fc", "fc");
        OnnxWriter.Save(model, File);
        Assert.Equal(["fc", "fc_2"], Read().Graph.Node.Where(node => node.OpType == "Gemm").Select(node => node.Name));
        Assert.Equal(["fc.weight", "fc.bias", "fc_2.weight", "fc_2.bias"], Read().Graph.Initializer.Where(tensor => tensor.Dims.Count > 0).Select(tensor => tensor.Name));

        // Nodes have names apart from those of values; among values, the input's and the output's stay.
        model = Renamed(NetworkModel.Of(new SingleGELU(1), "Name of a model"), "digits", "digits.Mul", "digits.weight", "digits");
        OnnxWriter.Save(model, File);
        GraphProto graph = Read().Graph;
        Assert.Equal("Name of a model", graph.Name);
        Assert.Equal("digits.weight", graph.Input.Single().Name);
        Assert.Equal("digits", graph.Output.Single().Name);
        Assert.Equal(["digits", "digits.Mul_3"], graph.Node.Where(node => node.OpType == "Gemm").Select(node => node.Name));
        string[] values = [.. graph.Input.Select(value => value.Name), .. graph.Initializer.Select(tensor => tensor.Name), .. graph.Node.SelectMany(node => node.Output)];
        Assert.Equal(values.Distinct(), values);
        Assert.Equal(graph.Node.Select(node => node.Name).Distinct(), graph.Node.Select(node => node.Name));
        Assert.All(graph.Node.SelectMany(node => node.Input), name => Assert.Contains(name, values));
    }

    [Fact]
    public void TheSameModelGivesTheSameBytes()
    {
        var network = new DoubleEveryActivation(1);
        network.SaveOnnx(File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        new SingleNeuron(1).SaveOnnx(File);
        Assert.NotEqual(bytes, System.IO.File.ReadAllBytes(File));
        OnnxWriter.Save(NetworkModel.Of(network), File);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void WhatCannotBeWrittenChangesNothing()
    {
        new SingleNeuron(1).SaveOnnx(File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        var network = new SingleNeuron(1);

        Assert.Contains("Layer 'layer1' is of kind RadialBasis, which ONNX does not have.", Assert.Throws<NotSupportedException>(() => new RadialBasisNetwork(1).SaveOnnx(File)).Message, StringComparison.Ordinal);
        AssertRefused(Renamed(NetworkModel.Of(network), "layer1", "layer1", "x", "x"), "The inputs of SingleNeuron are called 'x' and its outputs 'x', but each has a name, and no two the same.");
        AssertRefused(Renamed(NetworkModel.Of(network), "layer1", "layer1", "", "y"), "The inputs of SingleNeuron are called '' and its outputs 'y', but each has a name, and no two the same.");
        AssertRefused(NetworkModel.OfDense("large", [new DenseLayer("layer1", 1, 2, Activation.Linear, new double[] { 1, 1 }, new[] { 0, -1e39 })]),
            "Value 1 (counted from 0) of 'layer1.bias' is -1E+39, which is beyond the range of Single.");
        Assert.Throws<ArgumentNullException>(() => OnnxWriter.Save(null!, File));
        Assert.Throws<ArgumentException>(() => network.SaveOnnx(""));
        Assert.Throws<DirectoryNotFoundException>(() => network.SaveOnnx(Path.Combine(_folder, "missing", "network.onnx")));

        Assert.Equal([File], Directory.GetFiles(_folder));
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));

        void AssertRefused(NetworkModel model, string problem) =>
            Assert.StartsWith(problem, Assert.Throws<ArgumentException>(() => OnnxWriter.Save(model, File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelOfTwoGigabytesIsRefusedBeforeItsParametersAreRead()
    {
        using var weights = new UnreadableMemory(30_000 * 30_001);
        var shape = new NetworkShape(new LayerShape(LayerKind.Dense, 30_000, 30_000, Activation.Linear, 0, WeightOrder.UnitsByInputs, 30_000 * 30_000));
        Assert.Equal("The parameters of giant: 30000 → 30000 Linear take 3600120000 bytes, but an ONNX file has room for 2130706431.",
            Assert.Throws<NotSupportedException>(() => OnnxWriter.Save(new NetworkModel("giant", shape, weights.Memory), File)).Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static NetworkModel Renamed(NetworkModel model, string first, string second, string input = "input", string output = "output") =>
        new(model.Name, model.Shape, model.Parameters, model.Precision)
        {
            LayerNames = [.. new[] { first, second }.Take(model.Shape.Layers.Count)],
            InputNames = [input],
            OutputNames = [output],
        };

    private ModelProto Read() => ModelProto.Parser.ParseFrom(System.IO.File.ReadAllBytes(File));

    private static string Describe(NodeProto node) => $"{node.Name}: {node.Output.Single()} = {node.OpType}({string.Join(", ", node.Input)})";

    private static string Describe(ValueInfoProto value)
    {
        TypeProto.Types.Tensor tensor = value.Type.TensorType;
        IEnumerable<string> dimensions = tensor.Shape.Dim.Select(dimension => dimension.HasDimParam ? dimension.DimParam : $"{dimension.DimValue}");
        return $"{value.Name} {(DataType)tensor.ElemType} [{string.Join(", ", dimensions)}]";
    }

    /// <summary>Has a length, and nothing else.</summary>
    private sealed class UnreadableMemory(int length) : MemoryManager<double>
    {
        public override Memory<double> Memory => CreateMemory(length);

        public override Span<double> GetSpan() => throw new InvalidOperationException("The values are not there.");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException("The values are not there.");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
