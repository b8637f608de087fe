using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>Writes a model in another format.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private readonly ModelArguments _model;

    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "The file to write; its extension, .onnx, .safetensors or .npz, is its format. A file that is there is replaced.",
        Required = true,
    };

    public ExportCommand(ToolConsole console)
        : base("export", "Writes a model in another format.", console) =>
        _model = new ModelArguments(this, _output);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "generated export digits-mlp.onnx -o digits-mlp.safetensors",
        "generated export training.checkpoint -o digits.onnx",
        "generated export weights.npz --activations tanh,linear -o weights.onnx",
    ];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments)
    {
        string path = arguments.GetRequiredValue(_output);
        LoadedModel loaded = _model.Load(arguments);
        NetworkModel model = loaded.Model;
        NetworkFile.Save(model, path);
        Tool.Out.WriteLine($"Wrote {path}: {model.Shape}");
        SayWhatFileHolds(loaded);
        if (Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase))
        {
            Tool.Out.WriteLine(
                $"It does not say which activations the layers have; a reader of it needs to be told: --activations {ActivationList.TextOf(model)}");
        }
    }
}
