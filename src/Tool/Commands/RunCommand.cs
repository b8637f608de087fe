using System.Collections.Generic;
using System.CommandLine;

namespace Generated.Tool.Commands;

/// <summary>Computes the outputs for the rows of a CSV file.</summary>
internal sealed class RunCommand(ToolConsole console)
    : ToolCommand("run", "Computes the outputs for the rows of a CSV file.", console)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["generated run digits-mlp.onnx"];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments) => throw new ToolException("not there yet.");
}
