using System;
using System.IO;
using System.Linq;
using Generated.Samples.Iris;
using Xunit;

namespace Generated.Tests;

/// <summary>The sample about flowers keeps all of its model in one file.</summary>
public sealed class IrisTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void OneFileIsAllThatAProgramNeeds()
    {
        var output = new StringWriter();
        double accuracy = IrisRun.Execute(output, Path.Combine(AppContext.BaseDirectory, "iris.csv"), _file);
        Assert.InRange(accuracy, 0.94, 1);
        Assert.Contains(" cm: virginica", output.ToString(), StringComparison.Ordinal);
        using var file = TensorFile.Open(_file);
        Assert.Equal("""["setosa","versicolor","virginica"]""", file.Metadata["labels"]);
        Assert.Equal(
            ["layer1.mean", "layer1.deviation", "layer2.weight", "layer2.bias", "layer4.weight", "layer4.bias"], file.Tensors.Select(tensor => tensor.Name));
    }
}
