using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Onnx.Proto;
using static Generated.Onnx.Proto.AttributeProto.Types;

namespace Generated.Onnx.Export;

/// <summary>
/// Writes a network of any layers as a graph. Values are channels-last, as in the network; what convolutions and pooling take is transposed, and stays so
/// until a layer needs it otherwise.
/// </summary>
internal sealed class NetworkGraph : GraphWriter
{
    private readonly NetworkModel _model;
    private readonly NetworkShape _shape;

    /// <summary>What each value is called with its features last, and with its features first; null where that has not been computed.</summary>
    private readonly string?[] _last, _first;

    private NetworkGraph(NetworkModel model)
        : base(new GraphProto { Name = model.Name, DocString = model.Shape.ToString() }, model.Precision)
    {
        (_model, _shape) = (model, model.Shape);
        _last = new string?[_shape.Inputs.Count + _shape.Layers.Count];
        _first = new string?[_last.Length];
    }

    /// <summary>The graph of a network.</summary>
    /// <exception cref="ArgumentException">A parameter is beyond the range of the network's precision.</exception>
    /// <exception cref="NotSupportedException">ONNX has no such layer.</exception>
    public static GraphProto Of(NetworkModel model)
    {
        if (model.Shape.IsStreaming)
        {
            throw new NotSupportedException(
                $"'{model.Name}' is a streaming network, whose steps have no end: export one with a number of steps, [Input(\"x\", Steps = 128)]. "
                + $"It is {model.Shape}.");
        }

        var writer = new NetworkGraph(model);
        writer.Write();
        return writer.Graph;
    }

    private void Write()
    {
        // First of all the names that callers use.
        for (int i = 0; i < _shape.Inputs.Count; i++)
        {
            _last[i] = Values.Take(_model.InputNames[i]);
            Graph.Input.Add(Samples(_last[i]!, [.. _shape.Inputs[i].Lengths]));
        }

        string[] outputs = [.. _model.OutputNames.Select(Values.Take)];
        for (int i = 0; i < outputs.Length; i++)
            Graph.Output.Add(Samples(outputs[i], [.. _shape.Outputs[i].Lengths]));

        // The last layer of a chain of dense layers has the output's name; any other value may be read by others too.
        bool isDense = _model.IsDense;
        ReadOnlySpan<double> rest = _model.Parameters.Span;
        for (int i = 0; i < _shape.Layers.Count; i++)
        {
            LayerShape layer = _shape.Layers[i];
            Write(layer, i, rest[..layer.ParameterCount], isDense && i == _shape.Layers.Count - 1 ? outputs[0] : null);
            rest = rest[layer.ParameterCount..];
        }

        for (int i = 0; i < outputs.Length && !isDense; i++)
            Node(Nodes.Take($"{outputs[i]}.output"), "Identity", [Last(_shape.OutputValues[i])], [], outputs[i]);
    }

    private void Write(LayerShape layer, int index, ReadOnlySpan<double> parameters, string? output)
    {
        string name = Nodes.Take(_model.LayerNames[index]);
        var z = new ArgumentTerm();
        Term activation = ActivationTerms.Of(layer.Activation, _model.Precision, z);
        string? result = activation == z ? output : null;
        int[] sources = layer.Sources.Count > 0 ? [.. layer.Sources] : [index == 0 ? 0 : _shape.Inputs.Count + index - 1];
        int value = _shape.Inputs.Count + index;
        bool isFirst = layer.Kind is LayerKind.Conv1D or LayerKind.Conv2D or LayerKind.MaxPool or LayerKind.AveragePool;
        string[] tensors = new string[layer.Parameters.Count];
        string[] Tensors(ReadOnlySpan<double> values)
        {
            for (int i = 0; i < tensors.Length; i++)
            {
                ParameterTensor tensor = layer.Parameters[i];
                tensors[i] = Initializer($"{name}.{tensor.Name}", values[..tensor.Length], [.. tensor.Shape.Select(length => (long)length)]);
                values = values[tensor.Length..];
            }

            return tensors;
        }

        string sums = layer.Kind switch
        {
            LayerKind.Dense when RankOf(sources[0]) == 1 => Node(name, "Gemm", [Last(sources[0]), .. Tensors(parameters)], [Integer("transB", 1)], result),
            LayerKind.Dense => AtEachPosition(layer, name, Last(sources[0]), parameters),
            LayerKind.Activation or LayerKind.Dropout => Last(sources[0]),
            LayerKind.Add => Fold(name, "Add", sources),
            LayerKind.Multiply => Fold(name, "Mul", sources),
            LayerKind.Concat => Node(name, "Concat", sources.Select(Last), [Integer("axis", -1)], null),
            LayerKind.Slice => Slice(layer, name, Last(sources[0])),
            LayerKind.Flatten => Node(name, "Flatten", [Last(sources[0])], [Integer("axis", 1)], null),
            LayerKind.Scale => Shifted(name, "Mul", "Add", Last(sources[0]), Tensors(parameters)),
            LayerKind.Normalization => Clipped(layer, name, Shifted(name, "Sub", "Div", Last(sources[0]), Tensors(parameters))),
            LayerKind.PReLU => Node(name, "PRelu", [Last(sources[0]), .. Tensors(parameters)], [], null),
            LayerKind.LayerNorm => Node(name, "LayerNormalization", [Last(sources[0]), .. Tensors(parameters)],
                [Integer("axis", -1), new AttributeProto { Name = "epsilon", Type = AttributeType.Float, F = (float)Setting(layer, "Epsilon") }], null),
            LayerKind.GlobalAveragePool => Node(
                Nodes.Take($"{name}.flat"), "Flatten", [Node(name, "GlobalAveragePool", [First(sources[0])], [], null)], [Integer("axis", 1)], null),
            LayerKind.MaxPool or LayerKind.AveragePool => Pool(layer, name, sources[0]),
            LayerKind.Conv1D or LayerKind.Conv2D => Convolve(layer, name, sources[0], Tensors(parameters)),
            LayerKind.Rnn or LayerKind.Gru or LayerKind.Lstm => Recur(layer, name, Last(sources[0]), parameters),
            LayerKind.LastStep => LastStep(name, sources[0]),
            _ => throw new NotSupportedException($"Layer '{name}' is of kind {layer.Kind}, which ONNX does not have."),
        };

        if (isFirst && layer.Activation == Activation.Softmax)
        {
            _first[value] = sums;
            sums = Last(value);
            (isFirst, _first[value]) = (false, null);
        }

        (isFirst ? _first : _last)[value] = Write(activation, name, sums, output);
    }

    /// <summary>A value with its features last.</summary>
    private string Last(int value) => _last[value] ??= Transposed(value, _first[value]!, "last", RankOf(value) == 2 ? [0, 2, 1] : [0, 2, 3, 1]);

    /// <summary>A value with its features first, as convolutions of ONNX take it.</summary>
    private string First(int value) => _first[value] ??= Transposed(value, _last[value]!, "first", RankOf(value) == 2 ? [0, 2, 1] : [0, 3, 1, 2]);

    private string Transposed(int value, string given, string how, int[] order) =>
        Node(Nodes.Take($"{NameOf(value)}.{how}"), "Transpose", [given], [Integers("perm", order)], null);

    private string NameOf(int value) => value < _shape.Inputs.Count ? _model.InputNames[value] : _model.LayerNames[value - _shape.Inputs.Count];

    private int RankOf(int value) => value < _shape.Inputs.Count ? _shape.Inputs[value].Lengths.Count
        : _shape.Layers[value - _shape.Inputs.Count].OutputLengths.Count is var rank and > 0 ? rank : 1;

    private string AtEachPosition(LayerShape layer, string name, string input, ReadOnlySpan<double> parameters)
    {
        // x·Wᵀ, of which ONNX has the product of matrices alone for more than one position.
        ParameterTensor weights = layer.Parameters[0];
        double[] transposed = new double[weights.Length];
        for (int row = 0; row < weights.Rows; row++)
        {
            for (int column = 0; column < weights.Columns; column++)
                transposed[column * weights.Rows + row] = parameters[row * weights.Columns + column];
        }

        string product = Node(name, "MatMul", [input, Initializer($"{name}.weight", transposed, weights.Columns, weights.Rows)], [], null);
        if (layer.Parameters.Count == 1)
            return product;
        string bias = Initializer($"{name}.bias", parameters[weights.Length..], layer.Units);
        return Node(Nodes.Take($"{name}.sum"), "Add", [product, bias], [], null);
    }

    private string Fold(string name, string type, int[] sources)
    {
        string sum = Node(name, type, [Last(sources[0]), Last(sources[1])], [], null);
        foreach (int source in sources.Skip(2))
            sum = Node(Nodes.Take($"{name}.{type}"), type, [sum, Last(source)], [], null);
        return sum;
    }

    private string Shifted(string name, string first, string second, string input, string[] tensors) =>
        Node(Nodes.Take($"{name}.{second}"), second, [Node(name, first, [input, tensors[0]], [], null), tensors[1]], [], null);

    private string Clipped(LayerShape layer, string name, string value) => Setting(layer, "Clip") is var clip && double.IsPositiveInfinity(clip) ? value
        : Node(Nodes.Take($"{name}.Clip"), "Clip", [value, Number(-clip), Number(clip)], [], null);

    private string Slice(LayerShape layer, string name, string input)
    {
        long start = (long)Setting(layer, "Start"), length = (long)Setting(layer, "Length");
        string starts = Integers($"{name}.starts", start), ends = Integers($"{name}.ends", start + length);
        return Node(name, "Slice", [input, starts, ends, Integers($"{name}.axes", RankOf(layer) + 0L)], [], null);
    }

    private static int RankOf(LayerShape layer) => layer.OutputLengths.Count > 0 ? layer.OutputLengths.Count : 1;

    private string Pool(LayerShape layer, string name, int source)
    {
        int directions = RankOf(source) - 1, size = (int)Setting(layer, "Size"), stride = (int)Setting(layer, "Stride");
        return Node(name, layer.Kind.ToString(), [First(source)],
            [Integers("kernel_shape", Enumerable.Repeat(size, directions)), Integers("strides", Enumerable.Repeat(stride, directions))], null);
    }

    private string Convolve(LayerShape layer, string name, int source, string[] tensors)
    {
        bool isImage = layer.Kind == LayerKind.Conv2D;
        int[] kernel = [(int)Setting(layer, "KernelHeight"), (int)Setting(layer, "KernelWidth")];
        int stride = (int)Setting(layer, "Stride"), dilation = (int)Setting(layer, "Dilation");
        int[] before = new int[2], behind = new int[2];
        for (int i = 0; i < 2; i++)
        {
            int reach = (kernel[i] - 1) * dilation;
            (before[i], behind[i]) = (Padding)(int)Setting(layer, "Padding") switch
            {
                Padding.Same => (reach / 2, reach - reach / 2),
                Padding.Causal => (reach, 0),
                _ => (0, 0),
            };
        }

        int[] Directions(int[] both) => isImage ? both : both[1..];
        int[] Each(int number) => Directions([number, number]);
        return Node(name, "Conv", [First(source), .. tensors],
        [
            Integers("kernel_shape", Directions(kernel)), Integers("strides", Each(stride)), Integers("dilations", Each(dilation)),
            Integers("pads", [.. Directions(before), .. Directions(behind)]), Integer("group", (int)Setting(layer, "Groups")),
        ], null);
    }

    /// <summary>A recurrent layer, which ONNX computes over [steps][rows][features], with its gates in another order.</summary>
    private string Recur(LayerShape layer, string name, string input, ReadOnlySpan<double> parameters)
    {
        // PyTorch's gates r z n and i f g o, in ONNX's order z r h and i o f c.
        (string type, int[] gates) = layer.Kind switch
        {
            LayerKind.Rnn => ("RNN", new[] { 0 }),
            LayerKind.Gru => ("GRU", new[] { 1, 0, 2 }),
            _ => ("LSTM", new[] { 0, 3, 1, 2 }),
        };
        long units = layer.Units, rows = gates.Length * units;
        var tensors = new double[4][];
        for (int i = 0; i < tensors.Length; i++)
        {
            int length = layer.Parameters[i].Length, gate = length / gates.Length;
            tensors[i] = new double[length];
            for (int j = 0; j < gates.Length; j++)
                parameters.Slice(gates[j] * gate, gate).CopyTo(tensors[i].AsSpan(j * gate));
            parameters = parameters[length..];
        }

        string weights = Initializer($"{name}.{layer.Parameters[0].Name}", tensors[0], 1, rows, layer.Inputs);
        string recurrent = Initializer($"{name}.{layer.Parameters[1].Name}", tensors[1], 1, rows, units);
        string bias = Initializer($"{name}.bias", [.. tensors[2], .. tensors[3]], 1, 2 * rows);
        AttributeProto[] attributes = [Integer("hidden_size", units), .. layer.Kind == LayerKind.Gru ? new[] { Integer("linear_before_reset", 1) } : []];
        string steps = Node(Nodes.Take($"{name}.steps"), "Transpose", [input], [Integers("perm", [1, 0, 2])], null);
        string outputs = Node(name, type, [steps, weights, recurrent, bias], attributes, null);
        // [steps][directions][rows][units], of one direction.
        string one = Node(Nodes.Take($"{name}.one"), "Squeeze", [outputs, Integers($"{name}.axes", 1)], [], null);
        return Node(Nodes.Take($"{name}.rows"), "Transpose", [one], [Integers("perm", [1, 0, 2])], null);
    }

    private string LastStep(string name, int source)
    {
        string step = Node(Nodes.Take($"{name}.step"), "Gather", [Last(source), Integers($"{name}.index", -1)], [Integer("axis", 1)], null);
        return Node(name, "Flatten", [step], [Integer("axis", 1)], null);
    }

    private static double Setting(LayerShape layer, string name) => layer.Settings.First(setting => setting.Name == name).Value;

    private static AttributeProto Integer(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    private static AttributeProto Integers(string name, IEnumerable<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.Add(values.Select(value => (long)value));
        return attribute;
    }
}
