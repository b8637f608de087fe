using System.Collections.Generic;
using System.CommandLine;

namespace Generated.Tool.Commands;

/// <summary>Shows what is in a model file: layers, shapes, parameters, cost per inference.</summary>
internal sealed class InspectCommand(ToolConsole console)
    : ToolCommand("inspect", "Shows what is in a model file: layers, shapes, parameters, cost per inference.", console)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["generated inspect digits-mlp.onnx"];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments) => throw new ToolException("not there yet.");
}
