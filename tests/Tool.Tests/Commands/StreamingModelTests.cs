using System;
using System.Linq;
using Generated.Tool.Compilation;
using Generated.Tool.Models;
using Xunit;
using static Generated.Tests.PlainSequence;

namespace Generated.Tests.Commands;

/// <summary>Rows of a streaming network are the steps of one sequence, however many are read at once.</summary>
public sealed class StreamingModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[Network(2, Precision = Precision.Double)]", 1e-12)]
    [InlineData("[Network(2)]", 2e-6)]
    public void TheStateGoesOnFromRowToRow(string network, double tolerance)
    {
        string path = Save(network);
        double[][] kernel = Transposed(Matrix(12, 2, 1)), recurrent = Transposed(Matrix(12, 3, 2)), last = Transposed(Matrix(1, 3, 4));

        // More than are read at once.
        double[][] steps = Matrix(1500, 2, 5), expected = Dense(Lstm(steps, kernel, recurrent, Vector(12, 3)), last, Vector(1, 6)), outputs = Run(path, steps);
        Assert.Equal(steps.Length, outputs.Length);
        Assert.All(expected.Zip(outputs), pair => Assert.Equal(pair.First[0], pair.Second[0], tolerance));
    }

    [Fact]
    public void AStepAndASequenceAreMeasured()
    {
        string shown = ToolRun.Succeed("bench", Save("[Network(2)]"), "--repetitions", "1", "--milliseconds", "1");
        Assert.Matches(@"\n  Call +Time +Per step +GFLOP/s\n", shown);
        Assert.Matches(@"\n  Step +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d\n", shown);
        Assert.Matches(@"\n  Sequence, 128 steps +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d (ns|µs|ms) +[\d,]+\.\d\n", shown);
    }

    [Fact]
    public void AnImportSaysHowAStepIsTaken() => Assert.Contains(
        "Agent.Pretrained.Step(input, state, output);", ToolRun.Succeed("import", Save("[Network(2)]"), "-o", _folder["Agent"], "--name", "Agent"), StringComparison.Ordinal);

    private string Save(string network)
    {
        (NetworkShape shape, Precision precision) = CompiledNetwork.Describe(
            $"using Generated;\n{network} [Lstm(3)] [Dense(1)]\npublic sealed partial class Declared;", "Declared", "The network");
        double[] parameters =
            [.. Vector(24, 1), .. Vector(36, 2), .. Vector(12, 3), .. new double[12], .. Vector(3, 4), .. Vector(1, 6)];
        string path = _folder["model.safetensors"];
        NetworkFile.Save(new NetworkModel("model", shape, parameters, precision), path);
        return path;
    }
}
