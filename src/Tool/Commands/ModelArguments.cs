using System;
using System.Collections.Generic;
using System.CommandLine;
using Generated.Onnx;
using Generated.Tool.Formats;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>The words by which every command is told its model: the file, the activations if the file does not know them, and the output of several.</summary>
internal sealed class ModelArguments
{
    private readonly Argument<string> _file = new("MODEL")
    {
        Description = "A model: .onnx, .keras, .h5, .safetensors, .npz, a checkpoint of a training, or JSON of RTNeural, GuitarML or Neural Amp Modeler.",
    };

    private readonly Option<string> _activations = new("--activations")
    {
        HelpName = "NAMES",
        Description = "The activations, for a file that holds weights only: one for each layer, or two for the hidden layers and the last, "
            + $"as in relu,softmax. There are {ActivationList.Known}.",
    };

    // Where a command writes something, --output says where.
    private readonly Option<string> _output = new("--output-tensor")
    {
        HelpName = "NAME",
        Description = "The output to read of an ONNX model that has several, or an inner tensor: what is computed after it is left out.",
    };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The command's own options, which help shows first.</param>
    public ModelArguments(ToolCommand command, params ReadOnlySpan<Option> options)
    {
        command.Arguments.Add(_file);
        foreach (Option option in options)
            command.Options.Add(option);
        command.Options.Add(_activations);
        command.Options.Add(_output);
    }

    /// <summary>The file that is given.</summary>
    public string File(ParseResult arguments) => arguments.GetRequiredValue(_file);

    /// <summary>The activations that are given, or null.</summary>
    /// <exception cref="ToolException">One is not known.</exception>
    public IReadOnlyList<Activation>? Activations(ParseResult arguments)
    {
        if (arguments.GetValue(_activations) is not { } text)
            return null;
        return ActivationList.TryParse(text, out Activation[]? activations, out string? unknown)
            ? activations
            : throw new ToolException($"--activations: '{unknown}' is not known; there are {ActivationList.Known}.");
    }

    /// <summary>The output that is named, or null.</summary>
    /// <exception cref="ToolException">The file has no outputs to name.</exception>
    public string? Output(ParseResult arguments)
    {
        string? output = arguments.GetValue(_output);
        return output is null || NetworkFile.FormatOf(File(arguments)) == FileFormat.Onnx
            ? output
            : throw new ToolException($"{File(arguments)}: --output-tensor is for ONNX models only.");
    }

    /// <summary>Reads the model.</summary>
    /// <exception cref="ToolException">It is not there, or not complete.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or holds something else.</exception>
    public LoadedModel Load(ParseResult arguments)
    {
        string path = File(arguments);
        IReadOnlyList<Activation>? activations = Activations(arguments);
        string? output = Output(arguments);
        FileFormat format = NetworkFile.FormatOf(path);
        if (format == FileFormat.Json && activations is null)
            return new LoadedModel(JsonModel.Load(path));
        if (format != FileFormat.Onnx || activations is not null)
            return new LoadedModel(NetworkFile.Load(path, activations)) { Format = format.ToString() };
        var options = new OnnxReadOptions { Outputs = output is null ? [] : [output], HowToName = "Name the one to read with --output-tensor" };
        return new LoadedModel(OnnxReader.Import(path, options));
    }
}
