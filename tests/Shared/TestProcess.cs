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
        ProcessStartInfo start = NewStart(assembly, variables);
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

    /// <summary>Runs a test that does not end, and kills its process some time after something has happened.</summary>
    /// <param name="assembly">The test assembly.</param>
    /// <param name="type">The test's class.</param>
    /// <param name="method">The test.</param>
    /// <param name="happened">What to wait for.</param>
    /// <param name="delay">How much later to kill the process.</param>
    /// <param name="variables">Environment variables for the process.</param>
    public static async Task RunUntilAsync(Assembly assembly, Type type, string method, Func<bool> happened, TimeSpan delay, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = NewStart(assembly, variables);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{type.FullName}.{method}");
        using Process child = Process.Start(start)!;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> output = child.StandardOutput.ReadToEndAsync(cancellation);
        try
        {
            while (!happened())
            {
                Assert.False(child.HasExited, child.HasExited ? await output : "");
                await Task.Delay(1, cancellation);
            }

            await Task.Delay(delay, cancellation);
            Assert.False(child.HasExited, child.HasExited ? await output : "");
        }
        finally
        {
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static ProcessStartInfo NewStart(Assembly assembly, (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        start.ArgumentList.Add(assembly.Location);
        return start;
    }
}
