using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace Generated.Tests;

/// <summary>A program of a user's, compiled with its networks and run in a process of its own.</summary>
internal sealed class ChildProgram : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("generated-tests-");

    /// <summary>Compiles a program, which must cause no warning.</summary>
    public ChildProgram(string source, ProjectOptions options)
    {
        using (FileStream image = File.Create(Program))
        {
            EmitResult result = GeneratorHarness.Run(source, options).Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
            GeneratorRun.AssertNone(result.Diagnostics);
        }

        string runtime = typeof(NetworkAttribute).Assembly.Location;
        File.Copy(runtime, Path.Combine(_directory.FullName, Path.GetFileName(runtime)));
        File.WriteAllText(Path.ChangeExtension(Program, ".runtimeconfig.json"), $$"""
            { "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }
            """);
    }

    private string Program => Path.Combine(_directory.FullName, "Program.dll");

    /// <summary>Runs the program with some environment variables, by which the runtime is configured, and returns what it wrote.</summary>
    public string Run(params IEnumerable<(string Name, string Value)> environment)
    {
        string host = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(host, [Program]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.FullName };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The program ended with {process.ExitCode}: {output}{errors.Result}");
        return output;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
