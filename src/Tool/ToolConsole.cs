using System;
using System.IO;
using System.Text;
using System.Threading;
using Spectre.Console;

namespace Generated.Tool;

/// <summary>Where a command reads and writes, and what tells it to stop. Tests put their own in place of the process's.</summary>
/// <param name="In">Read where a command is told to read <c>-</c>.</param>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">Errors and progress.</param>
internal sealed record ToolConsole(TextReader In, TextWriter Out, TextWriter Error)
{
    /// <summary>What errors call <see cref="In"/>.</summary>
    public const string StandardInput = "standard input";

    /// <summary>Whether a person reads <see cref="Out"/> as it is written.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>Whether a person reads <see cref="Error"/> as it is written.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>The columns of the terminal. What goes into a file or another program is as wide as it needs to be.</summary>
    public int Width { get; init; } = 1000;

    /// <summary>Set when the user wants the command to end early.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The console of this process.</summary>
    public static ToolConsole OfProcess(CancellationToken cancellation)
    {
        // Windows' own code pages have neither → nor ─.
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;
        // What is no terminal is read as files are.
        TextReader input = Console.IsInputRedirected ? new CsvText(Console.OpenStandardInput(), StandardInput) : Console.In;
        var console = new ToolConsole(input, Console.Out, Console.Error)
        {
            IsOutTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
            Cancellation = cancellation,
        };
        // A terminal that does not know its width says 0.
        return console.IsOutTerminal && Console.WindowWidth > 0 ? console with { Width = Console.WindowWidth } : console;
    }

    /// <summary>What draws tables and bars on one of the writers: in plain text unless it is a terminal.</summary>
    public IAnsiConsole Draw(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Width = Width;
        return console;
    }
}
