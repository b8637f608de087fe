using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using Generated.Tool.Freezing;
using Generated.Tool.Importing;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>Writes a small model as a class whose code has the weights as constants.</summary>
internal sealed class FreezeCommand : ToolCommand
{
    private readonly ModelArguments _model;

    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "The C# file to write.",
        Required = true,
    };

    private readonly ClassArguments _class = new(after: "the C# file's");

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replace a file that is there.",
    };

    public FreezeCommand(ToolConsole console)
        : base("freeze", "Writes a small model as C# with its weights as constants, and those that are zero left out.", console) =>
        _model = new ModelArguments(this, _output, _class.Name, _class.Namespace, _force);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "generated freeze iris-mlp.onnx -o Iris.cs",
        "generated freeze weights.safetensors --activations relu,linear -o Iris.g.cs --name Iris --namespace Garden.Models",
    ];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments)
    {
        string origin = _model.File(arguments), path = arguments.GetRequiredValue(_output), file = Path.GetFileName(path);
        (string name, string? @namespace) = _class.Read(arguments, file.Split('.')[0]);
        if (!path.EndsWith(".cs", System.StringComparison.OrdinalIgnoreCase))
            throw new ToolException($"{path}: the extension is '{Path.GetExtension(path)}', but .cs is wanted.");

        LoadedModel loaded = _model.Load(arguments);
        NetworkModel model = loaded.Model;
        FrozenSource frozen = Freezer.Freeze(model, name, @namespace ?? "", Path.GetFileName(origin));
        var files = new NewFiles(Path.GetDirectoryName(path) ?? "");
        files.Add(file, frozen.Text);
        foreach (string written in files.Write(arguments.GetValue(_force)))
            Tool.Out.WriteLine($"Wrote {written}: {model.Shape}");
        SayWhatFileHolds(loaded);
        Tool.Out.WriteLine(frozen.LeftOut);
    }
}
