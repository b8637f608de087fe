using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Weights, names and checkpoints are loops over tensors: a layer of any kind, even of one that there is not, has its place in them.</summary>
public sealed class AnyLayerTests : IDisposable
{
    private static readonly string[] s_own =
    [
        "layer1.weight", "layer2.weight", "layer2.bias", "slope.weight", "layer5.weight", "layer5.bias", "cell.weight_ih", "cell.weight_hh", "cell.bias_ih",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("layers").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Canonical order, though the network keeps four of the tensors in another.</summary>
    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".npz")]
    public void EveryTensorIsSavedUnderItsLayersNameAndLoaded(string extension)
    {
        string path = Path.Combine(_folder, "odd" + extension);
        var network = new OddNetwork();
        network.ImportParameters(Canonical());
        network.SaveWeights(path);
        using (var file = TensorFile.Open(path))
        {
            Assert.Equal(s_own, file.Tensors.Select(tensor => tensor.Name));
            Assert.Equal([2, 3, 1, 2], file["layer5.weight"].Shape);
            Assert.Equal([.. Enumerable.Range(15, 12).Select(i => (double)i)], file["layer5.weight"].ToArray<double>());
        }

        AssertLoads(path);
    }

    /// <summary>As PyTorch's Sequential numbers them, where layers without tensors take numbers, too; in no order, beside what is of no layer.</summary>
    [Fact]
    public void ANumberedFileIsReadInTheOrderOfItsNumbers()
    {
        NamedTensor<double>[] tensors = Named("0.weight", "1.weight", "1.bias", "9.weight", "10.weight", "10.bias", "11.weight_ih", "11.weight_hh", "11.bias_ih");
        AssertLoads(Save([.. tensors.Reverse(), new NamedTensor<double>("mean", [2], new double[2])]));
    }

    /// <summary>Names that tell nothing: the tensors do.</summary>
    [Fact]
    public void LayersOfAnyNamesAreToldByTheirTensors() => AssertLoads(Save(
        Named("read.weight", "norm.weight", "norm.bias", "act.weight", "see.weight", "see.bias", "rnn.weight_ih", "rnn.weight_hh", "rnn.bias_ih")));

    /// <summary>Keras keeps a matrix transposed and numbers each kind by itself: dense, dense_1; gains are gamma, shifts beta, slopes alpha.</summary>
    [Fact]
    public void KerassNamesAreRead()
    {
        NamedTensor<double>[] tensors = Named(
            "m/dense/kernel:0", "m/norm/gamma:0", "m/norm/beta:0", "m/p_re_lu/alpha:0", "m/conv/weight", "m/conv/bias:0", "c.weight_ih", "c.weight_hh", "c.bias_ih");
        tensors[0] = new NamedTensor<double>(tensors[0].Name, [2, 3], new double[] { 0, 2, 4, 1, 3, 5 });
        AssertLoads(Save([.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)]));
    }

    [Fact]
    public void WhatDoesNotFitIsExplained()
    {
        NamedTensor<double>[] own = Named(s_own);
        NamedTensor<double> Of(string name, params int[] shape) => new(name, shape, new double[shape.Aggregate(1, (count, length) => count * length)]);

        // Beside what the layer has, there would be statistics of another kind of layer.
        AssertRefused([.. own, Of("layer2.running_mean", 3)], "'layer2.weight' is of a layer that has weight, bias, running_mean, and no layer of the network has these");
        AssertRefused([.. own.Where(tensor => tensor.Name != "layer1.weight")], "it has no tensor 'layer1.weight', and it has 4 layers");
        AssertRefused([.. own.Where(tensor => tensor.Name != "cell.bias_ih")], "'cell.weight_ih' is of a layer that has weight_ih, weight_hh");
        AssertRefused([Of("layer1.weight", 2, 3), .. own[1..]], "tensor 'layer1.weight': its shape is [2, 3], but expected [3, 2] for weight of layer 'layer1'.");
        AssertRefused([Of("layer1.kernel", 3, 2), .. own[1..]], "tensor 'layer1.kernel': its shape is [3, 2], but expected [2, 3], [in][out], for weight of layer 'layer1'.");

        // Keras has a convolution's kernel [height][width][in][filters], which no transposition of a matrix is.
        AssertRefused([.. own[..4], Of("layer5.kernel", 2, 3, 1, 2), .. own[5..]], "'layer5.kernel': a kernel, [in][out], is a matrix, but weight of layer 'layer5' is [2, 3, 1, 2]");
        AssertRefused([.. own, Of("layer2.gamma", 3)], "the tensors 'layer2.weight' and 'layer2.gamma' would both be the weight of one layer");
    }

    /// <summary>The order of a file says nothing: safetensors files are sorted by type and name.</summary>
    [Fact]
    public void LayersThatCouldBeEitherAreNotGuessed()
    {
        NamedShape[] tensors = [new("left.weight", [3, 3]), new("right.weight", [3, 3])];
        WantedTensors[] layers = [new("layer1", [new("weight", [3, 3])]), new("layer2", [new("weight", [3, 3])])];
        var error = Assert.Throws<MisfitException>(() => TensorNames.Recognize(tensors, layers, "3 → 3 → 3"));
        Assert.Contains("neither names nor shapes tell which of 'left', 'right' is layer 'layer1'", error.Message, StringComparison.Ordinal);

        // One name that is the layer's decides it, and leaves one for the other.
        layers = [new("layer1", [new("weight", [3, 3])]), new("left", [new("weight", [3, 3])])];
        Assert.Throws<MisfitException>(() => TensorNames.Recognize(tensors, layers, "3 → 3 → 3"));
        layers = [new("left", [new("weight", [3, 3])]), new("layer2", [new("weight", [3, 3])])];
        Assert.Equal(["left.weight", "right.weight"], TensorNames.Recognize(tensors, layers, "3 → 3 → 3"));
    }

    [Fact]
    public void ACheckpointHoldsThemAndTellsNetworksApartThatTheirLineDoesNot()
    {
        string path = Path.Combine(_folder, "odd.checkpoint");
        Checkpoint().Save(path, OddNetwork.Shape);
        Assert.Equal(Canonical(), Checkpoint<double>.Load(path, OddNetwork.Shape).Parameters);
        Assert.Contains(
            "{layer1.weight [3, 2], layer2.weight [3], layer2.bias [3], slope.weight [3], layer5.weight [2, 3, 1, 2], layer5.bias [2], layer5.Stride = 1, "
            + "cell.weight_ih [4, 2], cell.weight_hh [4, 1], cell.bias_ih [4]}, Double", Checkpoint<double>.ReadArchitecture(path), StringComparison.Ordinal);

        // The stride is in no line that draws a network, and changes no tensor.
        NetworkShape other = OddNetwork.ShapeWith(stride: 2);
        Assert.Equal(OddNetwork.Shape.ToString(), other.ToString());
        var error = Assert.Throws<CheckpointException>(() => Checkpoint<double>.Load(path, other));
        Assert.Contains("layer5.Stride = 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("layer5.Stride = 2", error.Message, StringComparison.Ordinal);
    }

    /// <summary>So that checkpoints that others have made are still read.</summary>
    [Fact]
    public void TheNetworkOfACheckpointIsTheLineThatDrawsAChainOfMatrices() =>
        Assert.Equal("2 → 1 Linear, Single", CheckpointNetwork.TextOf<float>(SingleLinear.Shape));

    private static double[] Canonical() => [.. Enumerable.Range(0, OddNetwork.Shape.ParameterCount).Select(i => (double)i)];

    /// <summary>The parameters 0, 1, 2, … of the canonical order, taken apart into tensors of these names.</summary>
    private static NamedTensor<double>[] Named(params string[] names)
    {
        Assert.Equal(OddNetwork.Shape.Parameters.Count, names.Length);
        var tensors = new List<NamedTensor<double>>();
        ReadOnlyMemory<double> rest = Canonical();
        foreach ((string name, ParameterTensor tensor) in names.Zip(OddNetwork.Shape.Parameters))
        {
            tensors.Add(new NamedTensor<double>(name, [.. tensor.Shape], rest[..tensor.Length]));
            rest = rest[tensor.Length..];
        }

        return [.. tensors];
    }

    private static Checkpoint<double> Checkpoint() => new()
    {
        Settings = [],
        BaseLearningRate = 0.1,
        Schedule = [],
        Optimizer = new OptimizerState<double>("Sgd", 1, 0.1, []),
        LossToImprove = 1,
        EpochsWithoutImprovement = 0,
        Epochs = [new TrainingProgress(1, 0, 1, null, null, TimeSpan.Zero, TimeSpan.Zero, 0.1)],
        Parameters = Canonical(),
        Best = [],
    };

    private string Save(IReadOnlyList<NamedTensor<double>> tensors)
    {
        string path = Path.Combine(_folder, "odd.safetensors");
        TensorFile.Save(path, tensors);
        return path;
    }

    private static void AssertLoads(string path)
    {
        var network = new OddNetwork();
        network.LoadWeights(path);
        var canonical = new double[OddNetwork.Shape.ParameterCount];
        network.ExportParameters(canonical);
        Assert.Equal(Canonical(), canonical);
    }

    private void AssertRefused(IReadOnlyList<NamedTensor<double>> tensors, string problem)
    {
        string path = Save(tensors);
        var network = new OddNetwork();
        Assert.Contains(problem, Assert.Throws<DataFormatException>(() => network.LoadWeights(path)).Message, StringComparison.Ordinal);
        Assert.All(network.Parameters.ToArray(), value => Assert.Equal(0, value));
    }
}
