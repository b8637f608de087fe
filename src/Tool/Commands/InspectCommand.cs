using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>Shows what is in a model file, without needing more than the file.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly ModelArguments _model;

    public InspectCommand(ToolConsole console)
        : base("inspect", "Shows what is in a model file: layers, shapes, parameters, cost per inference.", console) =>
        _model = new ModelArguments(this);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "generated inspect digits-mlp.onnx",
        "generated inspect weights.safetensors --activations relu,softmax",
        "generated inspect training.checkpoint",
        "generated inspect policy.onnx --output-tensor action",
    ];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments)
    {
        string path = _model.File(arguments);
        IReadOnlyList<Activation>? activations = _model.Activations(arguments);
        _ = _model.Output(arguments);
        switch (NetworkFile.FormatOf(path))
        {
            case FileFormat.Tensors:
                ShowTensors(path, activations);
                break;
            case FileFormat.Checkpoint:
                ShowTraining(path, TrainingFile.Open(path));
                break;
            default:
                ShowModel(path, _model.Load(arguments));
                break;
        }
    }

    private void ShowModel(string path, LoadedModel loaded)
    {
        NetworkModel model = loaded.Model;
        string values = $"{Named("input", model.InputNames)}, {Named("output", model.OutputNames)}";
        string format = NetworkFile.FormatOf(path) == FileFormat.Keras ? "Keras" : "ONNX";
        Tool.Out.WriteLine(Listing.Printable($"{path}: {format}, {Words(model.Precision)}, {values}"));
        Tool.Out.WriteLine(model.Shape);
        SayWhatFileHolds(loaded);
        ShowLayers(model);
    }

    private void ShowLayers(NetworkModel model) =>
        ShowLayers([.. model.Shape.Layers.Zip(model.LayerNames, (layer, name) => (name, layer, LayerKinds.Label(layer)))], model.Precision);

    private void ShowTraining(string path, TrainingFile training)
    {
        Tool.Out.WriteLine($"{path}: checkpoint of a training, {Words(training.Precision)}");
        Tool.Out.WriteLine(Listing.Printable(training.Network));
        if (training.Shape is { } shape)
            ShowLayers([.. shape.Layers.Select((layer, i) => (shape.NameOf(i + 1), layer, LayerKinds.Label(layer)))], training.Precision);
        else
            ShowTensors(training);
        Tool.Out.WriteLine();
        Listing.ShowPairs(Tool, training.Facts);
    }

    /// <summary>The parameters of layers of any kinds.</summary>
    private void ShowTensors(TrainingFile training)
    {
        var table = new Listing("Tensor", "Shape", "#Values");
        foreach (TrainingTensor tensor in training.Tensors)
            table.Add(tensor.Name, Invariant($"[{string.Join(", ", tensor.Shape)}]"), Number(tensor.Count));
        table.Add("Total", "", Number(training.Tensors.Sum(tensor => (long)tensor.Count)));
        table.Show(Tool);
    }

    private void ShowTensors(string path, IReadOnlyList<Activation>? activations)
    {
        using var file = TensorFile.Open(path);
        TensorModel? model = null;
        NetworkModel? declared = null;
        string problem = "";
        try
        {
            declared = activations is null ? DeclaredModel.Read(file) : null;
            model = declared is null ? TensorModel.Recognize(file, activations) : null;
        }
        catch (DataFormatException error)
        {
            problem = error.Message;
        }

        Tool.Out.WriteLine(Invariant($"{path}: {file.Tensors.Count} {(file.Tensors.Count == 1 ? "tensor" : "tensors")}"));
        var table = new Listing("Tensor", "Type", "Shape", "#Values");
        foreach (StoredTensor tensor in file.Tensors)
            table.Add(tensor.Name, tensor.Type == TensorType.Other ? tensor.TypeName : tensor.Type.ToString(), tensor.ShapeText, Number(tensor.Count));
        table.Show(Tool);
        if (file.Metadata.Count > 0)
        {
            Tool.Out.WriteLine();
            Tool.Out.WriteLine("Metadata:");
            Listing.ShowPairs(Tool, file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
        }

        Tool.Out.WriteLine();
        if (declared is not null)
        {
            Tool.Out.WriteLine($"As a network: {declared.Shape}, {Words(declared.Precision)}");
            ShowLayers(declared);
            return;
        }

        if (model is null)
        {
            Tool.Out.WriteLine($"It is not a network of dense layers: {problem}");
            return;
        }

        Tool.Out.WriteLine($"As a network: {(model.HasActivations ? model.Shape.ToString() : model.Sizes)}, {Words(model.Precision)}");
        if (model.PassedOver.Any())
            Tool.Out.WriteLine(Listing.Printable($"Passed over, since they belong to no layer: {string.Join(", ", model.PassedOver)}"));
        if (!model.HasActivations)
            Tool.Out.WriteLine("Which activations the layers have, the file does not say; --activations does.");
        IEnumerable<(string, LayerShape, string)> layers = model.Shape.Layers.Zip(
            model.LayerNames, (layer, name) => (name, layer, model.HasActivations ? layer.Activation.ToString() : "?"));
        ShowLayers([.. layers], model.Precision);
    }

    private void ShowLayers(IReadOnlyList<(string Name, LayerShape Shape, string Activation)> layers, Precision precision)
    {
        var table = new Listing("Layer", "#Inputs", "#Units", "Activation", "#Parameters", "#Multiply-adds");
        foreach ((string name, LayerShape layer, string activation) in layers)
            table.Add(name, Number(layer.Inputs), Number(layer.Units), activation, Number(layer.ParameterCount), Number(MultiplyAdds(layer)));
        long parameters = layers.Sum(layer => (long)layer.Shape.ParameterCount);
        long multiplyAdds = layers.Sum(layer => MultiplyAdds(layer.Shape));
        table.Add("Total", "", "", "", Number(parameters), Number(multiplyAdds));
        table.Show(Tool);
        long bytes = parameters * (precision == Precision.Double ? 8 : 4);
        Tool.Out.WriteLine(Invariant($"{bytes:N0} bytes of parameters; {2 * multiplyAdds:N0} FLOPs per inference, 2 per multiply-add"));
    }

    /// <summary>Each element of a matrix once for every position.</summary>
    private static long MultiplyAdds(LayerShape layer) =>
        layer.Parameters.Where(tensor => tensor.Shape.Count > 1).Sum(tensor => (long)tensor.Length) * (layer.OutputSize / layer.Units);

    private static string Named(string what, IReadOnlyList<string> names) =>
        $"{what}{(names.Count == 1 ? "" : "s")} {string.Join(", ", names.Select(name => $"'{name}'"))}";

    private static string Words(Precision precision) => precision == Precision.Double ? "double precision" : "single precision";

    private static string Number(long number) => Invariant($"{number:N0}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
