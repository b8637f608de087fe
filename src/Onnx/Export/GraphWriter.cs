using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Onnx.Proto;
using Google.Protobuf;
using static Generated.Onnx.Proto.AttributeProto.Types;
using static Generated.Onnx.Proto.TensorProto.Types;

namespace Generated.Onnx.Export;

/// <summary>Writes nodes and tensors. A value is called after the node that computes it.</summary>
/// <param name="graph">Receives them.</param>
/// <param name="precision">The floating-point type.</param>
internal abstract class GraphWriter(GraphProto graph, Precision precision)
{
    private readonly Dictionary<double, string> _numbers = [];

    /// <summary>The graph so far.</summary>
    protected GraphProto Graph { get; } = graph;

    /// <summary>The names of its nodes.</summary>
    protected UniqueNames Nodes { get; } = new();

    /// <summary>The names of its values.</summary>
    protected UniqueNames Values { get; } = new();

    /// <summary>The type of its values.</summary>
    protected DataType Type => precision == Precision.Double ? DataType.Double : DataType.Float;

    /// <summary>Adds the nodes of a term, inputs first.</summary>
    /// <param name="term">The term.</param>
    /// <param name="layer">The layer's name, with which those of the nodes begin.</param>
    /// <param name="argument">The value that the function is applied to.</param>
    /// <param name="result">What to call the term's value; after its node if null.</param>
    /// <returns>The name of the term's value.</returns>
    protected string Write(Term term, string layer, string argument, string? result)
    {
        switch (term)
        {
            case ArgumentTerm:
                return argument;
            case ConstantTerm number:
                return Number(number.Value);
            case OperatorTerm call:
                string[] inputs = [.. call.Inputs.Select(input => Write(input, layer, argument, result: null))];
                return Node(Nodes.Take($"{layer}.{call.Type}"), call.Type, inputs, call.Attributes, result);
            default:
                throw new ArgumentOutOfRangeException(nameof(term));
        }
    }

    protected string Node(string name, string type, IEnumerable<string> inputs, IEnumerable<AttributeProto> attributes, string? result)
    {
        var node = new NodeProto { Name = name, OpType = type };
        node.Input.Add(inputs);
        node.Output.Add(result ?? Values.Take(name));
        node.Attribute.Add(attributes);
        Graph.Node.Add(node);
        return node.Output[0];
    }

    /// <summary>The name of a number, which all layers share.</summary>
    protected string Number(double value)
    {
        if (!_numbers.TryGetValue(value, out string? name))
        {
            name = Initializer(string.Create(CultureInfo.InvariantCulture, $"constant_{value}"), [value]);
            _numbers.Add(value, name);
        }

        return name;
    }

    protected string Initializer(string wantedName, ReadOnlySpan<double> values, params ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { Name = Values.Take(wantedName), DataType = (int)Type };
        foreach (long length in shape)
            tensor.Dims.Add(length);
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(Type == DataType.Double ? Doubles(values) : Singles(tensor.Name, values));
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static byte[] Doubles(ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        return bytes;
    }

    private static byte[] Singles(string name, ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            float value = (float)values[i];
            if (float.IsInfinity(value) && double.IsFinite(values[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Value {i} (counted from 0) of '{name}' is {values[i]}, which is beyond the range of Single."));
            }

            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), value);
        }

        return bytes;
    }

    /// <summary>Whole numbers that an operator takes as a tensor.</summary>
    protected string Integers(string wantedName, params ReadOnlySpan<long> values)
    {
        var tensor = new TensorProto { Name = Values.Take(wantedName), DataType = (int)DataType.Int64 };
        tensor.Dims.Add(values.Length);
        foreach (long value in values)
            tensor.Int64Data.Add(value);
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Any number of samples of a shape.</summary>
    protected ValueInfoProto Samples(string name, params ReadOnlySpan<int> lengths)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        foreach (int length in lengths)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = length });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)Type, Shape = shape } } };
    }
}
