using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>Runs programs as a user would at a prompt.</summary>
internal static class Command
{
    /// <summary>Runs the program, and fails with what it printed unless it succeeds.</summary>
    /// <param name="directory">Where to run.</param>
    /// <param name="line">The program and its arguments; none of them holds a space.</param>
    /// <param name="variables">Environment variables besides those that every program here gets.</param>
    /// <returns>What the program printed, <c>\n</c> at the ends of lines.</returns>
    public static async Task<string> RunAsync(string directory, string line, params (string Name, string Value)[] variables)
    {
        (int exit, string output) = await StartAsync(directory, line, variables);
        Assert.True(exit == 0, $"{line}\n{output}");
        return output;
    }

    /// <summary>Runs the program, which is to fail, and returns what it printed.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<string> FailAsync(string directory, string line, params (string Name, string Value)[] variables)
    {
        (int exit, string output) = await StartAsync(directory, line, variables);
        Assert.True(exit != 0, $"{line}\n{output}");
        return output;
    }

    private static async Task<(int Exit, string Output)> StartAsync(string directory, string line, params (string Name, string Value)[] variables)
    {
        string[] words = line.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A test host tells its children which SDK it is of, and MSBuild takes any variable for a property.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;

        // No process stays behind that has files of a temporary folder open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";

        using Process process = Process.Start(start)!;
        try
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, (output + await error).ReplaceLineEndings("\n"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
