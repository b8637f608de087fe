using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>Programs of others, with which results are compared where they are installed.</summary>
internal static class ExternalTool
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <returns>Its exit code, and what it printed; null if there is no such program.</returns>
    public static async Task<(int ExitCode, string Output, string Error)?> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation), error = process.StandardError.ReadToEndAsync(cancellation);
            try
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading all; its exit code tells.
            }

            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
    }

    /// <summary>The first Python that has some modules: the one on the path, or the system's own; null if there is none.</summary>
    /// <param name="modules">The modules, as they are imported.</param>
    public static async Task<string?> FindPythonAsync(params string[] modules)
    {
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            if (await RunAsync(python, ["-c", "import " + string.Join(", ", modules)]) is { ExitCode: 0 })
                return python;
        }

        return null;
    }

    /// <summary>Skips the test where a person runs it, and fails it where everything must have been installed (<c>CI=true</c>).</summary>
    /// <param name="what">What is missing, and how to get it.</param>
    [DoesNotReturn]
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(what);
        Assert.Skip(what);
    }
}
