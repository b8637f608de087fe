using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>Runs test classes of an assembly once more, in a process with other settings of the runtime.</summary>
internal static class TestProcess
{
    /// <summary>Runs the tests and fails, with what they printed, if one of them fails.</summary>
    /// <param name="assembly">The test assembly.</param>
    /// <param name="classes">The test classes to run.</param>
    /// <param name="variables">Environment variables for the process.</param>
    public static async Task RunAsync(Assembly assembly, IEnumerable<Type> classes, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        start.ArgumentList.Add(assembly.Location);
        foreach (Type type in classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(type.FullName!);
        }

        using Process child = Process.Start(start)!;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> error = child.StandardError.ReadToEndAsync(cancellation);
        string output = await child.StandardOutput.ReadToEndAsync(cancellation);
        await child.WaitForExitAsync(cancellation);
        Assert.True(child.ExitCode == 0, $"{string.Join(", ", variables)}:\n{output}\n{await error}");
        // A process that finds no test succeeds too.
        Assert.DoesNotContain("Total: 0,", output, StringComparison.Ordinal);
    }
}
