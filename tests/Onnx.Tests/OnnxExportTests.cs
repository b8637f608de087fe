using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>Others run what is exported, and find nothing wrong with it.</summary>
public sealed class OnnxExportTests(ExportedModels models) : IClassFixture<ExportedModels>
{
    /// <summary>How far an output may be from the network's own, as a share of the largest of its batch.</summary>
    private const double SingleTolerance = 1e-6, DoubleTolerance = 1e-12;

    private const string CheckModels = """
        import onnx, sys
        for path in sys.argv[1:]:
            onnx.checker.check_model(onnx.load(path), full_check=True)
        print(len(sys.argv) - 1, 'checked')
        """;

    public static TheoryData<string> Names() => [.. ExportedModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task OnnxRuntimeGivesTheNetworksOutputs(string name)
    {
        ExportedModels.Exported model = models.Models[name];
        OnnxAnswer answer = await models.AnswerAsync(name);
        Assert.Null(answer.Error);
        Assert.Equal(["input"], answer.Inputs!);
        Assert.Equal(["output"], answer.Outputs!);

        // The error function is in single precision, since ONNX Runtime has no other.
        bool isDouble = model.Precision == Precision.Double && model.Shape.Layers.All(layer => layer.Activation != Activation.GELU);
        for (int i = 0; i < model.Outputs.Count; i++)
        {
            double[] wanted = model.Outputs[i], values = answer.Batches![i].Values;
            Assert.Equal([wanted.Length / model.Shape.OutputSize, model.Shape.OutputSize], answer.Batches[i].Dimensions);
            double tolerance = wanted.Max(Math.Abs) * (isDouble ? DoubleTolerance : SingleTolerance);
            for (int j = 0; j < wanted.Length; j++)
                Assert.True(Math.Abs(values[j] - wanted[j]) <= tolerance, $"batch {i}, output {j} is {values[j]:R} with ONNX Runtime and {wanted[j]:R} here");
        }
    }

    [Fact]
    public void EveryActivationIsAmongTheNetworksInBothPrecisions() => Assert.Empty(
        from activation in Enum.GetValues<Activation>()
        from precision in Enum.GetValues<Precision>()
        where !models.Models.Values.Any(model => model.Precision == precision && model.Shape.Layers.All(layer => layer.Activation == activation))
        select (activation, precision));

    [Fact]
    public async Task OnnxsOwnCheckerAcceptsEveryModel()
    {
        IEnumerable<string> paths = models.Models.Values.Select(model => model.Request.Path);
        string? python = await ExternalTool.FindPythonAsync("onnx");
        if (python is null)
            ExternalTool.Missing("There is no python3 with onnx; tests/Onnx.Tests/install.sh installs it.");
        (int exitCode, string output, string error) = (await ExternalTool.RunAsync(python, ["-c", CheckModels, .. paths]))!.Value;
        Assert.True(exitCode == 0, error);
        Assert.Equal($"{models.Models.Count} checked", output.Trim());
    }
}
