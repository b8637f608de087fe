using System.Collections.Generic;
using System.CommandLine;

namespace Generated.Tool.Commands;

/// <summary>Writes a model in another format.</summary>
internal sealed class ExportCommand(ToolConsole console)
    : ToolCommand("export", "Writes a model in another format.", console)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["generated export digits-mlp.onnx"];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments) => throw new ToolException("not there yet.");
}
