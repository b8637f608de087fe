using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Generated.Numerics;
using Generated.Onnx.Proto;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Valid models, changed at random in their bytes and in their messages: each is read whole, or refused with the exception that is documented,
/// without much memory. GENERATED_EXHAUSTIVE=1 takes twenty times as many.
/// </summary>
public class ModelMutationTests
{
    private static readonly int s_mutations = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 240_000 : 12_000;

    private static readonly byte[][] s_files =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "golden", "onnx"), "*.onnx")
            .Where(path => !Path.GetFileName(path).StartsWith("no-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        .. ExporterFormTests.Models().Select(model => model.Model.Bytes()),
        .. PublishedFormTests.Models().Concat(SelectionTests.Models()).Concat(LinearModelTests.Models()).Select(model => model.Model.Bytes()),
    ];

    [Fact]
    public Task ChangedBytesAreReadWholeOrRefused() => Mutation.ReadAll(s_mutations, random => Mutation.Of(s_files[random.NextInt(s_files.Length)], random), Read);

    [Fact]
    public Task ChangedMessagesAreReadWholeOrRefused() => Mutation.ReadAll(s_mutations, random =>
    {
        ModelProto model = ModelProto.Parser.ParseFrom(s_files[random.NextInt(s_files.Length)]);
        for (int count = 1 + random.NextInt(3); count > 0; count--)
            Change(model, random);
        return model.ToByteArray();
    }, Read);

    private static void Read(byte[] bytes)
    {
        NetworkModel model = ModelBuilder.Read(bytes);
        Assert.NotEmpty(model.Shape.Layers);
        Assert.Equal(model.Shape.ParameterCount, model.Parameters.Length);
    }

    /// <summary>One change to what the model says: nodes, names, attributes, tensors, functions.</summary>
    private static void Change(ModelProto model, RandomGenerator random)
    {
        GraphProto graph = model.Graph;
        RepeatedField<NodeProto> nodes = model.Functions.Count > 0 && random.NextInt(2) == 0 ? model.Functions[random.NextInt(model.Functions.Count)].Node : graph.Node;
        if (nodes.Count == 0)
            return;
        NodeProto node = nodes[random.NextInt(nodes.Count)];
        TensorProto? tensor = graph.Initializer.Count > 0 ? graph.Initializer[random.NextInt(graph.Initializer.Count)] : null;
        switch (random.NextInt(12))
        {
            case 0:
                string[] types =
                [
                    "Add", "Mul", "Sub", "Div", "MatMul", "Gemm", "Relu", "Tanh", "Sigmoid", "Softmax", "Transpose", "Reshape", "Flatten", "Squeeze", "Concat",
                    "Where", "Not", "Clip", "Max", "Pow", "Shape", "Gather", "Slice", "Split", "Expand", "ConstantOfShape", "BatchNormalization", "Cast",
                    "Identity", "If", "Constant", "Unsqueeze", "Greater",
                ];
                node.OpType = types[random.NextInt(types.Length)];
                break;
            case 1 when node.Input.Count > 0:
                node.Input[random.NextInt(node.Input.Count)] = AnyName(graph, random);
                break;
            case 2:
                node.Input.Add(AnyName(graph, random));
                break;
            case 3 when node.Input.Count > 0:
                node.Input.RemoveAt(random.NextInt(node.Input.Count));
                break;
            case 4 when tensor is not null && tensor.Dims.Count > 0:
                long[] lengths = [0, 1, 2, 3, 4, 5, 12, -1, int.MaxValue, long.MaxValue, long.MinValue, 65_536, 1 << 20];
                tensor.Dims[random.NextInt(tensor.Dims.Count)] = lengths[random.NextInt(lengths.Length)];
                break;
            case 5 when tensor is not null:
                tensor.DataType = random.NextInt(20);
                break;
            case 6 when tensor is not null:
                tensor.RawData = ByteString.CopyFrom(new byte[random.NextInt(100)]);
                break;
            case 7:
                node.Attribute.Add(ModelBuilder.AttributeOf(
                    ((string[])["axis", "transA", "transB", "alpha", "beta", "perm", "axes", "epsilon", "min", "max", "to", "value"])[random.NextInt(12)],
                    ((object[])[0, 1, -1, int.MaxValue, 0.5, double.NaN, float.PositiveInfinity, new long[] { 1, 0 }, new long[] { -1, int.MinValue }])[random.NextInt(9)]));
                break;
            case 8 when node.Attribute.Count > 0:
                node.Attribute.RemoveAt(random.NextInt(node.Attribute.Count));
                break;
            case 9:
                int at = random.NextInt(nodes.Count), to = random.NextInt(nodes.Count);
                (nodes[at], nodes[to]) = (nodes[to], nodes[at]);
                break;
            case 10:
                nodes.RemoveAt(random.NextInt(nodes.Count));
                break;
            default:
                NodeProto copy = node.Clone();
                copy.Output.Clear();
                copy.Output.Add("copy" + random.NextInt(1000));
                nodes.Insert(random.NextInt(nodes.Count + 1), copy);
                graph.Output[0].Name = random.NextInt(2) == 0 ? copy.Output[0] : graph.Output[0].Name;
                break;
        }
    }

    private static string AnyName(GraphProto graph, RandomGenerator random)
    {
        string[] names = ["", "x", "y", .. graph.Initializer.Select(tensor => tensor.Name), .. graph.Node.SelectMany(node => node.Output)];
        return names[random.NextInt(names.Length)];
    }
}
