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

/// <summary>
/// Writes a network as a graph: for each layer a Gemm, which has the layer's name, and the nodes of its activation function. A value
/// is called after the node that computes it.
/// </summary>
internal sealed class DenseGraph
{
    private readonly DenseModel _model;
    private readonly GraphProto _graph;
    private readonly UniqueNames _nodes = new();
    private readonly UniqueNames _values = new();
    private readonly Dictionary<double, string> _numbers = [];

    private DenseGraph(DenseModel model)
    {
        _model = model;
        _graph = new GraphProto { Name = model.Name, DocString = model.Shape.ToString() };
    }

    private DataType Type => _model.Precision == Precision.Double ? DataType.Double : DataType.Float;

    /// <summary>The graph of a network.</summary>
    /// <exception cref="ArgumentException">A weight or bias is beyond the range of the network's precision.</exception>
    public static GraphProto Of(DenseModel model)
    {
        var writer = new DenseGraph(model);
        writer.Write();
        return writer._graph;
    }

    private void Write()
    {
        // First of all the names that callers use.
        string value = _values.Take(_model.InputName), output = _values.Take(_model.OutputName);
        _graph.Input.Add(Rows(value, _model.Shape.InputSize));
        _graph.Output.Add(Rows(output, _model.Shape.OutputSize));

        for (int i = 0; i < _model.Layers.Count; i++)
        {
            DenseLayer layer = _model.Layers[i];
            string? result = i == _model.Layers.Count - 1 ? output : null;
            string name = _nodes.Take(layer.Name);
            string weights = Initializer(name + ".weight", layer.Weights.Span, layer.Units, layer.Inputs);
            string bias = Initializer(name + ".bias", layer.Bias.Span, layer.Units);

            var z = new ArgumentTerm();
            Term activation = ActivationTerms.Of(layer.Activation, _model.Precision, z);
            var transposed = new AttributeProto { Name = "transB", Type = AttributeType.Int, I = 1 };
            string sums = Node(name, "Gemm", [value, weights, bias], [transposed], activation == z ? result : null);
            value = Write(activation, name, sums, result);
        }
    }

    /// <summary>Adds the nodes of a term, inputs first.</summary>
    /// <param name="term">The term.</param>
    /// <param name="layer">The layer's name, with which those of the nodes begin.</param>
    /// <param name="argument">The value that the function is applied to.</param>
    /// <param name="result">What to call the term's value; after its node if null.</param>
    /// <returns>The name of the term's value.</returns>
    private string Write(Term term, string layer, string argument, string? result)
    {
        switch (term)
        {
            case ArgumentTerm:
                return argument;
            case ConstantTerm number:
                return Number(number.Value);
            case OperatorTerm call:
                string[] inputs = [.. call.Inputs.Select(input => Write(input, layer, argument, result: null))];
                return Node(_nodes.Take($"{layer}.{call.Type}"), call.Type, inputs, call.Attributes, result);
            default:
                throw new ArgumentOutOfRangeException(nameof(term));
        }
    }

    private string Node(string name, string type, IEnumerable<string> inputs, IEnumerable<AttributeProto> attributes, string? result)
    {
        var node = new NodeProto { Name = name, OpType = type };
        node.Input.Add(inputs);
        node.Output.Add(result ?? _values.Take(name));
        node.Attribute.Add(attributes);
        _graph.Node.Add(node);
        return node.Output[0];
    }

    /// <summary>The name of a number, which all layers share.</summary>
    private string Number(double value)
    {
        if (!_numbers.TryGetValue(value, out string? name))
        {
            name = Initializer(string.Create(CultureInfo.InvariantCulture, $"constant_{value}"), [value]);
            _numbers.Add(value, name);
        }

        return name;
    }

    private string Initializer(string wantedName, ReadOnlySpan<double> values, params ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { Name = _values.Take(wantedName), DataType = (int)Type };
        foreach (long length in shape)
            tensor.Dims.Add(length);
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(Type == DataType.Double ? Doubles(values) : Singles(tensor.Name, values));
        _graph.Initializer.Add(tensor);
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

    /// <summary>Any number of rows of so many values.</summary>
    private ValueInfoProto Rows(string name, int columns)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = columns });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)Type, Shape = shape } } };
    }
}
