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

    private ModelReader(ModelProto model, string fileName, ImportContext context)
    {
        _fileName = fileName;
        _graph = model.Graph;
        _interpreter = new Interpreter(fileName, context, model.Functions);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="fileName">What errors call it.</param>
    /// <param name="name">What to call a model that has no name.</param>
    /// <param name="folder">Where external values are; null if there is no such place.</param>
    /// <exception cref="DataFormatException">The file is damaged, or holds no network of dense layers.</exception>
    public static DenseModel Read(byte[] bytes, string fileName, string name, string? folder)
    {
        ModelProto model = Parse(bytes, fileName);
        var budget = new Budget(fileName, bytes.Length);
        var context = new ImportContext(new TensorDecoder(new ExternalFiles(folder, budget), budget), budget);
        return new ModelReader(model, fileName, context).Read(name);
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

    private DenseModel Read(string name)
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
        ValueInfoProto output = Output();
        Signal signal = scope.Find(output.Name) switch
        {
            Signal { IsTruth: false } result => result,
            Signal => throw Error($"its output '{output.Name}' is true or false, and no number."),
            FailedValue failed => throw Error(failed.Problem),
            null => throw Error($"no node gives its output '{output.Name}'."),
            _ => throw Error($"its output '{output.Name}' does not depend on its input."),
        };
        try
        {
            return Model(LayerBuilder.Build(signal), signal, name, scope, output.Name);
        }
        catch (NodeException e)
        {
            throw Error(e.Message);
        }
    }

    private DenseModel Model(IReadOnlyList<DenseLayer> layers, Signal output, string name, Scope scope, string outputName)
    {
        if (layers.Sum(layer => (layer.Inputs + 1L) * layer.Units) > Array.MaxLength)
            throw new NodeException("its layers have more parameters than an array.");
        Stage stage = output.Stage;
        bool isDouble = false;
        for (; stage.Previous is { } previous; stage = previous.Stage)
            isDouble |= stage.IsDouble;
        string inputName = _graph.Input.First(input => scope.Find(input.Name) is Signal signal && signal.Stage == stage).Name;
        return new DenseModel(_graph.Name.Length > 0 ? _graph.Name : name, layers, isDouble ? Precision.Double : Precision.Single) { InputName = inputName, OutputName = outputName };
    }

    /// <summary>The only output that is not of whole numbers or texts: those are labels, which classifiers give beside their probabilities.</summary>
    private ValueInfoProto Output()
    {
        ValueInfoProto[] outputs = [.. _graph.Output.Where(output => _graph.Output.Count == 1 || !IsLabel((DataType)(output.Type?.TensorType?.ElemType ?? 0)))];
        return outputs switch
        {
            [var only] => only,
            [] => throw Error("it has no output of floating-point numbers."),
            _ => throw Error($"it has {outputs.Length} outputs, {TensorNames(outputs)}; a network here has one."),
        };
    }

    private static Value InputOf(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } tensor)
            return input.Type is null ? new Signal(new Stage(null, null), Polynomial.Z, new Layout(null, [Layout.Unknown], SampleOrder.Rows), null) : Failed("is not a tensor");
        if ((DataType)tensor.ElemType is DataType.String or DataType.Bool or DataType.Complex64 or DataType.Complex128)
            return Failed($"is of type {(DataType)tensor.ElemType}, and not of numbers");
        if (tensor.Shape is null)
            return new Signal(new Stage(null, null), Polynomial.Z, new Layout(null, [Layout.Unknown], SampleOrder.Rows), null);
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

        return new Signal(new Stage(null, null), Polynomial.Z, layout, null);

        FailedValue Failed(string problem) => new($"its input '{input.Name}' {problem}, where samples of numbers are wanted.");
    }

    private static bool IsLabel(DataType type) => type is DataType.String or DataType.Bool or DataType.Int64 or DataType.Int32 or DataType.Int16 or DataType.Int8
        or DataType.Uint64 or DataType.Uint32 or DataType.Uint16 or DataType.Uint8;

    private static string TensorNames(ValueInfoProto[] values) => string.Join(", ", values.Take(8).Select(value => $"'{value.Name}'"));

    private DataFormatException Error(string problem) => new(_fileName, problem);
}
