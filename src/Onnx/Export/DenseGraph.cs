using System;
using Generated.Onnx.Proto;
using static Generated.Onnx.Proto.AttributeProto.Types;

namespace Generated.Onnx.Export;

/// <summary>
/// Writes a network as a graph: for each layer a Gemm, which has the layer's name, and the nodes of its activation function. A value
/// is called after the node that computes it.
/// </summary>
internal sealed class DenseGraph : GraphWriter
{
    private readonly DenseModel _model;

    private DenseGraph(DenseModel model)
        : base(new GraphProto { Name = model.Name, DocString = model.Shape.ToString() }, model.Precision) => _model = model;

    /// <summary>The graph of a network.</summary>
    /// <exception cref="ArgumentException">A weight or bias is beyond the range of the network's precision.</exception>
    public static GraphProto Of(DenseModel model)
    {
        var writer = new DenseGraph(model);
        writer.Write();
        return writer.Graph;
    }

    private void Write()
    {
        // First of all the names that callers use.
        string value = Values.Take(_model.InputName), output = Values.Take(_model.OutputName);
        Graph.Input.Add(Samples(value, _model.Shape.InputSize));
        Graph.Output.Add(Samples(output, _model.Shape.OutputSize));

        for (int i = 0; i < _model.Layers.Count; i++)
        {
            DenseLayer layer = _model.Layers[i];
            string? result = i == _model.Layers.Count - 1 ? output : null;
            string name = Nodes.Take(layer.Name);
            string weights = Initializer(name + ".weight", layer.Weights.Span, layer.Units, layer.Inputs);
            string bias = Initializer(name + ".bias", layer.Bias.Span, layer.Units);

            var z = new ArgumentTerm();
            Term activation = ActivationTerms.Of(layer.Activation, _model.Precision, z);
            var transposed = new AttributeProto { Name = "transB", Type = AttributeType.Int, I = 1 };
            string sums = Node(name, "Gemm", [value, weights, bias], [transposed], activation == z ? result : null);
            value = Write(activation, name, sums, result);
        }
    }
}
