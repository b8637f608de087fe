using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;

namespace Generated.Tool.Commands;

/// <summary>The library's help, and below it the command's examples.</summary>
/// <param name="help">The library's help.</param>
/// <param name="width">The columns in which it fits its descriptions.</param>
internal sealed class HelpWithExamples(HelpAction help, int width) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = width;
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        Command command = parseResult.CommandResult.Command;
        string[] examples = command is ToolCommand tool
            ? [.. tool.Examples]
            : [.. command.Subcommands.OfType<ToolCommand>().Select(subcommand => subcommand.Examples[0])];
        output.WriteLine(examples.Length == 1 ? "Example:" : "Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
