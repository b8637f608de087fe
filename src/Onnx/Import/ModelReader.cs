using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Onnx.Proto;
using Google.Protobuf;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import;

/// <summary>Reads a model: from the bytes to the message, from its graph to values, from its output's value to layers.</summary>
internal sealed class ModelReader
{
    private readonly string _fileName;
    private readonly GraphProto _graph;
    private readonly Interpreter _interpreter;
    private readonly HashSet<string> _stored;

    private ModelReader(ModelProto model, string fileName, ImportContext context)
    {
        _fileName = fileName;
        _graph = model.Graph;
        _stored = [.. model.Graph.Initializer.Select(tensor => tensor.Name)];
        _interpreter = new Interpreter(fileName, context, model.Functions);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="fileName">What errors call it.</param>
    /// <param name="name">What to call a model that has no name.</param>
    /// <param name="folder">Where external values are; null if there is no such place.</param>
    /// <param name="options">Which output to read.</param>
    /// <exception cref="DataFormatException">The file is damaged, or holds no network of dense layers.</exception>
    public static OnnxImport Read(byte[] bytes, string fileName, string name, string? folder, OnnxReadOptions options)
    {
        ModelProto model = Parse(bytes, fileName);
        var budget = new Budget(fileName, bytes.Length);
        var context = new ImportContext(new TensorDecoder(new ExternalFiles(folder, budget), budget), budget);
        return new ModelReader(model, fileName, context).Read(name, options);
    }

    private static ModelProto Parse(byte[] bytes, string fileName)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw NotOnnx($"it is not an ONNX model, or damaged: {e.Message}", e);
        }

        if (model.Graph is null)
            throw NotOnnx("it holds no graph: it is not an ONNX model.");
        // The first two versions of the format had but one operator set.
        if (model.OpsetImport.Count == 0 && model.IrVersion >= 3)
            throw NotOnnx("it states no operator set: it is cut off, or not an ONNX model.");
        return model;

        DataFormatException NotOnnx(string problem, Exception? cause = null)
        {
            ReadOnlySpan<byte> start = bytes.AsSpan(0, Math.Min(bytes.Length, FileKind.StartLength));
            string? kind = FileKind.IsOnnx(start) ? null : FileKind.Of(start);
            return new DataFormatException(fileName, kind is null ? problem : $"it is not an ONNX model: it is {kind}.", cause);
        }
    }

    private OnnxImport Read(string name, OnnxReadOptions options)
    {
        var scope = new Scope("", new Dictionary<string, AttributeProto>());
        _interpreter.DefineTensors(_graph, scope);
        foreach (ValueInfoProto input in _graph.Input)
        {
            // Before version 4 of the format, stored tensors were among the inputs.
            if (scope.Find(input.Name) is null)
                _interpreter.Define(scope, input.Name, InputOf(input));
        }

        _interpreter.Run(_graph.Node, scope);
        var notes = new List<string>();
        (string Name, Signal Signal)[] outputs =
            [.. new OutputChoice(_fileName, _graph, scope, options).Choose(notes).Select(output => (output.Name, Computed(output.Name, output.Value)))];
        int first = notes.Count;
        string[] inputs = [.. _graph.Input.Select(input => input.Name).Where(input => !_stored.Contains(input))];
        try
        {
            NetworkModel model = Model(outputs, inputs, name, notes, scope);
            string of = outputs.Length == 1 ? $"'{outputs[0].Name}' does not depend on it." : "no output depends on it.";
            notes.InsertRange(first, inputs.Except(model.InputNames).Select(input => $"Input '{input}' is left out: {of}"));
            return new OnnxImport(model, notes, model.Labels);
        }
        catch (NodeException e)
        {
            throw Error(e.Message);
        }
    }

    private Signal Computed(string name, Value output) => output switch
    {
        Signal { IsTruth: false } result => result,
        Signal => throw Error($"its output '{name}' is true or false, and no number."),
        FailedValue failed => throw Error(failed.Problem),
        _ => throw Error($"its output '{name}' does not depend on its input."),
    };

    /// <summary>A chain of dense layers where that is what the graph computes, else a graph of any layers.</summary>
    private NetworkModel Model(
        IReadOnlyList<(string Name, Signal Signal)> outputs, IReadOnlyList<string> inputs, string name, List<string> notes, Scope scope)
    {
        if (outputs is not [(var outputName, var output)] || !IsChain(output))
            return Graph(outputs, inputs, name, notes, scope);
        var own = new List<string>();
        try
        {
            NetworkModel model = Chain(output, outputName, name, own, scope);
            notes.AddRange(own);
            return model;
        }
        catch (NodeException e)
        {
            own.Clear();
            try
            {
                NetworkModel model = Graph(outputs, inputs, name, own, scope);
                notes.AddRange(own);
                return model;
            }
            catch (NodeException)
            {
                throw e;
            }
        }
    }

    private static bool IsChain(Signal output)
    {
        for (Signal? signal = output; signal is not null; signal = signal.Stage.Previous)
        {
            if (signal.Stage.Join is not null || signal.Layout.Positions != Positions.None)
                return false;
        }

        return true;
    }

    private NetworkModel Chain(Signal output, string outputName, string name, List<string> notes, Scope scope)
    {
        bool isDouble = false;
        for (Stage stage = output.Stage; stage.Previous is { } previous; stage = previous.Stage)
            isDouble |= stage.IsDouble;
        Precision precision = isDouble ? Precision.Double : Precision.Single;
        IReadOnlyList<DenseLayer> layers = LayerBuilder.Build(output, precision, notes);
        if (layers.Sum(layer => (layer.Inputs + 1L) * layer.Units) > Array.MaxLength)
            throw new NodeException("its layers have more parameters than an array.");
        IReadOnlyList<string> labels = new ClassLabels(_graph, scope).Of(output, output.IsSecondOfTwo ? 2 : layers[^1].Units);
        var model = NetworkModel.OfDense(NameOf(name), layers, precision);
        return new NetworkModel(model.Name, model.Shape, model.Parameters, precision)
        {
            LayerNames = model.LayerNames,
            InputNames = [output.Stage.Root.InputName!],
            OutputNames = [outputName],
            // Where the file does not name the second class, its number does.
            OutputClass = output.IsSecondOfTwo ? labels.ElementAtOrDefault(1) ?? "1" : null,
            Labels = labels,
        };
    }

    private NetworkModel Graph(
        IReadOnlyList<(string Name, Signal Signal)> outputs, IReadOnlyList<string> inputs, string name, List<string> notes, Scope scope)
    {
        BuiltGraph graph = GraphBuilder.Build(outputs, inputs, notes);
        Signal first = outputs[0].Signal;
        IReadOnlyList<string> labels = outputs.Count > 1 ? [] : new ClassLabels(_graph, scope).Of(first, first.IsSecondOfTwo ? 2 : graph.Shape.OutputSize);
        return new NetworkModel(NameOf(name), graph.Shape, graph.Parameters, graph.Precision)
        {
            LayerNames = graph.LayerNames,
            InputNames = graph.InputNames,
            OutputNames = [.. outputs.Select(output => output.Name)],
            OutputClass = first.IsSecondOfTwo ? labels.ElementAtOrDefault(1) ?? "1" : null,
            Labels = labels,
        };
    }

    private string NameOf(string name) => _graph.Name.Length > 0 ? _graph.Name : name;

    private static Value InputOf(ValueInfoProto input)
    {
        Value value = SamplesOf(input);
        value.CopyOf = input.Name;
        return value;
    }

    private static Value SamplesOf(ValueInfoProto input)
    {
        var stage = new Stage(null, null) { InputName = input.Name };
        var unknown = new Layout(null, [Layout.Unknown], SampleOrder.Rows);
        if (input.Type?.TensorType is not { } tensor)
            return input.Type is null ? new Signal(stage, Polynomial.Z, unknown, null) : Failed("is not a tensor");
        if ((DataType)tensor.ElemType is DataType.String or DataType.Bool or DataType.Complex64 or DataType.Complex128)
            return Failed($"is of type {(DataType)tensor.ElemType}, and not of numbers");
        if (tensor.Shape is null)
            return new Signal(stage, Polynomial.Z, unknown, null);
        long[] lengths = [.. tensor.Shape.Dim.Select(dimension => dimension.DimValue > 0 ? dimension.DimValue : Layout.Unknown)];
        if (lengths.Length is 0 or > 16 || lengths.Any(length => length > int.MaxValue))
            return Failed($"has the shape {Tensor.TextOf(lengths)}");
        Layout layout = lengths.Length == 1
            ? new Layout(1, [(int)lengths[0]], SampleOrder.Single)
            : new Layout(lengths[0] == Layout.Unknown ? null : lengths[0], [.. lengths.Skip(1).Select(length => (int)length)], SampleOrder.Rows);
        try
        {
            _ = layout.Size;
        }
        catch (NodeException)
        {
            return Failed($"has the shape {Tensor.TextOf(lengths)}");
        }

        return new Signal(stage, Polynomial.Z, layout, null);

        FailedValue Failed(string problem) => new($"its input '{input.Name}' {problem}, where samples of numbers are wanted.");
    }

    private DataFormatException Error(string problem) => new(_fileName, problem);
}
