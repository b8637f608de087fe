using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using Generated.Onnx;
using Generated.Onnx.Import;
using Generated.Onnx.Proto;
using Google.Protobuf;
using AttributeType = Generated.Onnx.Proto.AttributeProto.Types.AttributeType;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests;

/// <summary>Builds ONNX models node by node, as an exporter would write them.</summary>
internal sealed class ModelBuilder
{
    public ModelProto Model { get; } = new() { IrVersion = 9, OpsetImport = { new OperatorSetIdProto { Version = 17 } }, Graph = new GraphProto { Name = "test" } };

    public GraphProto Graph => Model.Graph;

    /// <summary>Adds an input; null stands for a dimension that is left open.</summary>
    public ModelBuilder Input(string name, long?[] shape, DataType type = DataType.Float)
    {
        Graph.Input.Add(Value(name, type, shape));
        return this;
    }

    public ModelBuilder Output(string name, DataType type = DataType.Float)
    {
        Graph.Output.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } });
        return this;
    }

    /// <summary>States the version of an operator set, that of ONNX itself if the domain is empty.</summary>
    public ModelBuilder Operators(long version, string domain = "")
    {
        if (Model.OpsetImport.FirstOrDefault(set => set.Domain == domain) is { } stated)
            stated.Version = version;
        else
            Model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    public ModelBuilder Tensor(string name, long[] shape, params double[] values) => Tensor(Raw(name, shape, values));

    public ModelBuilder Tensor(TensorProto tensor)
    {
        Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>Adds a node with one output; inputs are separated by spaces, and a dash is one left out. Attributes are pairs of name and value.</summary>
    public ModelBuilder Node(string type, string inputs, string output, params (string Name, object Value)[] attributes)
    {
        Graph.Node.Add(NodeOf(type, inputs, output, attributes));
        return this;
    }

    public static NodeProto NodeOf(string type, string inputs, string output, params (string Name, object Value)[] attributes)
    {
        string[] path = type.Split("::");
        var node = new NodeProto { Name = "node_" + output.Split(' ')[0], OpType = path[^1], Domain = path.Length > 1 ? path[0] : "" };
        node.Input.AddRange(inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(input => input == "-" ? "" : input));
        node.Output.AddRange(output.Split(' '));
        node.Attribute.AddRange(attributes.Select(attribute => AttributeOf(attribute.Name, attribute.Value)));
        return node;
    }

    public static AttributeProto AttributeOf(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                (attribute.Type, attribute.I) = (AttributeType.Int, number);
                break;
            case float or double:
                (attribute.Type, attribute.F) = (AttributeType.Float, Convert.ToSingle(value));
                break;
            case string text when text.StartsWith('@'):
                attribute.RefAttrName = text[1..];
                break;
            case string text:
                (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case long[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            case float[] numbers:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(numbers);
                break;
            case TensorProto tensor:
                (attribute.Type, attribute.T) = (AttributeType.Tensor, tensor);
                break;
            case GraphProto graph:
                (attribute.Type, attribute.G) = (AttributeType.Graph, graph);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is no attribute here.", nameof(value));
        }

        return attribute;
    }

    /// <summary>A tensor of single precision in raw bytes.</summary>
    public static TensorProto Raw(string name, long[] shape, params double[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), (float)values[i]);
        return new TensorProto { Name = name, DataType = (int)DataType.Float, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) };
    }

    /// <summary>A tensor of whole numbers, in the list of its type.</summary>
    public static TensorProto Integers(string name, long[] shape, params long[] values) =>
        new() { Name = name, DataType = (int)DataType.Int64, Dims = { shape }, Int64Data = { values } };

    public byte[] Bytes() => Model.ToByteArray();

    public NetworkModel Read() => Read(Bytes());

    public static NetworkModel Read(byte[] bytes) => Import(bytes).Model;

    /// <summary>The network that leads to an output, or the only one, and what was left out.</summary>
    public OnnxImport Import(string? output = null) => Import(Bytes(), output);

    private static OnnxImport Import(byte[] bytes, string? output = null) =>
        ModelReader.Read(bytes, "test.onnx", "test", folder: null, new OnnxReadOptions { Outputs = output is null ? [] : [output] });

    /// <summary>The error that reading ends in.</summary>
    public string Error(string? output = null) => Xunit.Assert.Throws<DataFormatException>(() => Import(output)).Message;

    private static ValueInfoProto Value(string name, DataType type, long?[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(length => length is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known } : new TensorShapeProto.Types.Dimension { DimParam = "batch" }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } } };
    }
}
