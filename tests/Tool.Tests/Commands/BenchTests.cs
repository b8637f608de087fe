using System;
using System.Text.RegularExpressions;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>Measuring, of which a test can only see that it is done and told: how long a call takes is no test's business.</summary>
public partial class BenchTests
{
    [Fact]
    public void TimesOfASampleAndOfABatchAreToldWithTheMachine()
    {
        string path = GoldenModel.Load("iris-mlp").Onnx;
        string shown = ToolRun.Succeed("bench", path, "--repetitions", "1", "--milliseconds", "1");
        Assert.StartsWith($"{path}: 4 → 16 ReLU → 3 Softmax\n", shown, StringComparison.Ordinal);
        Assert.Contains(NetworkInfo.VectorBits == 0 ? "no vector registers" : $", {NetworkInfo.VectorBits}-bit registers, ", shown, StringComparison.Ordinal);
        Assert.Matches(Sample(), shown);
        Assert.Matches(Batch(), shown);
        Assert.EndsWith("Best of 1 repetitions of 1 ms or more, one thread, inputs in the cache.\n", shown, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\n  Forward, one sample +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d\n")]
    private static partial Regex Sample();

    [GeneratedRegex(@"\n  ForwardBatch, 128 rows +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d\n")]
    private static partial Regex Batch();
}
