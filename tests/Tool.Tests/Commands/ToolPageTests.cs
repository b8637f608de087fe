using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Generated.Tool;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>The commands of docs/tool.md, in their order, each a process of its own, do and say what the page shows.</summary>
public sealed partial class ToolPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryCommandPrintsWhatThePageShows()
    {
        foreach (string model in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "golden", "models")))
            File.Copy(model, _folder[Path.GetFileName(model)]);
        _folder.Write("flowers.csv", "5.1,3.5,1.4,0.2\n6.7,3.0,5.2,2.3\n");
        _folder.Write("named.csv", "length,width,petal length,petal width\n5.1,3.5,1.4,0.2\n");
        _folder.Write("bad.csv", "length,width,petal length,petal width\n5.1,3.5,1.4,0.2\n6.7,3.0,?,2.3\n");

        string page = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "tool.md"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        Match[] commands = [.. CommandAndOutput().Matches(page).Cast<Match>()];
        Assert.Equal(page.Split("```sh\ngenerated ").Length - 1, commands.Length);
        foreach (Match command in commands.Where(command => command.Groups["note"].Value != "measured"))
        {
            string printed = await Print(command.Groups["command"].Value);
            Assert.True(command.Groups["output"].Value == printed, $"{command.Groups["command"].Value} (- shown, + printed)\n{LineDifference.Describe(command.Groups["output"].Value, printed)}");
        }

        Match[] files = [.. FileAndText().Matches(page).Cast<Match>()];
        Assert.NotEmpty(files);
        foreach (Match file in files)
            Assert.Equal(file.Groups["text"].Value, File.ReadAllText(_folder[file.Groups["path"].Value]).ReplaceLineEndings("\n"));
    }

    /// <summary>What a command line prints, errors behind the rest.</summary>
    private async Task<string> Print(string command)
    {
        string[] words = command.Split(" < ");
        var start = new ProcessStartInfo("dotnet", $"\"{typeof(Program).Assembly.Location}\" {words[0]}")
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        if (words.Length == 2)
            await process.StandardInput.WriteAsync(File.ReadAllText(_folder[words[1]]));
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((await error).StartsWith("generated: ", StringComparison.Ordinal) ? 2 : 0, process.ExitCode);
        return (output + await error).ReplaceLineEndings("\n").Replace('\\', '/');
    }

    [GeneratedRegex("(<!-- (?<note>\\w+) -->\n)?```sh\ngenerated (?<command>[^\n]+)\n```\n(\n```text\n(?<output>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex CommandAndOutput();

    [GeneratedRegex("<!-- file (?<path>[^ ]+) -->\n```text\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex FileAndText();
}
