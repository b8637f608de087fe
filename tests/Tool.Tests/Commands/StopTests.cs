using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using Generated.Tool;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>A process that is told to stop does so, though it waits for rows that never come, and leaves nothing behind.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AStoppedRunLeavesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that one process sends another.");
        var golden = GoldenModel.Load("iris-mlp");
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "run", golden.Onnx, "-i", "-", "-o", _folder["out.csv"]])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            // What it writes to for the time being; from then on it waits.
            while (_folder.Names.Length == 0)
            {
                Assert.False(process.HasExited);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            Assert.StartsWith("out.csv.", Assert.Single(_folder.Names), StringComparison.Ordinal);
            using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            Assert.Equal("generated: stopped.\n", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(130, process.ExitCode);
            Assert.Empty(_folder.Names);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
