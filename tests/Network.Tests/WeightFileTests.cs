using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

// The networks of golden/models.json.

[Network(64, 32, 10)]
internal sealed partial class DigitsModel;

[Network(10, 24, 24, 1, Hidden = Activation.Tanh)]
internal sealed partial class RegressorModel;

[Network(6, 8, 8, 8, 8, 8, 4, Activations = [Activation.LeakyReLU, Activation.ELU, Activation.SELU, Activation.Softplus, Activation.Softsign, Activation.Sigmoid])]
internal sealed partial class ManyActivationsModel;

// Its first two layers are alike, and so are none of the next network's, except turned round.

[Network(4, 4, 4, 2)]
internal sealed partial class SquareNetwork;

[Network(3, 5, 2, Precision = Precision.Double)]
internal sealed partial class OblongNetwork;

// Of the same sizes, but other activations.

[Network(3, 5, 2, Hidden = Activation.ReLU, Output = Activation.Sigmoid)]
internal sealed partial class ReluSigmoidNetwork;

[Network(3, 5, 2, Hidden = Activation.Tanh, Output = Activation.Linear)]
internal sealed partial class TanhLinearNetwork;

[Network(3, 5, 2, Hidden = Activation.Tanh, Output = Activation.Linear, Precision = Precision.Double)]
internal sealed partial class TanhLinearDoubleNetwork;

[Network(3, 5, 2, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class ReluSoftmaxNetwork;

[Network(4, 4, 4, 2, Hidden = Activation.ReLU, Output = Activation.Tanh)]
internal sealed partial class SquareTanhNetwork;

public sealed class WeightFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weights").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("iris-mlp")]
    [InlineData("digits-mlp")]
    [InlineData("regressor")]
    [InlineData("many-activations")]
    public void FilesOfPyTorchGiveItsOutputs(string name)
    {
        Action<string> check = name switch
        {
            "iris-mlp" => CheckGolden<SmallNetwork>,
            "digits-mlp" => CheckGolden<DigitsModel>,
            "regressor" => CheckGolden<RegressorModel>,
            _ => CheckGolden<ManyActivationsModel>,
        };
        check(name);
    }

    /// <summary>In both formats, by any names, in either orientation.</summary>
    [Theory]
    [MemberData(nameof(EveryNetwork.Names), MemberType = typeof(EveryNetwork))]
    public void WhatIsSavedIsLoadedBitForBit(string name) => EveryNetwork.Check<RoundTrip>(name);

    [Fact]
    public void EveryKindOfNamesIsRecognized()
    {
        var network = new SquareNetwork(1);
        IReadOnlyList<LayerTensors>[] kinds =
        [
            LayerTensors.Sequential(SquareNetwork.Shape),
            LayerTensors.PyTorch("fc1", "fc2", "fc3"),
            LayerTensors.PyTorch("fc9", "fc10", "fc11"),
            LayerTensors.PyTorch("layers.0", "layers.2", "layers.4"),
            LayerTensors.PyTorch("model.net.0.linear", "model.net.1.linear", "model.net.20.linear"),
            LayerTensors.Keras("dense", "dense_1", "dense_2"),
            LayerTensors.Keras("mlp/dense_9", "mlp/dense_10", "mlp/dense_11"),
            LayerTensors.ScikitLearn(3),
            [.. Enumerable.Range(0, 3).Select(i => new LayerTensors($"mlp.coefs_.{i}", $"mlp.intercepts_.{i}", WeightOrder.InputsByUnits))],
            [.. Enumerable.Range(0, 3).Select(i => new LayerTensors($"coefs_[{i}]", $"intercepts_[{i}]", WeightOrder.InputsByUnits))],
            [.. Enumerable.Range(0, 3).Select(i => new LayerTensors($"dense_{i}/kernel:0", $"dense_{i}/bias:0", WeightOrder.InputsByUnits))],
        ];
        foreach (IReadOnlyList<LayerTensors> names in kinds)
        {
            // The last layer first, so that the file's order does not tell.
            string path = Path.Combine(_folder, "network.safetensors");
            network.SaveWeights(path, names);
            using (var file = TensorFile.Open(path))
                TensorFile.Save(path, [.. file.Tensors.Reverse().Select(tensor => new NamedTensor<float>(tensor.Name, [.. tensor.Shape.Select(length => (int)length)], tensor.ToArray<float>()))]);

            var loaded = new SquareNetwork();
            loaded.LoadWeights(path);
            Assert.Equal(network.Parameters.ToArray(), loaded.Parameters.ToArray());
        }
    }

    [Fact]
    public void SizesTellTheOrderWhereNamesDoNot()
    {
        string path = Path.Combine(_folder, "network.npz");
        var network = new OblongNetwork(1);
        network.SaveWeights(path, LayerTensors.PyTorch("encoder", "decoder"));
        var loaded = new OblongNetwork();
        loaded.LoadWeights(path);
        Assert.Equal(network.Parameters.ToArray(), loaded.Parameters.ToArray());

        // Two layers of one shape are not told apart.
        new SquareNetwork(1).SaveWeights(path, LayerTensors.PyTorch("first", "second", "third"));
        AssertRefused(new SquareNetwork(2), path,
            "neither the names nor the sizes of its weights, 'first.weight [4, 4]', 'second.weight [4, 4]', 'third.weight [2, 4]', tell in which order they would make the network 4 → 4 ReLU → 4 ReLU → 2 Linear; give LayerTensors, the layer after the input first.");
        new SquareNetwork().LoadWeights(path, LayerTensors.PyTorch("first", "second", "third"));
    }

    [Fact]
    public void WhatDoesNotFitIsNamedAndChangesNothing()
    {
        string path = Path.Combine(_folder, "network.safetensors");
        new OblongNetwork(1).SaveWeights(path);
        using (var file = TensorFile.Open(path))
            Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], file.Tensors.Select(tensor => tensor.Name));
        AssertRefused(new SquareNetwork(2), path, "it has 2 layers, '0', '2', but the network has 3: 4 → 4 ReLU → 4 ReLU → 2 Linear.");
        AssertRefused(new MirroredNetwork(2), path,
            "tensor '0.weight': its shape is [5, 3], but the network wants [5, 2] for the weights of layer 1 (2 inputs, 5 units).");
        AssertRefused(new OblongNetwork(2), path, "there is no tensor 'hidden.weight'; there are '0.weight', '0.bias', '2.weight', '2.bias'.",
            LayerTensors.PyTorch("hidden", "output"));
        AssertRefused(new OblongNetwork(2), path,
            "tensor '0.weight': its shape is [5, 3], but the network wants [3, 5] for the weights of layer 1 (3 inputs, 5 units). It is the transpose: give LayerTensors with the other Order.",
            [new("0.weight", "0.bias", WeightOrder.InputsByUnits), new("2.weight", "2.bias")]);
        AssertRefused(new OblongNetwork(2), path, "tensor '2.bias': its shape is [2], but the network wants [5] for the biases of layer 1 (5 units).",
            [new("0.weight", "2.bias"), new("2.weight", "0.bias")]);
        Assert.Throws<ArgumentException>(() => new OblongNetwork().LoadWeights(path, LayerTensors.PyTorch("0")));

        NamedTensor<float>[] batchNormalization = [.. OblongTensors(), new("1.running_mean", [5], new float[5])];
        TensorFile.Save(path, batchNormalization);
        AssertRefused(new OblongNetwork(2), path,
            "tensor '1.running_mean' has a name of a kind that is not known; weight and bias, kernel and bias, coefs_0 and intercepts_0 are. Give LayerTensors to say which tensors are the network's.");
        new OblongNetwork().LoadWeights(path, LayerTensors.PyTorch("0", "2"));

        TensorFile.Save(path, [.. OblongTensors().Where(tensor => tensor.Name != "2.bias")]);
        AssertRefused(new OblongNetwork(2), path, "tensor '2.weight' has no bias beside it; give LayerTensors, whose Bias is null where a layer has none.");
        var loaded = new OblongNetwork(2);
        loaded.LoadWeights(path, [new("0.weight", "0.bias"), new("2.weight", null)]);
        Assert.All(Enumerable.Range(0, 2), unit => Assert.Equal(0, loaded.Parameters[OblongNetwork.Shape.Layers[1].BiasIndex(unit)]));
        Assert.Equal(30, loaded.Parameters.Count(0.5));
    }

    /// <summary>Whose weights they are is in the file, so that other activations do not give other answers without a word.</summary>
    [Fact]
    public void WeightsAreNotLoadedIntoOtherActivations()
    {
        string path = Path.Combine(_folder, "network.safetensors");
        new ReluSigmoidNetwork(1).SaveWeights(path);
        using (var file = TensorFile.Open(path))
            Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["activations"] = "ReLU,Sigmoid" }, file.Metadata);
        new ReluSigmoidNetwork().LoadWeights(path);
        const string Hidden = "its metadata states that layer 1 has the activation 'ReLU', but that of the network is Tanh: the outputs would be others. "
            + "Declare the network with the activations 'ReLU,Sigmoid', or correct 'activations' in the file.";
        AssertRefused(new TanhLinearNetwork(2), path, Hidden);
        AssertRefused(new TanhLinearDoubleNetwork(2), path, Hidden);
        AssertRefused(new ReluSoftmaxNetwork(2), path, Hidden.Replace("layer 1 has the activation 'ReLU', but that of the network is Tanh", "layer 2 has the activation 'Sigmoid', but that of the network is Softmax", StringComparison.Ordinal));
        // By other names too.
        AssertRefused(new TanhLinearNetwork(2), path, Hidden, LayerTensors.PyTorch("0", "2"));

        // With texts of one's own; and in a file that cannot say, or does not, nothing is compared.
        new ReluSigmoidNetwork(1).SaveWeights(path, metadata: new Dictionary<string, string> { ["origin"] = "here" });
        using (var file = TensorFile.Open(path))
            Assert.Equal(new Dictionary<string, string> { ["origin"] = "here", ["activations"] = "ReLU,Sigmoid" }, file.Metadata);
        AssertRefused(new TanhLinearNetwork(2), path, Hidden);
        string npz = Path.ChangeExtension(path, ".npz");
        new ReluSigmoidNetwork(1).SaveWeights(npz);
        new TanhLinearNetwork().LoadWeights(npz);
        TensorFile.Save(path, [.. OblongTensors()]);
        new TanhLinearNetwork().LoadWeights(path);
    }

    [Theory]
    [InlineData("relu,SIGMOID", null)]
    [InlineData(" ReLU , Sigmoid ", null)]
    [InlineData("ReLU,swish", "its metadata states that layer 2 has the activation 'swish', but that of the network is Sigmoid: the outputs would be others. Declare the network with the activations 'ReLU,swish', or correct 'activations' in the file.")]
    [InlineData("ReLU,ReLU,Sigmoid", "its metadata states the activations 'ReLU,ReLU,Sigmoid', but the network has 2 layers: ReLU,Sigmoid.")]
    [InlineData("\u001b[2J\n", "its metadata states the activations '\\u001B[2J\\n', but the network has 2 layers: ReLU,Sigmoid.")]
    public void ActivationsOfOthersAreComparedByName(string stated, string? problem)
    {
        string path = Path.Combine(_folder, "network.safetensors");
        TensorFile.Save(path, [.. OblongTensors()], metadata: new Dictionary<string, string> { ["activations"] = stated });
        if (problem is null)
            new ReluSigmoidNetwork().LoadWeights(path);
        else
            AssertRefused(new ReluSigmoidNetwork(2), path, problem);

        var metadata = new Dictionary<string, string> { ["activations"] = stated };
        if (problem is null)
            new ReluSigmoidNetwork().SaveWeights(path, metadata: metadata);
        else
            Assert.Contains("but those of the network are 'ReLU,Sigmoid'.", Assert.Throws<ArgumentException>(() => new ReluSigmoidNetwork().SaveWeights(path, metadata: metadata)).Message, StringComparison.Ordinal);
    }

    /// <summary>Two activations stand for the hidden layers and the last. Of a file of which the network is a part, not all are the network's.</summary>
    [Fact]
    public void TwoActivationsStandForAllLayers()
    {
        string path = Path.Combine(_folder, "network.safetensors");
        new SquareNetwork(1).SaveWeights(path, metadata: new Dictionary<string, string> { ["activations"] = "ReLU,Linear" });
        new SquareNetwork().LoadWeights(path);
        AssertRefused(new SquareTanhNetwork(2), path,
            "its metadata states that layer 3 has the activation 'Linear', but that of the network is Tanh: the outputs would be others. Declare the network with the activations 'ReLU,Linear', or correct 'activations' in the file.");
        TensorFile.Save(path, [.. OblongTensors()], metadata: new Dictionary<string, string> { ["activations"] = "Tanh,Tanh,ReLU,Sigmoid" });
        new ReluSigmoidNetwork().LoadWeights(path, LayerTensors.PyTorch("0", "2"));
    }

    /// <summary>The statistics of a standardizer in the file of the network, as docs/files.md has it.</summary>
    [Theory]
    [InlineData("mean", "standardDeviation")]
    [InlineData("input.mean", "input.std")]
    [InlineData("normalization/mean", "normalization/variance")]
    [InlineData("0.scale", "0.offset")]
    public void WhatBelongsToNoLayerIsPassedOver(string first, string second)
    {
        foreach (string extension in new[] { ".safetensors", ".npz" })
        {
            string path = Path.Combine(_folder, "network" + extension);
            TensorFile.Save(path, [new(first, [3], new float[3]), .. OblongTensors(), new(second, [3], new float[3]), new("count", [], new float[1])]);
            var network = new OblongNetwork(2);
            network.LoadWeights(path);
            Assert.Equal(network.Parameters.Length, network.Parameters.Count(0.5));
        }
    }

    /// <summary>What a layer of another kind computes with is not passed over: the network would compute something else.</summary>
    [Theory]
    [InlineData("1.running_var")]
    [InlineData("batch_normalization/moving_mean")]
    [InlineData("batch_normalization/gamma:0")]
    [InlineData("1.num_batches_tracked")]
    [InlineData("lstm.weight_ih_l0")]
    [InlineData("lstm/lstm_cell/recurrent_kernel")]
    [InlineData("attention.in_proj_bias")]
    public void ALayerOfAnotherKindIsNotPassedOver(string name)
    {
        string path = Path.Combine(_folder, "network.safetensors");
        TensorFile.Save(path, [.. OblongTensors(), new(name, [5], new float[5])]);
        AssertRefused(new OblongNetwork(2), path,
            $"tensor '{name}' has a name of a kind that is not known; weight and bias, kernel and bias, coefs_0 and intercepts_0 are. Give LayerTensors to say which tensors are the network's.");
    }

    /// <summary>Where a layer is missing, what is passed over may be it under another name.</summary>
    [Fact]
    public void AMissingLayerIsNotPassedOver()
    {
        string path = Path.Combine(_folder, "network.safetensors");
        TensorFile.Save(path, [.. OblongTensors().Take(2), new("readout.W", [2, 5], new float[10]), new("readout.b", [2], new float[2])]);
        AssertRefused(new OblongNetwork(2), path,
            "tensor 'readout.W' has a name of a kind that is not known; weight and bias, kernel and bias, coefs_0 and intercepts_0 are. Give LayerTensors to say which tensors are the network's.");
        TensorFile.Save(Path.ChangeExtension(path, ".npy"), [new NamedTensor<float>("", [5, 3], new float[15])]);
        AssertRefused(new OblongNetwork(2), Path.ChangeExtension(path, ".npy"), "it is an .npy file, which holds one array without a name; the weights of a network are in an .npz or a safetensors file.");
    }

    [Fact]
    public void DamagedValuesChangeNothing()
    {
        string path = Path.Combine(_folder, "network.npz");
        new OblongNetwork(1).SaveWeights(path);
        byte[] bytes = File.ReadAllBytes(path);
        // Within the last array: what was read before it must not be in the network either.
        bytes[bytes.AsSpan().IndexOf("2.bias.npy"u8) + "2.bias.npy".Length + 128] ^= 1;
        File.WriteAllBytes(path, bytes);
        AssertRefused(new OblongNetwork(2), path, "tensor '2.bias': its compressed values are damaged.");

        File.WriteAllBytes(path, []);
        AssertRefused(new OblongNetwork(2), path, "it has 0 bytes and is neither a safetensors nor a NumPy file.");
    }

    [Fact]
    public void ValuesBeyondTheRangeAreRefused()
    {
        string path = Path.Combine(_folder, "network.safetensors");
        var network = new SquareNetwork(1);
        network.SaveWeights(path);
        network.Parameters[SquareNetwork.Shape.Layers[0].WeightIndex(0, 0)] = 70000f;
        Assert.StartsWith("Value 0 (counted from 0) of tensor '0.weight' is 70000, which is beyond the range of Float16.",
            Assert.Throws<ArgumentException>(() => network.SaveWeights(path, type: TensorType.Float16)).Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(_folder));
        using (var file = TensorFile.Open(path))
            Assert.Equal(TensorType.Float32, file.Tensors[0].Type);

        double[] large = new double[16];
        large[3] = 1e39;
        TensorFile.Save(path, [new("0.weight", [4, 4], large), .. Enumerable.Range(1, 2).Select(i => new NamedTensor<double>($"{i}.weight", [i == 2 ? 2 : 4, 4], new double[i == 2 ? 8 : 16])),
            .. Enumerable.Range(0, 3).Select(i => new NamedTensor<double>($"{i}.bias", [i == 2 ? 2 : 4], new double[i == 2 ? 2 : 4]))]);
        AssertRefused(new SquareNetwork(2), path, "tensor '0.weight': value 3 (counted from 0) is beyond the range of Single.");
    }

    [Fact]
    public void BiasesAreNotLostUnseen()
    {
        string path = Path.Combine(_folder, "network.safetensors");
        LayerTensors[] withoutBias = [new("0.weight", null), new("2.weight", "2.bias")];
        var network = new OblongNetwork(1);
        network.SaveWeights(path, withoutBias);
        network.Parameters[OblongNetwork.Shape.Layers[0].BiasIndex(3)] = 1;
        Assert.Throws<ArgumentException>(() => network.SaveWeights(path, withoutBias));
        Assert.Throws<ArgumentException>(() => network.SaveWeights(path, LayerTensors.PyTorch("0", "0")));
        Assert.Throws<ArgumentException>(() => network.SaveWeights(Path.Combine(_folder, "network.pt")));
        Assert.Throws<ArgumentException>(() => network.SaveWeights(Path.Combine(_folder, "network.npz"), type: TensorType.BFloat16));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    private static IEnumerable<NamedTensor<float>> OblongTensors()
    {
        float[] halves = [.. Enumerable.Repeat(0.5f, 15)];
        return [new("0.weight", [5, 3], halves), new("0.bias", [5], halves.AsMemory(0, 5)), new("2.weight", [2, 5], halves.AsMemory(0, 10)), new("2.bias", [2], halves.AsMemory(0, 2))];
    }

    private static void AssertRefused<TNetwork, T>(INetwork<TNetwork, T> network, string path, string problem, IReadOnlyList<LayerTensors>? layers = null)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] before = network.Parameters.ToArray();
        Assert.Equal($"{path}: {problem}", Assert.Throws<DataFormatException>(() => network.LoadWeights(path, layers)).Message);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    private static void CheckGolden<TNetwork>(string name)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "golden");
        TNetwork network = TNetwork.Create(1);
        network.LoadWeights(Path.Combine(folder, "models", name + ".safetensors"));

        using var models = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "models.json")));
        JsonElement golden = models.RootElement.EnumerateArray().Single(model => model.GetProperty("name").GetString() == name);
        float[] inputs = Flat(golden.GetProperty("inputs")), wanted = Flat(golden.GetProperty("outputs")), outputs = new float[wanted.Length];
        network.ForwardBatch(inputs, outputs);
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(outputs[i] - wanted[i]) <= 2e-6f, $"output {i} is {outputs[i]}, PyTorch's {wanted[i]}");
    }

    private static float[] Flat(JsonElement rows) => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle())];

    private sealed class RoundTrip : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            string folder = Directory.CreateTempSubdirectory("weights").FullName;
            try
            {
                TNetwork network = TNetwork.Create(1);
                string[] modules = [.. TNetwork.Shape.Layers.Select((_, layer) => $"part {layer}, of \"all\"")];
                foreach (string format in new[] { "safetensors", "npz" })
                {
                    foreach (IReadOnlyList<LayerTensors>? layers in new[] { null, LayerTensors.Keras(modules), LayerTensors.PyTorch(modules) })
                    {
                        string path = Path.Combine(folder, $"network.{format}");
                        network.SaveWeights(path, layers);
                        TNetwork loaded = TNetwork.Create();
                        loaded.LoadWeights(path, layers);
                        Assert.Equal(network.Parameters, loaded.Parameters);
                    }
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}

// Two inputs where the oblong one has three.
[Network(2, 5, 2, Precision = Precision.Double)]
internal sealed partial class MirroredNetwork;
