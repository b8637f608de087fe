using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Generated.Keras;
using Xunit;

namespace Generated.Tests;

/// <summary>Models as Keras saves them give the outputs that numpy computes for them (make_files.py).</summary>
public class KerasReaderTests
{
    [Fact]
    public void AChainOfDenseLayersWithDropout() => RequireOutputs<DenseKeras>("dense.keras");

    [Fact]
    public void BatchNormalizationOfKeras2IsAScaleWithTheActivationAfterIt() => RequireOutputs<BatchNormKeras>("batchnorm.h5");

    [Fact]
    public void AnImageIsConvolvedPooledAndFlattenedInItsOrder() => RequireOutputs<ImageKeras>("image.keras");

    [Fact]
    public void ASequenceIsConvolvedCausallyAndInGroups() => RequireOutputs<SequenceKeras>("sequence.keras");

    [Fact]
    public void AStandardiserIsANormalizationAndAnySlopeARectifier() => RequireOutputs<NormalizationKeras>("normalization.keras");

    [Theory]
    [InlineData("branches.keras")]
    [InlineData("branches.h5")]
    public void BranchesInputsAndOutputsHaveTheOrderOfTheModel(string file) => RequireOutputs<BranchesKeras>(file);

    [Fact]
    public void NamesAndShapeAreThoseOfTheFile()
    {
        NetworkModel dense = KerasReader.Load(KerasFile.PathOf("dense.keras"));
        Assert.Equal(("dense", "4 → 5 ReLU → 3 Softmax", Precision.Single), (dense.Name, dense.Shape.ToString(), dense.Precision));
        Assert.Equal(["hidden", "probabilities"], dense.LayerNames);
        Assert.Equal(["input_layer"], dense.InputNames);
        Assert.Equal(["probabilities"], dense.OutputNames);

        NetworkModel branches = KerasReader.Load(KerasFile.PathOf("branches.h5"));
        Assert.Equal(["a", "b"], branches.InputNames);
        Assert.Equal(["policy", "value"], branches.OutputNames);
        Assert.Equal(["from_a", "from_b", "sum", "product", "all", "policy", "value"], branches.LayerNames);
        Assert.Equal(
            "a 3, b 2 → 4 ReLU(a) → 4 Tanh(b) → 4 Add(layer1, layer2) → 4 Multiply(layer1, layer2) → 12 Concat(layer3, layer4, layer2) → "
            + "policy = 2 Softmax → value = 1 Linear(layer3); outputs policy, value", branches.Shape.ToString());
    }

    [Theory]
    [InlineData("linear", Activation.Linear)]
    [InlineData("sigmoid", Activation.Sigmoid)]
    [InlineData("tanh", Activation.Tanh)]
    [InlineData("softmax", Activation.Softmax)]
    [InlineData("elu", Activation.ELU)]
    [InlineData("selu", Activation.SELU)]
    [InlineData("gelu", Activation.GELU)]
    [InlineData("softplus", Activation.Softplus)]
    [InlineData("softsign", Activation.Softsign)]
    [InlineData("silu", Activation.SiLU)]
    [InlineData("swish", Activation.SiLU)]
    [InlineData("mish", Activation.Mish)]
    [InlineData("hard_tanh", Activation.HardTanh)]
    public void ActivationsHaveTheirNames(string name, Activation expected)
    {
        byte[] file = KerasFile.WithConfig("dense.keras", config => config.Replace("\"relu\"", $"\"{name}\"", StringComparison.Ordinal));
        Assert.Equal(expected, KerasFile.Read(file).Shape.Layers[0].Activation);
    }

    [Theory]
    [InlineData("\"leaky_relu\"", 0.2)]
    [InlineData("""{"class_name": "LeakyReLU", "config": {"name": "l", "alpha": 0.25}}""", 0.25)]
    [InlineData("""{"class_name": "LeakyReLU", "config": {"name": "l"}}""", 0.3)]
    [InlineData("""{"class_name": "ReLU", "config": {"name": "l", "max_value": null, "negative_slope": 0.125, "threshold": 0.0}}""", 0.125)]
    public void ASlopeThatNoActivationHasIsAParameter(string activation, double slope)
    {
        NetworkModel model = KerasFile.Read(KerasFile.WithConfig("dense.keras", config => config.Replace("\"relu\"", activation, StringComparison.Ordinal)));
        Assert.Equal((LayerKind.PReLU, slope), (model.Shape.Layers[1].Kind, model.ValuesOf(1, 0).Span[0]));
    }

    [Fact]
    public void TheSlopeOfLeakyReLUIsThatActivation()
    {
        const string Layer = """{"class_name": "LeakyReLU", "config": {"name": "l", "negative_slope": 0.009999999776482582}}""";
        NetworkModel model = KerasFile.Read(KerasFile.WithConfig("dense.keras", config => config.Replace("\"relu\"", Layer, StringComparison.Ordinal)));
        Assert.Equal("4 → 5 LeakyReLU → 3 Softmax", model.Shape.ToString());
    }

    private static void RequireOutputs<TNetwork>(string file)
        where TNetwork : class, INetwork<TNetwork, double>, new()
    {
        NetworkModel model = KerasReader.Load(KerasFile.PathOf(file));
        var network = new TNetwork();
        model.CopyTo(network);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(KerasFile.PathOf("outputs.json")));
        JsonElement stated = document.RootElement.GetProperty(file);
        double[][] Rows(string name) => [.. stated.GetProperty(name).EnumerateArray()
            .Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
        double[][] inputs = Rows("inputs"), outputs = Rows("outputs");
        Assert.NotEmpty(inputs);
        foreach ((double[] input, double[] expected) in inputs.Zip(outputs))
        {
            var actual = new double[expected.Length];
            network.Forward(input, actual);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-6);
        }
    }
}
