using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Generated.Tool;
using Generated.Tool.Commands;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>What the tool says about itself.</summary>
public class HelpTests
{
    public static TheoryData<string> Names => [.. All().Select(command => command.Name)];

    [Fact]
    public void WithoutACommandThereIsHelpWithAnExampleOfEach()
    {
        string help = ToolRun.Succeed("--help");
        Assert.Equal(help, ToolRun.Succeed());
        Assert.Contains("Usage:\n  generated [command] [options]\n", help, StringComparison.Ordinal);
        foreach (ToolCommand command in All())
        {
            Assert.Contains($"  {command.Name} ", help, StringComparison.Ordinal);
            Assert.Contains($"  {command.Examples[0]}\n", help, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HelpOfACommandEndsWithItsExamples(string name)
    {
        ToolCommand command = All().Single(command => command.Name == name);
        string help = ToolRun.Succeed(name, "--help");
        Assert.StartsWith($"Description:\n  {command.Description}\n", help, StringComparison.Ordinal);
        string examples = string.Concat(command.Examples.Select(example => $"  {example}\n"));
        Assert.EndsWith($"{(command.Examples.Count == 1 ? "Example" : "Examples")}:\n{examples}\n", help, StringComparison.Ordinal);
        foreach (Option option in command.Options)
            Assert.Contains(option.Name, help, StringComparison.Ordinal);
    }

    /// <summary>Examples are read by the parser as the lines that they are.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ExamplesAreUnderstood(string name)
    {
        Command root = Program.CommandLine(Console());
        foreach (string example in All().Single(command => command.Name == name).Examples)
        {
            string line = example[example.IndexOf("generated ", StringComparison.Ordinal)..].Split(" | ")[0].Split(" > ")[0];
            ParseResult parsed = root.Parse(line["generated ".Length..].Replace("'", "", StringComparison.Ordinal));
            Assert.Empty(parsed.Errors);
            Assert.Equal(name, parsed.CommandResult.Command.Name);
        }
    }

    [Fact]
    public void TheVersionIsOneLine() => Assert.Single(ToolRun.Succeed("--version").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static ToolCommand[] All() => [.. Program.CommandLine(Console()).Subcommands.Cast<ToolCommand>()];

    private static ToolConsole Console() => new(TextReader.Null, TextWriter.Null, TextWriter.Null);
}
