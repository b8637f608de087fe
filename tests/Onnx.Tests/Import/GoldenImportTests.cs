using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Generated.Onnx;
using Xunit;

namespace Generated.Tests;

/// <summary>Models that PyTorch 1.13 exported, beside its outputs and the safetensors files of the same weights (tests/golden/models).</summary>
public class GoldenImportTests
{
    private const double Tolerance = 2e-6;

    [Fact]
    public void IrisGivesPyTorchsOutputs() => GivesPyTorchsOutputs<IrisImport>("iris-mlp");

    [Fact]
    public void DigitsGivesPyTorchsOutputs() => GivesPyTorchsOutputs<DigitsImport>("digits-mlp");

    [Fact]
    public void ARegressorGivesPyTorchsOutputs() => GivesPyTorchsOutputs<RegressorImport>("regressor");

    [Fact]
    public void ManyActivationsGivePyTorchsOutputs() => GivesPyTorchsOutputs<ManyActivationsImport>("many-activations");

    [Fact]
    public void NamesAreKept()
    {
        NetworkModel model = OnnxReader.Load(PathOf("iris-mlp.onnx"));
        Assert.Equal(("torch_jit", "x", "y"), (model.Name, model.InputNames[0], model.OutputNames[0]));
        Assert.Equal(["0", "2"], model.DenseLayers().Select(layer => layer.Name));
        Assert.Equal(Precision.Single, model.Precision);
    }

    [Fact]
    public void AnotherNetworkIsRefusedAndStaysWhatItWas()
    {
        var network = new DigitsImport(seed: 1);
        float[] before = network.Parameters.ToArray();
        var error = Assert.Throws<DataFormatException>(() => network.LoadOnnx(PathOf("iris-mlp.onnx")));
        Assert.Contains("it holds 4", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void ValuesBeyondTheNetworksRangeAreRefused()
    {
        string path = Path.GetTempFileName();
        try
        {
            DenseLayer Layer(int inputs, int units, Activation activation, double weight) =>
                new("layer", inputs, units, activation, Enumerable.Repeat(weight, inputs * units).ToArray(), new double[units]);
            OnnxWriter.Save(NetworkModel.OfDense("large", [Layer(3, 4, Activation.ReLU, 1e300), Layer(4, 2, Activation.Linear, 1)], Precision.Double), path);
            var network = new ReLUImport(seed: 1);
            float[] before = network.Parameters.ToArray();
            Assert.Contains("1E+300", Assert.Throws<DataFormatException>(() => network.LoadOnnx(path)).Message, StringComparison.Ordinal);
            Assert.Equal(before, network.Parameters.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void GivesPyTorchsOutputs<TNetwork>(string name)
        where TNetwork : class, INetwork<TNetwork, float>, new()
    {
        var network = new TNetwork();
        network.LoadOnnx(PathOf(name + ".onnx"));
        var twin = new TNetwork();
        twin.LoadWeights(PathOf(name + ".safetensors"));
        Assert.Equal(twin.Parameters.ToArray(), network.Parameters.ToArray());

        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "models.json")));
        JsonElement model = golden.RootElement.EnumerateArray().Single(model => model.GetProperty("name").GetString() == name);
        float[][] inputs = model.GetProperty("inputs").Deserialize<float[][]>()!;
        double[][] outputs = model.GetProperty("outputs").Deserialize<double[][]>()!;
        Assert.NotEmpty(inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            var output = new float[outputs[i].Length];
            network.Forward(inputs[i], output);
            for (int unit = 0; unit < output.Length; unit++)
                Assert.Equal(outputs[i][unit], output[unit], Tolerance);
        }
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "golden", "models", file);
}
