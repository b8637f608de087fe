using System.Collections.Generic;
using System.CommandLine;

namespace Generated.Tool.Commands;

/// <summary>Writes a model as a [Network] class and a file of its weights, ready to compile.</summary>
internal sealed class ImportCommand(ToolConsole console)
    : ToolCommand("import", "Writes a model as a [Network] class and a file of its weights, ready to compile.", console)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["generated import digits-mlp.onnx"];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments) => throw new ToolException("not there yet.");
}
