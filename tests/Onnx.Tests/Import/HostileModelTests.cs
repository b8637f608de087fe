using System;
using System.IO;
using System.Linq;
using Generated.Onnx;
using Generated.Onnx.Proto;
using Google.Protobuf;
using Xunit;

namespace Generated.Tests;

/// <summary>Models from strangers: each is one clear error, soon, and without much memory.</summary>
public sealed class HostileModelTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("generated-onnx-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] whole = Valid().Bytes();
        for (int length = 0; length < whole.Length; length++)
            Refused(whole[..length]);
    }

    [Theory]
    [InlineData(new long[] { 1L << 31, 1L << 31 }, "too large")]
    [InlineData(new long[] { 1L << 62, 4, 4 }, "too large")]
    [InlineData(new long[] { 46341, 46341 }, "too large")]
    [InlineData(new long[] { -3, -2 }, "negative")]
    [InlineData(new long[] { 30000, 30000 }, "takes 3600000000 bytes, but it has 24")]
    [InlineData(new long[] { 3, 3 }, "takes 36 bytes, but it has 24")]
    [InlineData(new long[] { 6 }, "where a matrix is wanted")]
    [InlineData(new long[] { 0, 6 }, "takes 0 bytes")]
    public void ClaimedShapesAreComparedWithTheValues(long[] shape, string problem)
    {
        ModelBuilder model = Valid();
        model.Graph.Initializer[0].Dims.Clear();
        model.Graph.Initializer[0].Dims.Add(shape);
        string error = Refused(model.Bytes());
        Assert.Contains("node 'node_z' (Gemm): ", error, StringComparison.Ordinal);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesOfAnotherLengthTypeOrPlace()
    {
        TensorProto Of(Action<TensorProto> change)
        {
            var tensor = new TensorProto { Name = "W1", DataType = 1, Dims = { 3, 2 } };
            change(tensor);
            return tensor;
        }

        foreach ((TensorProto tensor, string problem) in (ReadOnlySpan<(TensorProto, string)>)
        [
            (Of(tensor => tensor.FloatData.Add([1, 2, 3])), "takes 6 values, but it has 3"),
            (Of(tensor => tensor.DoubleData.Add([1, 2, 3, 4, 5, 6])), "list of another type"),
            (Of(tensor => { tensor.FloatData.Add([1, 2, 3, 4, 5, 6]); tensor.RawData = ByteString.CopyFrom(new byte[24]); }), "more than one place"),
            (Of(tensor => tensor.DataType = 8), "it holds texts"),
            (Of(tensor => tensor.DataType = 14), "its values are of type Complex64"),
            (Of(tensor => tensor.DataType = 77), "its values are of type 77"),
            (Of(tensor => tensor.Segment = new TensorProto.Types.Segment()), "a segment"),
        ])
        {
            ModelBuilder model = Valid();
            model.Graph.Initializer[0] = tensor;
            Assert.Contains("tensor 'W1': ", Refused(model.Bytes()), StringComparison.Ordinal);
            Assert.Contains(problem, Refused(model.Bytes()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Circles()
    {
        ModelBuilder model = Layers.Model().Node("Add", "z b1", "w").Node("Relu", "w", "z").Node("Gemm", "z W2 b2", "y").Output("y");
        Assert.Contains("node 'node_w' (Add): it uses 'z', which nothing before it gives: the nodes go in a circle", Refused(model.Bytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void FunctionsThatCallThemselves()
    {
        ModelBuilder model = Layers.Model().Node("evil::f", "x", "y").Output("y");
        model.Model.Functions.Add(new FunctionProto { Domain = "evil", Name = "f", Input = { "a" }, Output = { "b" }, Node = { ModelBuilder.NodeOf("evil::f", "a", "b") } });
        Assert.Contains("call themselves", Refused(model.Bytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void FunctionsThatCallFunctionsManyTimes()
    {
        ModelBuilder model = Layers.Model().Node("evil::f0", "x", "y").Output("y");
        for (int i = 0; i < 20; i++)
        {
            var function = new FunctionProto { Domain = "evil", Name = $"f{i}", Input = { "a" }, Output = { "b9" } };
            for (int call = 0; call < 10; call++)
                function.Node.Add(ModelBuilder.NodeOf(i < 19 ? $"evil::f{i + 1}" : "Neg", call == 0 ? "a" : $"b{call - 1}", $"b{call}"));
            model.Model.Functions.Add(function);
        }

        Assert.Contains("more than 10000 nodes", Refused(model.Bytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void NestedGraphs()
    {
        var graph = new GraphProto { Name = "inner" };
        for (int depth = 0; depth < 200; depth++)
            graph = new GraphProto { Node = { ModelBuilder.NodeOf("If", "c", "y", ("then_branch", graph), ("else_branch", new GraphProto())) }, Output = { new ValueInfoProto { Name = "y" } } };
        ModelBuilder model = Layers.Model().Tensor("c", [], 1);
        model.Graph.Node.Add(graph.Node);
        Refused(model.Output("y").Bytes());

        // Groups, protobuf's own way to nest, without an end.
        Refused([.. Enumerable.Repeat((byte)0x0b, 1_000_000)]);
    }

    [Fact]
    public void ConstantsThatAreComputedLarge()
    {
        long[] large = [20_000, 20_000];
        Refused(Layers.Model().Tensor(ModelBuilder.Integers("s", [2], large)).Node("ConstantOfShape", "s", "w").Node("MatMul", "x w", "y").Output("y").Bytes());
        Refused(Layers.Model().Tensor(ModelBuilder.Integers("s", [2], large)).Node("Expand", "b2 s", "w").Node("MatMul", "x w", "y").Output("y").Bytes());
        ModelBuilder outer = new ModelBuilder().Input("x", [null, 3]).Tensor("row", [1, 3000], new double[3000]).Tensor("column", [3000, 1], new double[3000]);
        Refused(outer.Node("Mul", "row column", "w").Node("MatMul", "x w", "y").Output("y").Bytes());
        ModelBuilder doubling = Layers.Model().Node("Concat", "W1 W1", "c0", ("axis", 0));
        for (int i = 0; i < 40; i++)
            doubling.Node("Concat", $"c{i} c{i}", $"c{i + 1}", ("axis", 0));
        Refused(doubling.Node("MatMul", "x c40", "y").Output("y").Bytes());
    }

    [Fact]
    public void OneMatrixInThousandsOfLayers()
    {
        ModelBuilder model = new ModelBuilder().Input("x0", [null, 100]).Tensor("w", [100, 100], new double[10_000]);
        for (int i = 0; i < 9_000; i++)
            model.Node("MatMul", $"x{i} w", $"x{i + 1}");
        Refused(model.Output("x9000").Bytes());
    }

    [Fact]
    public void LargePartsThatAreUsedThousandsOfTimes()
    {
        // A list of axes, dimensions that are added, casts of a large tensor, and a function of long names.
        ModelBuilder axes = Layers.Model().Tensor(ModelBuilder.Integers("many", [50_000], new long[50_000]));
        ModelBuilder dimensions = Layers.Model().Tensor(ModelBuilder.Integers("axes", [8], 0, 1, 2, 3, 4, 5, 6, 7)).Node("Identity", "W1", "d0");
        ModelBuilder casts = Layers.Model().Tensor("large", [50_000], new double[50_000]);
        ModelBuilder names = Layers.Model();
        NodeProto longest = ModelBuilder.NodeOf("Conv", "a", "b");
        longest.Name = new string('n', 100_000);
        names.Model.Functions.Add(new FunctionProto { Domain = "evil", Name = "f", Input = { "a" }, Output = { "b" }, Node = { longest } });
        for (int i = 0; i < 3_000; i++)
        {
            axes.Node("Unsqueeze", "W1 many", $"u{i}").Node("Reshape", "W1 many", $"r{i}");
            dimensions.Node("Unsqueeze", $"d{i} axes", $"d{i + 1}");
            casts.Node("Cast", "large", $"c{i}", ("to", 1)).Node("Sub", "x large", $"s{i}");
            names.Node("evil::f", "x", $"f{i}");
        }

        Refused(axes.Node("MatMul", "x u2999", "y").Output("y").Bytes());
        Refused(dimensions.Node("MatMul", "x d3000", "y").Output("y").Bytes());
        Refused(casts.Node("MatMul", "x c2999", "y").Output("y").Bytes());
        Refused(names.Node("MatMul", "f2999 W1", "y").Output("y").Bytes());
    }

    [Fact]
    public void FormulasThatGrow()
    {
        ModelBuilder model = Layers.Model().WithSums().Node("Tanh", "z", "t0");
        for (int i = 0; i < 2_000; i++)
            model.Node("Mul", $"t{i} t{i}", $"s{i}").Node("Add", $"s{i} z", $"u{i}").Node("Tanh", $"u{i}", $"t{i + 1}");
        Assert.Contains("than any", Refused(model.Node("Identity", "t2000", "a").WithReadout().Bytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesGivenTwice() => Assert.Contains("two values 'z'", Refused(Valid().Node("Relu", "x", "z").Bytes()), StringComparison.Ordinal);

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("inner/../../secret.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("C:\\secret.bin")]
    [InlineData("inner//weights.bin")]
    [InlineData("link.bin")]
    [InlineData("linked/secret.bin")]
    [InlineData("missing.bin")]
    [InlineData("inner")]
    [InlineData("nul\0.bin")]
    [InlineData("")]
    public void ExternalValuesComeFromTheModelsFolderOnly(string location)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, "model")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "inner"));
        File.WriteAllBytes(Path.Combine(_root, "secret.bin"), new byte[1000]);
        File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), Path.Combine(_root, "secret.bin"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), _root);
        string error = Refused(folder, External(("location", location)));
        Assert.Contains("tensor 'W1': ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000", null, "its values are 24 bytes at 1000")]
    [InlineData("977", null, "its values are 24 bytes at 977 of 'weights.bin', which has 1000")]
    [InlineData("9223372036854775807", null, "at 9223372036854775807")]
    [InlineData("99999999999999999999", null, "which is no number")]
    [InlineData("-4", null, "which is no number")]
    [InlineData("0", "25", "the length of its external data is 25")]
    [InlineData("0", "99999999999", "the length of its external data is 99999999999")]
    public void ExternalValuesLieInsideTheFile(string offset, string? length, string problem)
    {
        File.WriteAllBytes(Path.Combine(_root, "weights.bin"), new byte[1000]);
        TensorProto tensor = External(("location", "weights.bin"), ("offset", offset));
        if (length is not null)
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = length });
        Assert.Contains(problem, Refused(_root, tensor), StringComparison.Ordinal);
    }

    [Fact]
    public void ExternalValuesDoNotOverlap()
    {
        File.WriteAllBytes(Path.Combine(_root, "weights.bin"), new byte[1000]);
        TensorProto bias = External(("location", "weights.bin"), ("offset", "20"));
        (bias.Name, bias.Dims[0], bias.Dims[1]) = ("b1", 1, 2);
        ModelBuilder model = Valid();
        model.Graph.Initializer[1] = bias;
        Assert.Contains("overlap", Refused(_root, External(("location", "weights.bin")), model), StringComparison.Ordinal);
    }

    [Fact]
    public void ExternalValuesOfASmallModelAreRead()
    {
        Directory.CreateDirectory(Path.Combine(_root, "inner"));
        File.WriteAllBytes(Path.Combine(_root, "inner", "weights.bin"), [.. new byte[4096], .. Layers.W1.SelectMany(value => BitConverter.GetBytes((float)value))]);
        ModelBuilder model = Valid();
        model.Graph.Initializer[0] = External(("location", "./inner/weights.bin"), ("offset", "4096"), ("length", "24"));
        string path = Path.Combine(_root, "model.onnx");
        File.WriteAllBytes(path, model.Bytes());
        Layers.AssertIs(OnnxReader.Load(path), Activation.ReLU);

        // From bytes alone there is no folder.
        Assert.Contains("not a file that others could be beside", Refused(model.Bytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void ManyMessagesInFewBytes()
    {
        // 100,000 empty nodes, and as many empty attributes of one node.
        ModelBuilder model = Valid();
        for (int i = 0; i < 50_000; i++)
            model.Graph.Node[0].Attribute.Add(new AttributeProto());
        Refused(model.Bytes());
        model = Valid();
        for (int i = 0; i < 50_000; i++)
            model.Graph.Node.Add(new NodeProto());
        Refused(model.Bytes());
    }

    private static ModelBuilder Valid() => new ModelBuilder().Input("x", [null, 3])
        .Tensor("W1", [3, 2], Layers.W1).Tensor("b1", [2], Layers.B1).Tensor("W2", [2, 1], Layers.W2).Tensor("b2", [1], Layers.B2)
        .WithSums().Node("Relu", "z", "a").WithReadout();

    private static TensorProto External(params (string Key, string Value)[] entries)
    {
        var tensor = new TensorProto { Name = "W1", DataType = 1, Dims = { 3, 2 }, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.ExternalData.AddRange(entries.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return tensor;
    }

    /// <summary>The error, which a model with other weights in a folder ends in.</summary>
    private static string Refused(string folder, TensorProto weights, ModelBuilder? model = null)
    {
        model ??= Valid();
        model.Graph.Initializer[0] = weights;
        string path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, model.Bytes());
        return Assert.Throws<DataFormatException>(() => OnnxReader.Load(path)).Message;
    }

    private static string Refused(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<DataFormatException>(() => ModelBuilder.Read(bytes)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        return message;
    }
}
