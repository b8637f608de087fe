using System;
using System.IO;
using System.Threading;
using Generated.Tool;
using Xunit;

namespace Generated.Tests;

/// <summary>What a command line wrote, run within the test.</summary>
/// <param name="Code">What it ended with.</param>
/// <param name="Out">What it wrote for its user, with \n between lines.</param>
/// <param name="Error">What it wrote about errors.</param>
internal sealed record ToolRun(int Code, string Out, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static ToolRun Of(params string[] args) => Of("", CancellationToken.None, args);

    /// <summary>Runs a command line that reads a text, until it is told to stop.</summary>
    public static ToolRun Of(string input, CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = Program.Run(args, new ToolConsole(new StringReader(input), output, error) { Cancellation = cancellation });
        return new ToolRun(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Runs a command line that must succeed, and tells nothing but what is asked for.</summary>
    public static string Succeed(params string[] args) => Succeeded(Of(args));

    /// <summary>Runs a command line that reads a text and must succeed.</summary>
    public static string SucceedWith(string input, params string[] args) => Succeeded(Of(input, CancellationToken.None, args));

    /// <summary>Runs a command line that must fail as all do: code 2 and one line of errors, which is returned.</summary>
    public static string Fail(params string[] args)
    {
        ToolRun run = Of(args);
        Assert.True(run.Code == 2, $"{string.Join(' ', args)} ended with {run.Code}: {run.Out}{run.Error}");
        Assert.Equal("", run.Out);
        Assert.StartsWith("generated: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error[..^1]);
        // Whoever is at a command line has no program to change.
        Assert.DoesNotMatch("LayerTensors|HasHeader|CsvTarget|CsvOptions|TensorFile|LoadWeights|OnnxReadOptions", run.Error);
        return run.Error["generated: ".Length..^1];
    }

    private static string Succeeded(ToolRun run)
    {
        Assert.True(run.Code == 0, $"It ended with {run.Code}: {run.Error}");
        Assert.Equal("", run.Error);
        return run.Out;
    }
}
