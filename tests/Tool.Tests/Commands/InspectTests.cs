using System;
using System.IO;
using System.Linq;
using Generated.Tool;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>Tables of what is in a file.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFileOfWeightsIsShownAsTensorsAndAsANetwork()
    {
        string path = GoldenModel.Load("digits-mlp").Safetensors;
        Assert.Equal($"""
            {path}: 4 tensors
              Tensor     Type      Shape      Values
            ──────────────────────────────────────────
              0.weight   Float32   [32, 64]    2,048
              0.bias     Float32   [32]           32
              2.weight   Float32   [10, 32]      320
              2.bias     Float32   [10]           10

            Metadata:
              format  pt

            As a network: 64 → 32 ReLU → 10 Linear, single precision
              Layer   Inputs   Units   Activation   Parameters   Multiply-adds
            ────────────────────────────────────────────────────────────────────
              0           64      32   ReLU              2,080           2,048
              2           32      10   Linear              330             320
              Total                                      2,410           2,368
            9,640 bytes of parameters; 4,736 FLOPs per inference, 2 per multiply-add

            """.ReplaceLineEndings("\n"), ToolRun.Succeed("inspect", path, "--activations", "relu,linear"));
    }

    [Fact]
    public void AnOnnxModelIsShownAsANetwork()
    {
        string path = GoldenModel.Load("many-activations").Onnx;
        string shown = ToolRun.Succeed("inspect", path);
        Assert.StartsWith($"{path}: ONNX, single precision, input 'x', output 'y'\n6 → 8 LeakyReLU → 8 ELU → 8 SELU → 8 Softplus → 8 Softsign → 4 Sigmoid\n", shown, StringComparison.Ordinal);
        Assert.Contains("   8       8   Softplus             72              64\n", shown, StringComparison.Ordinal);
        Assert.EndsWith("1,520 bytes of parameters; 672 FLOPs per inference, 2 per multiply-add\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void ActivationsThatNobodyStatesAreQuestionMarks()
    {
        string shown = ToolRun.Succeed("inspect", GoldenModel.Load("digits-mlp").Safetensors);
        Assert.Contains("As a network: 64 → 32 → 10, single precision\nWhich activations the layers have, the file does not say", shown, StringComparison.Ordinal);
        Assert.Contains("  0           64      32   ?                 2,080           2,048\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void DoublePrecisionTakesTwiceTheBytes()
    {
        string shown = ToolRun.Succeed("inspect", Path.Combine(AppContext.BaseDirectory, "golden", "numpy", "mlp.npz"));
        Assert.Contains("As a network: 5 → 7 → 6 → 2, double precision\n", shown, StringComparison.Ordinal);
        Assert.Contains("832 bytes of parameters; 178 FLOPs", shown, StringComparison.Ordinal);
    }

    /// <summary>A standardizer's statistics in the file of the network, and values of a type that is not read.</summary>
    [Fact]
    public void TensorsOfNoLayerAreListed()
    {
        string path = _folder["standardized.npz"];
        TensorFile.Save(path, [new NamedTensor<float>("mean", [2], new float[2]), new("0.weight", [1, 2], new float[2]), new("0.bias", [1], new float[1]), new("standardDeviation", [2], new float[2])]);
        string shown = ToolRun.Succeed("inspect", path, "--activations", "sigmoid");
        Assert.Contains("  mean                Float32   [2]           2\n", shown, StringComparison.Ordinal);
        Assert.Contains("\nAs a network: 2 → 1 Sigmoid, single precision\nPassed over, since they belong to no layer: mean, standardDeviation\n", shown, StringComparison.Ordinal);
        Assert.Equal($"Wrote {_folder["standardized.onnx"]}: 2 → 1 Sigmoid\n", ToolRun.Succeed("export", path, "--activations", "sigmoid", "-o", _folder["standardized.onnx"]));

        const string Header = """{"0.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"0.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"scale":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[8,11]}}""";
        File.WriteAllBytes(_folder["eight.safetensors"], [.. BitConverter.GetBytes((long)Header.Length), .. System.Text.Encoding.ASCII.GetBytes(Header), .. new byte[11]]);
        shown = ToolRun.Succeed("inspect", _folder["eight.safetensors"]);
        Assert.Contains("  scale      F8_E4M3   [3]           3\n", shown, StringComparison.Ordinal);
        Assert.Contains("\nPassed over, since they belong to no layer: scale\n", shown, StringComparison.Ordinal);
    }

    /// <summary>What SaveWeights writes says which activations it is of, as what export writes does.</summary>
    [Fact]
    public void SavedWeightsStateTheirActivations()
    {
        string path = GoldenModel.Load("digits-mlp").Safetensors, exported = _folder["digits.safetensors"];
        ToolRun.Succeed("export", path, "--activations", "relu,linear", "-o", exported);
        Assert.Contains("  activations  ReLU,Linear\n  format       pt\n", ToolRun.Succeed("inspect", exported), StringComparison.Ordinal);
        using var file = TensorFile.Open(exported);
        Assert.Equal(StatedActivations.TextOf(["ReLU", "Linear"]), file.Metadata[StatedActivations.MetadataKey]);
    }

    [Fact]
    public void OtherTensorsAreShownAndWhyTheyAreNoNetwork()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", "numpy", "mlp-data.npz");
        string shown = ToolRun.Succeed("inspect", path);
        Assert.StartsWith($"{path}: 2 tensors\n", shown, StringComparison.Ordinal);
        Assert.Contains($"\nIt is not a network of dense layers: {path}: tensor 'x' has a name of a kind that is not known", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointIsShownWithHowFarTheTrainingIs()
    {
        string path = Checkpoints.Save(_folder["digits.checkpoint"]);
        string shown = ToolRun.Succeed("inspect", path);
        Assert.StartsWith($"{path}: checkpoint of a training, single precision\n2 → 3 Tanh → 1 Sigmoid\n", shown, StringComparison.Ordinal);
        Assert.Contains("\n  layer1        2       3   Tanh                  9               6\n", shown, StringComparison.Ordinal);
        foreach (string fact in (string[])["epochs           2\n", "training loss    0.25\n", "validation loss  0.5\n", "learning rate    0.01\n", "steps            80\n", "loss             BinaryCrossEntropy\n", "best parameters  kept, of the loss 0.5; epochs without improvement since: 1\n"])
            Assert.Contains("\n  " + fact, shown, StringComparison.Ordinal);
    }

    /// <summary>A network with other layers can be looked at, but not taken as a model.</summary>
    [Fact]
    public void ACheckpointOfARadialBasisNetworkIsShown()
    {
        string path = Checkpoints.SaveRadialBasis(_folder["surface.checkpoint"]);
        Assert.Contains("\n  layer1        2       5   RadialBasis           15              10\n", ToolRun.Succeed("inspect", path), StringComparison.Ordinal);
        Assert.Equal(
            "Layer 'layer1' is of kind RadialBasis, which ONNX does not have.",
            ToolRun.Fail("export", path, "-o", _folder["surface.onnx"]));
    }

    /// <summary>The text in a checkpoint lists the tensors of layers of any kinds.</summary>
    [Fact]
    public void ACheckpointOfAGraphIsShownWithItsTensors()
    {
        string path = Checkpoints.SaveGraph(_folder["graph.checkpoint"]);
        string shown = ToolRun.Succeed("inspect", path);
        Assert.StartsWith($"{path}: checkpoint of a training, single precision\nx 2 → 3 ReLU → seen = 3 LayerNorm → 3 Add(seen, layer1)\n", shown, StringComparison.Ordinal);
        foreach (string row in (string[])["layer1.weight   [3, 2]        6", "seen.weight     [3]           3", "seen.bias       [3]           3", "Total                        12"])
            Assert.Contains($"\n  {row}\n", shown, StringComparison.Ordinal);
        Assert.Contains("\n  epochs           2\n", shown, StringComparison.Ordinal);
        Assert.Equal(
            $"{path}: x 2 → 3 ReLU → seen = 3 LayerNorm → 3 Add(seen, layer1) is a graph, whose wiring and settings a checkpoint does not state.",
            ToolRun.Fail("export", path, "-o", _folder["graph.onnx"]));
    }

    /// <summary>Every line fits a terminal; where the output goes elsewhere, lines are as long as they are.</summary>
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void TablesFitTheTerminal(int width)
    {
        using var output = new StringWriter();
        string name = string.Concat(Enumerable.Repeat("a.very.long.name.", 8)) + "weight";
        TensorFile.Save(_folder["long.safetensors"], [new NamedTensor<float>(name, [1, 1], new float[1])]);
        Program.Run(["inspect", _folder["long.safetensors"]], new ToolConsole(TextReader.Null, output, TextWriter.Null) { IsOutTerminal = true, Width = width });
        string[] table = [.. output.ToString().Split(Environment.NewLine).Skip(1).TakeWhile(line => line.Length > 0)];
        Assert.All(table, line => Assert.InRange(line.Length, 1, width));
        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.Contains($"  {name}   Float32", ToolRun.Succeed("inspect", _folder["long.safetensors"]), StringComparison.Ordinal);
    }
}
