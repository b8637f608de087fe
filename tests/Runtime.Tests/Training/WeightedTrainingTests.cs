// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Samples that have weights, in training and in evaluation.</summary>
public class WeightedTrainingTests
{
    [Fact]
    public void AStepIsThatOfTheWeightedMean()
    {
        // y = w·x + b from w = 0.5 and b = 0: ∂L/∂w = Σ wᵢ(yᵢ − tᵢ)xᵢ / N, with the errors 0.5 − 2 and 1 − 5, and weights 4 and 1.
        var network = ReferenceNetwork<TrainingEndTests.LineShape>.Create(seed: 1);
        network.ImportParameters([0.5, 0]);
        Dataset<double> data = Dataset.FromRows([[1.0], [2.0]], [[2.0], [5.0]]).WithWeights([4, 1]);
        TrainingHistory history = new Trainer<ReferenceNetwork<TrainingEndTests.LineShape>, double>(network) { Epochs = 1, BatchSize = 2 }
            .Train<HalfSquaredError>(data, new Sgd<double>(0.1));
        var canonical = new double[2];
        network.ExportParameters(canonical);
        Assert.Equal(0.5 - 0.1 * (4 * -1.5 * 1 + -4 * 2) / 2, canonical[0], 1e-15);
        Assert.Equal(0 - 0.1 * (4 * -1.5 + -4) / 2, canonical[1], 1e-15);
        Assert.Equal((4 * 0.5 * 2.25 + 0.5 * 16) / 2, history.Epochs[0].TrainingLoss, 1e-14);
    }

    [Fact]
    public void WeightsOfOneGiveTheBitsOfNone()
    {
        (Dataset<double> training, Dataset<double> test) = TrainingData.Iris();
        double[] plain = Train(training, test, out TrainingHistory expected);
        double[] weighted = Train(training.WithWeights(Ones(training)), test.WithWeights(Ones(test)), out TrainingHistory history);
        Assert.Equal(plain, weighted);
        Assert.Equal(expected.Epochs.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss)), history.Epochs.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss)));

        static double[] Ones(Dataset<double> data) => [.. Enumerable.Repeat(1.0, data.Count)];
    }

    [Fact]
    public void AWholeNumberIsThatManyCopies()
    {
        // The sum over copies, but divided by the number of rows: so the learning rate makes up for it.
        (Dataset<double> iris, _) = TrainingData.Iris();
        int[] copies = [.. Enumerable.Range(0, iris.Count).SelectMany(row => Enumerable.Repeat(row, row % 4))];
        Dataset<double> weighted = iris.WithWeights([.. Enumerable.Range(0, iris.Count).Select(row => (double)(row % 4))]), copied = iris.Select(copies);
        double[] ofWeighted = OneStep(weighted, 0.1), ofCopies = OneStep(copied, 0.1 * copied.Count / weighted.Count);
        Assert.All(ofWeighted.Zip(ofCopies), pair => Assert.Equal(pair.Second, pair.First, 1e-13));

        static double[] OneStep(Dataset<double> data, double rate)
        {
            var network = ReferenceNetwork<TrainerTests.IrisShape>.Create(seed: 1);
            new Trainer<ReferenceNetwork<TrainerTests.IrisShape>, double>(network) { Epochs = 1, BatchSize = data.Count }
                .Train<CategoricalCrossEntropy>(data, new Sgd<double>(rate));
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void EvaluationIsTheWeightedMeanAndAccuracyIsNot()
    {
        // The recorder's output is its parameter, 3: the losses are ½(3 − 1)², ½(3 − 0)² and, left out, NaN.
        var network = new Recorder();
        network.Parameters[0] = 3;
        var trainer = new Trainer<Recorder, double>(network);
        Dataset<double> data = Dataset.FromRows([[0.0], [0.0], [0.0]], [[1.0], [0.0], [double.NaN]]).WithWeights([5, 2, 0]);
        Assert.Equal((5 * 2 + 2 * 4.5) / 3, trainer.Evaluate<HalfSquaredError>(data).Loss);
        Assert.Equal((5 * 2 + 2 * 4.5) / 3, trainer.Evaluate<HalfSquaredError>(data, new double[3]).Loss);

        Dataset<double> classes = Dataset.FromRows([[0.0], [0.0], [0.0]], [[1.0], [0.0], [1.0]]).WithWeights([5, 2, 0]);
        Assert.Equal(2 / 3.0, trainer.Evaluate<HalfSquaredError>(classes).Accuracy);
        Allocation.AssertNone(() => trainer.Evaluate<HalfSquaredError>(data));
    }

    [Fact]
    public void MoreRowsThanAreEvaluatedAtOnceKeepTheirWeights()
    {
        var network = new Recorder();
        network.Parameters[0] = 1;
        var data = new Dataset<double>(new double[600], 1, new double[600], 1);
        double[] weights = [.. Enumerable.Range(0, 600).Select(row => (double)row)];
        Assert.Equal(0.5 * 599 / 2, new Trainer<Recorder, double>(network).Evaluate<HalfSquaredError>(data.WithWeights(weights)).Loss, 1e-10);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.6)]
    public void ALogitIsYesFromZeroOn(double logit)
    {
        var network = new Recorder();
        network.Parameters[0] = logit;
        var trainer = new Trainer<Recorder, double>(network);
        Dataset<double> yes = Dataset.FromRows([[0.0]], [[1.0]]), no = Dataset.FromRows([[0.0]], [[0.0]]);
        Assert.Equal(logit >= 0 ? 1 : 0, trainer.Evaluate<BinaryCrossEntropyFromLogits>(yes).Accuracy);
        Assert.Equal(logit >= 0 ? 0 : 1, trainer.Evaluate<BinaryCrossEntropyFromLogits>(no).Accuracy);
        Assert.Equal(logit >= 0.5 ? 1 : 0, trainer.Evaluate<HalfSquaredError>(yes).Accuracy);
    }

    [Fact]
    public void AnOutputThatIsNoNumberIsWrong()
    {
        var network = new Recorder();
        network.Parameters[0] = double.NaN;
        var trainer = new Trainer<Recorder, double>(network);
        foreach (double target in new[] { 0.0, 1.0 })
        {
            Assert.Equal(0, trainer.Evaluate<BinaryCrossEntropyFromLogits>(Dataset.FromRows([[0.0]], [[target]])).Accuracy);
            Assert.Equal(0, trainer.Evaluate<HalfSquaredError>(Dataset.FromRows([[0.0]], [[target]])).Accuracy);
        }
    }

    private static double[] Train(Dataset<double> training, Dataset<double> validation, out TrainingHistory history)
    {
        var network = ReferenceNetwork<TrainerTests.IrisShape>.Create(seed: 1);
        history = new Trainer<ReferenceNetwork<TrainerTests.IrisShape>, double>(network) { Epochs = 3, BatchSize = 16, Validation = validation }
            .Train<CategoricalCrossEntropy>(training, new Adam<double>(0.01));
        return network.Parameters.ToArray();
    }
}
