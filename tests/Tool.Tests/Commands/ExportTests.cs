using System;
using System.IO;
using System.Linq;
using Generated.Tool.Models;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>Models from one format to another.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What the tool writes, it reads with every bit and every activation that it had.</summary>
    [Theory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void SafetensorsSayWhichActivationsTheyHave(string name)
    {
        var golden = GoldenModel.Load(name);
        string path = _folder["copy.safetensors"];
        string shown = ToolRun.Succeed("export", golden.Safetensors, "--activations", golden.ActivationList, "-o", path);
        NetworkModel model = NetworkFile.Load(path, null);
        Assert.Equal($"Wrote {path}: {model.Shape}\n", shown);
        Assert.Equal(golden.Activations, model.DenseLayers().Select(layer => layer.Activation.ToString()));
        AssertSame(NetworkFile.Load(golden.Safetensors, Array.ConvertAll(golden.Activations, Enum.Parse<Activation>)), model);
    }

    /// <summary>To ONNX and back, and from PyTorch's ONNX to its safetensors, every bit stays.</summary>
    [Theory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void OnnxHoldsTheSameModel(string name)
    {
        var golden = GoldenModel.Load(name);
        NetworkModel model = NetworkFile.Load(golden.Onnx, null);
        AssertSame(NetworkFile.Load(golden.Safetensors, Array.ConvertAll(golden.Activations, Enum.Parse<Activation>)), model);
        ToolRun.Succeed("export", golden.Onnx, "-o", _folder["copy.onnx"]);
        AssertSame(model, NetworkFile.Load(_folder["copy.onnx"], null));
        ToolRun.Succeed("export", _folder["copy.onnx"], "-o", _folder["copy.safetensors"]);
        AssertSame(model, NetworkFile.Load(_folder["copy.safetensors"], null));
    }

    /// <summary>scikit-learn's matrices are the transposes of PyTorch's.</summary>
    [Fact]
    public void DoublePrecisionAndTheOtherOrientationAreKept()
    {
        string origin = Path.Combine(AppContext.BaseDirectory, "golden", "numpy", "mlp.npz"), path = _folder["copy.safetensors"];
        ToolRun.Succeed("export", origin, "--activations", "tanh,linear", "-o", path);
        NetworkModel model = NetworkFile.Load(path, null);
        Assert.Equal(Precision.Double, model.Precision);
        AssertSame(NetworkFile.Load(origin, [Activation.Tanh, Activation.Linear]), model);
        using var file = TensorFile.Open(origin);
        Assert.Equal(file["coefs_0"].ToArray<double>()[1], model.DenseLayers()[0].Weights.Span[5]);
    }

    [Fact]
    public void NpzSaysThatItHasNoActivations()
    {
        var golden = GoldenModel.Load("many-activations");
        string path = _folder["copy.npz"];
        string shown = ToolRun.Succeed("export", golden.Safetensors, "--activations", golden.ActivationList, "-o", path);
        string list = string.Join(',', golden.Activations);
        Assert.EndsWith($"a reader of it needs to be told: --activations {list}\n", shown, StringComparison.Ordinal);
        AssertSame(
            NetworkFile.Load(golden.Safetensors, Array.ConvertAll(golden.Activations, Enum.Parse<Activation>)),
            NetworkFile.Load(path, Array.ConvertAll(golden.Activations, Enum.Parse<Activation>)));
    }

    [Fact]
    public void ACheckpointGivesItsBestParameters()
    {
        string path = _folder["best.safetensors"];
        ToolRun.Succeed("export", Checkpoints.Save(_folder["training.checkpoint"]), "-o", path);
        NetworkModel model = NetworkFile.Load(path, null);
        Assert.Equal("2 → 3 Tanh → 1 Sigmoid", model.Shape.ToString());
        Assert.Equal(Checkpoints.Best, model.DenseLayers().SelectMany(layer => layer.Weights.ToArray().Concat(layer.Bias.ToArray())).Select(value => (float)value));
    }

    [Fact]
    public void AFileThatSaysItsActivationsIsNotContradicted()
    {
        string path = Checkpoints.Save(_folder["training.checkpoint"]);
        Assert.Equal(
            $"{path}: the file says which activations its layers have; --activations is for files of tensors only.",
            ToolRun.Fail("export", path, "--activations", "relu", "-o", _folder["copy.safetensors"]));
    }

    private static void AssertSame(NetworkModel expected, NetworkModel actual)
    {
        Assert.Equal(expected.Shape.ToString(), actual.Shape.ToString());
        foreach ((DenseLayer first, DenseLayer second) in expected.DenseLayers().Zip(actual.DenseLayers()))
        {
            Assert.Equal(first.Weights.ToArray(), second.Weights.ToArray());
            Assert.Equal(first.Bias.ToArray(), second.Bias.ToArray());
        }
    }
}
