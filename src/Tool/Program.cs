using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Generated.Tool.Commands;

namespace Generated.Tool;

/// <summary>The command line: what it understands, and how it ends.</summary>
internal static class Program
{
    /// <summary>What the process ends with.</summary>
    internal const int Success = 0, Failure = 2, Cancelled = 130;

    private const int WidthOfFiles = 100;

    private static int Main(string[] args)
    {
        using var cancellation = new CancellationTokenSource();
        // The command ends by itself, and leaves nothing half-written; told a second time, it ends at once.
        void onSignal(PosixSignalContext signal)
        {
            signal.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, onSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, onSignal);
        return Run(args, ToolConsole.OfProcess(cancellation.Token));
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words behind the tool's name.</param>
    /// <param name="console">Where the command reads and writes.</param>
    /// <returns>0; or 2 after an error, of which there is one line on <see cref="ToolConsole.Error"/>; or 130 if it was told to stop.</returns>
    public static int Run(string[] args, ToolConsole console)
    {
        try
        {
            ParseResult parsed = CommandLine(console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
                throw new ToolException($"{parsed.Errors[0].Message.TrimEnd('.')}; see {NameOf(parsed.CommandResult.Command)} --help.");
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = console.Out,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException) when (console.Cancellation.IsCancellationRequested)
        {
            console.Error.WriteLine("generated: stopped.");
            return Cancelled;
        }
        catch (Exception error)
        {
            console.Error.WriteLine($"generated: {OneLine(error)}");
            if (Environment.GetEnvironmentVariable("GENERATED_DEBUG") == "1")
                console.Error.WriteLine(error);
            return Failure;
        }
    }

    /// <summary>All commands.</summary>
    internal static Command CommandLine(ToolConsole console)
    {
        // Not a RootCommand, which would have the name of the assembly.
        var root = new Command("generated", "Puts fixed neural networks into .NET programs.")
        {
            new InspectCommand(console),
            new ImportCommand(console),
            new ExportCommand(console),
            new FreezeCommand(console),
            new RunCommand(console),
            new BenchCommand(console),
        };
        var help = new HelpOption();
        var examples = new HelpWithExamples((HelpAction)help.Action!, console.IsOutTerminal ? console.Width : WidthOfFiles);
        help.Action = examples;
        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        root.SetAction(examples.Invoke);
        return root;
    }

    private static string NameOf(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Select(parent => parent.Name).Append(command.Name));

    private static string OneLine(Exception error)
    {
        string text = error switch
        {
            ToolException or FormatException or CheckpointException or IOException or UnauthorizedAccessException or NotSupportedException => error.Message,
            // Which parameter of a method it was is of no use on a command line.
            ArgumentException { ParamName: { } name } => error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
            ArgumentException => error.Message,
            _ => $"{error.GetType().Name}: {error.Message} This should not happen; GENERATED_DEBUG=1 shows where it did.",
        };
        return PrintableText.Of(text.ReplaceLineEndings(" "), longest: int.MaxValue);
    }
}
