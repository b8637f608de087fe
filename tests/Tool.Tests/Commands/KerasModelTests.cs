using System;
using System.IO;
using System.Text.Json;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>Commands take what Keras saves.</summary>
public sealed class KerasModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "keras", file);

    [Fact]
    public void AModelIsInspected() => Assert.StartsWith(
        $"{PathOf("dense.keras")}: Keras, single precision, input 'input_layer', output 'probabilities'\n4 → 5 ReLU → 3 Softmax\n",
        ToolRun.Succeed("inspect", PathOf("dense.keras")), StringComparison.Ordinal);

    [Theory]
    [InlineData("dense.keras")]
    [InlineData("batchnorm.h5")]
    public void AModelIsRun(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(PathOf("outputs.json")));
        JsonElement stated = document.RootElement.GetProperty(file);
        string row = string.Join(',', stated.GetProperty("inputs")[0].EnumerateArray()) + "\n";
        string[] outputs = ToolRun.SucceedWith(row, "run", PathOf(file), "-i", "-").TrimEnd('\n').Split(',');
        Assert.Equal(stated.GetProperty("outputs")[0].GetArrayLength(), outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
            Assert.Equal(stated.GetProperty("outputs")[0][i].GetDouble(), double.Parse(outputs[i], System.Globalization.CultureInfo.InvariantCulture), 1e-6);
    }

    [Fact]
    public void AModelIsExportedImportedAndFrozen()
    {
        ToolRun.Succeed("export", PathOf("dense.keras"), "-o", _folder["dense.onnx"]);
        Assert.Contains("4 → 5 ReLU → 3 Softmax", ToolRun.Succeed("inspect", _folder["dense.onnx"]), StringComparison.Ordinal);
        ToolRun.Succeed("import", PathOf("dense.keras"), "-o", _folder["Dense"]);
        ToolRun.Succeed("freeze", PathOf("dense.keras"), "-o", _folder["Dense.cs"]);
        Assert.True(File.Exists(_folder["Dense.cs"]));
    }

    [Fact]
    public void WeightsAloneAreNotEnough() => Assert.Contains(
        "it has weights only, not the architecture.", ToolRun.Fail("inspect", PathOf("weights_only.h5")), StringComparison.Ordinal);
}
