using System;
using System.Collections.Generic;
using System.CommandLine;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>The words by which every command is told its model: the file, and the activations if the file does not know them.</summary>
internal sealed class ModelArguments
{
    private readonly Argument<string> _file = new("MODEL")
    {
        Description = "A model: .onnx, .safetensors, .npz, or a checkpoint of a training.",
    };

    private readonly Option<string> _activations = new("--activations")
    {
        HelpName = "NAMES",
        Description = $"The activations, for a file that holds weights only: one for each layer, or two for the hidden layers and the last, as in relu,softmax. There are {ActivationList.Known}.",
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

    /// <summary>Reads the model.</summary>
    /// <exception cref="ToolException">It is not there, or not complete.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or holds something else.</exception>
    public DenseModel Load(ParseResult arguments) => NetworkFile.Load(File(arguments), Activations(arguments));
}
