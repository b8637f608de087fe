using System.Collections.Generic;
using System.CommandLine;

namespace Generated.Tool.Commands;

/// <summary>Measures how long one inference takes on this machine.</summary>
internal sealed class BenchCommand(ToolConsole console)
    : ToolCommand("bench", "Measures how long one inference takes on this machine.", console)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["generated bench digits-mlp.onnx"];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments) => throw new ToolException("not there yet.");
}
