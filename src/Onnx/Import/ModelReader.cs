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
        (string outputName, Value output) = new OutputChoice(_fileName, _graph, scope, options).Choose(notes);
        Signal signal = output switch
        {
            Signal { IsTruth: false } result => result,
            Signal => throw Error($"its output '{outputName}' is true or false, and no number."),
            FailedValue failed => throw Error(failed.Problem),
            _ => throw Error($"its output '{outputName}' does not depend on its input."),
        };
        string inputName = signal.Stage.Root.InputName!;
        notes.AddRange(_graph.Input.Where(input => input.Name != inputName && !_stored.Contains(input.Name))
            .Select(input => $"Input '{input.Name}' is left out: '{outputName}' does not depend on it."));
        try
        {
            NetworkModel model = Model(signal, name, notes, inputName, outputName, out IReadOnlyList<string> labels, scope);
            return new OnnxImport(model, notes, labels);
        }
        catch (NodeException e)
        {
            throw Error(e.Message);
        }
    }

    private NetworkModel Model(Signal output, string name, List<string> notes, string inputName, string outputName, out IReadOnlyList<string> labels, Scope scope)
    {
        bool isDouble = false;
        for (Stage stage = output.Stage; stage.Previous is { } previous; stage = previous.Stage)
            isDouble |= stage.IsDouble;
        Precision precision = isDouble ? Precision.Double : Precision.Single;
        IReadOnlyList<DenseLayer> layers = LayerBuilder.Build(output, precision, notes);
        if (layers.Sum(layer => (layer.Inputs + 1L) * layer.Units) > Array.MaxLength)
            throw new NodeException("its layers have more parameters than an array.");
        labels = new ClassLabels(_graph, scope).Of(output, output.IsSecondOfTwo ? 2 : layers[^1].Units);
        var model = NetworkModel.OfDense(_graph.Name.Length > 0 ? _graph.Name : name, layers, precision);
        return new NetworkModel(model.Name, model.Shape, model.Parameters, precision)
        {
            LayerNames = model.LayerNames,
            Labels = labels,
            InputNames = [inputName],
            OutputNames = [outputName],
            // Where the file does not name the second class, its number does.
            OutputClass = output.IsSecondOfTwo ? labels.ElementAtOrDefault(1) ?? "1" : null,
        };
    }

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
