using System.Collections.Generic;
using System.CommandLine;

namespace Generated.Tool.Commands;

/// <summary>One command of the tool.</summary>
internal abstract class ToolCommand : Command
{
    /// <summary>Names a command.</summary>
    /// <param name="name">The word that calls it.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="console">Where it reads and writes.</param>
    protected ToolCommand(string name, string description, ToolConsole console)
        : base(name, description)
    {
        Tool = console;
        SetAction(Run);
    }

    /// <summary>Whole command lines that help shows below the options.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Where the command reads and writes.</summary>
    protected ToolConsole Tool { get; }

    /// <summary>Says what the classes of a model are, and what was left out of its file.</summary>
    protected void SayWhatFileHolds(LoadedModel loaded)
    {
        if (loaded.Classes.Length > 0)
            Tool.Out.WriteLine(loaded.Classes);
        foreach (string note in loaded.Notes)
            Tool.Out.WriteLine(Listing.Printable(note));
    }

    /// <summary>Does what is asked, or throws: <see cref="Program"/> makes one line of every exception.</summary>
    protected abstract void Run(ParseResult arguments);
}
