using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>What surrounds a network holds for graphs too: training, its losses and its checkpoints, files, constants.</summary>
public class GraphTrainingTests
{
    private static Dataset<float> Data(int count = 200)
    {
        var random = new Random(1);
        float[] inputs = new float[count * 4], targets = new float[count * 5];
        for (int row = 0; row < count; row++)
        {
            int kind = row % 3;
            for (int i = 0; i < 4; i++)
                inputs[row * 4 + i] = 100 + 10 * kind * (i + 1) + 3 * (float)random.NextDouble();
            targets[row * 5 + kind] = 1;
            targets[row * 5 + 3] = kind - 1;
            targets[row * 5 + 4] = 0.5f * kind;
        }

        return new Dataset<float>(inputs, 4, targets, 5);
    }

    private static Trainer<TwoHeadedIris, float> Trainer(TwoHeadedIris network, int epochs, Action<TrainingProgress>? completed = null) =>
        new(network) { Epochs = epochs, BatchSize = 20, Seed = 3, EpochCompleted = completed };

    [Fact]
    public void TwoHeadsAreLearntBehindANormalizationThatStays()
    {
        Dataset<float> data = Data();
        var network = new TwoHeadedIris(seed: 1);
        var standardizer = Standardizer<float>.Fit(data);
        network.SetNormalization(standardizer);
        TrainingHistory history = Trainer(network, 60).Train<Losses<float, CategoricalCrossEntropy, MeanSquaredError>>(data, new AdamW<float>(0.01), TestContext.Current.CancellationToken);
        Assert.InRange(history.Epochs[^1].TrainingLoss, 0.0, 0.02);
        ParameterTensor mean = TwoHeadedIris.Shape.Parameters.Single(tensor => tensor.Role == ParameterRole.Mean);
        Assert.Equal(standardizer.Mean.ToArray(), network.Parameters.Slice(mean.Offset, mean.Length).ToArray());
        Assert.Equal(TwoHeadedIris.ParameterCount - 8, TwoHeadedIris.Shape.TrainableCount);
    }

    [Fact]
    public void AWeightedLossCountsSoOften()
    {
        Dataset<float> data = Data(20);
        var network = new TwoHeadedIris(seed: 1);
        network.SetNormalization(Standardizer<float>.Fit(data));
        float[] plain = new float[TwoHeadedIris.Shape.TrainableCount], weighted = new float[plain.Length], first = new float[plain.Length];
        float of1 = network.BackwardBatch<Losses<float, CategoricalCrossEntropy, MeanSquaredError>>(data.Inputs, data.Targets, plain);
        float of2 = network.BackwardBatch<Losses<float, CategoricalCrossEntropy, Weighted<float, MeanSquaredError, Double>>>(data.Inputs, data.Targets, weighted);
        float of0 = network.BackwardBatch<Losses<float, CategoricalCrossEntropy, Weighted<float, MeanSquaredError, None>>>(data.Inputs, data.Targets, first);
        Assert.Equal(2 * (of1 - of0), of2 - of0, tolerance: 1e-5f);
        for (int i = 0; i < plain.Length; i++)
            Assert.Equal(2 * (plain[i] - first[i]), weighted[i] - first[i], tolerance: 1e-5f);
    }

    [Fact]
    public void LossesOfAnotherNumberOfOutputsAreRefused()
    {
        var network = new TwoHeadedIris(seed: 1);
        var error = Assert.Throws<InvalidOperationException>(() => Trainer(network, 1)
            .Train<Losses<float, CategoricalCrossEntropy, Losses<float, MeanSquaredError, Huber>>>(Data(), new Sgd<float>(0.1), TestContext.Current.CancellationToken));
        Assert.Contains("3 outputs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointResumesBitForBit()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Dataset<float> data = Data();
            var standardizer = Standardizer<float>.Fit(data);
            TwoHeadedIris whole = new(seed: 1), resumed = new(seed: 2);
            whole.SetNormalization(standardizer);
            Trainer<TwoHeadedIris, float> trainer = null!;
            trainer = Trainer(whole, 10, progress =>
            {
                if (progress.Epoch == 4)
                    trainer.SaveCheckpoint(path);
            });
            trainer.Train<Losses<float, CategoricalCrossEntropy, Huber>>(data, new Adam<float>(0.01), TestContext.Current.CancellationToken);
            Trainer(resumed, 10).Resume<Losses<float, CategoricalCrossEntropy, Huber>>(path, data, new Adam<float>(0.01), TestContext.Current.CancellationToken);
            Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".npz")]
    public void AFileHoldsAllTensorsByTheirLayersNames(string extension)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + extension);
        try
        {
            var network = new Pilot(seed: 5);
            network.SaveWeights(path);
            using (var file = TensorFile.Open(path))
            {
                Assert.Equal(
                    ["layer1.weight", "layer1.bias", "trunk.weight", "trunk.bias", "layer6.weight", "layer8.weight", "answer.weight", "answer.bias"],
                    file.Tensors.Select(tensor => tensor.Name));
                Assert.Equal([4, 2, 3, 3], file["layer1.weight"].Shape);
            }

            var loaded = new Pilot();
            loaded.LoadWeights(path);
            Assert.Equal(network.Parameters.ToArray(), loaded.Parameters.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AFileWithOtherNamesIsTakenInTheOrderOfItsLayers()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");
        try
        {
            var random = new Random(2);
            float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
            NamedTensor<float>[] tensors =
            [
                new("0.mean", [4], Values(4)), new("0.deviation", [4], Values(4)), new("1.weight", [16, 4], Values(64)), new("1.bias", [16], Values(16)),
                new("3.weight", [16], Values(16)), new("3.bias", [16], Values(16)), new("4.weight", [3, 16], Values(48)), new("4.bias", [3], Values(3)),
                new("10.weight", [2, 16], Values(32)), new("10.bias", [2], Values(2)),
            ];
            TensorFile.Save(path, [.. tensors.Reverse()]);
            var network = new TwoHeadedIris();
            network.LoadWeights(path);
            var canonical = new float[TwoHeadedIris.ParameterCount];
            network.ExportParameters(canonical);
            Assert.Equal(tensors.SelectMany(tensor => tensor.Values.ToArray()), canonical);

            TensorFile.Save(path, [.. tensors[..^2], new NamedTensor<float>("10.weight", [16, 2], Values(32)), tensors[^1]]);
            var error = Assert.Throws<DataFormatException>(() => network.LoadWeights(path));
            Assert.Contains("'10.weight'", error.Message, StringComparison.Ordinal);
            Assert.Contains("[16, 2]", error.Message, StringComparison.Ordinal);
            TensorFile.Save(path, tensors[..^2]);
            Assert.Contains("no tensor", Assert.Throws<DataFormatException>(() => network.LoadWeights(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ForwardByNamesIsForward()
    {
        var network = new Pilot(seed: 5);
        var random = new Random(3);
        double[] input = [.. Enumerable.Range(0, Pilot.InputSize).Select(_ => random.NextDouble() - 0.5)], output = new double[2], named = new double[2];
        network.Forward(input, output);
        network.Forward(input[..72], input[72..], named);
        Assert.Equal(output, named);
        Assert.Equal("pose", Assert.Throws<ArgumentException>(() => network.Forward(input[..72], input[71..], named)).ParamName);
    }

    [Fact]
    public void ConcatTakesFromFirst() => Assert.Equal([4, 1], Pilot.Shape.Layers[3].Sources);

    private readonly struct Double : ILossWeight
    {
        public static double Value => 2;
    }

    private readonly struct None : ILossWeight
    {
        public static double Value => 0;
    }
}
