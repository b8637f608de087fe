// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace Generated.Tests;

/// <summary>Early stopping, cancelling and divergence.</summary>
public class TrainingEndTests
{
    [Fact]
    public void EarlyStoppingRestoresTheBestParameters()
    {
        // Validation losses ½p², p being what the step of the epoch makes of the parameter: the third is the lowest.
        var network = new Recorder();
        double[] parameterAfterEpoch = [3, 2, 1, 2, 3, 0.5];
        int epoch = 0;
        network.OnBackward = (_, _) => network.Parameters[0] = parameterAfterEpoch[epoch++];
        var trainer = new Trainer<Recorder, double>(network)
        {
            Epochs = 6,
            BatchSize = 10,
            Validation = Dataset.FromRows([[7.0]], [[0.0]]),
            EarlyStopping = new EarlyStopping { Patience = 2 },
        };
        TrainingHistory history = trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0));
        Assert.Equal(StopReason.EarlyStopped, history.StopReason);
        Assert.Equal([4.5, 2, 0.5, 2, 4.5], history.Epochs.Select(progress => progress.ValidationLoss!.Value));
        Assert.Equal(3, history.BestEpoch);
        Assert.Equal(1, network.Parameters[0]);
    }

    [Fact]
    public void SmallImprovementsDoNotKeepATrainingAliveButTheBestIsKept()
    {
        var network = new Recorder();
        double[] parameterAfterEpoch = [4, 3.9, 3.8, 3.7];
        int epoch = 0;
        network.OnBackward = (_, _) => network.Parameters[0] = parameterAfterEpoch[epoch++];
        var trainer = new Trainer<Recorder, double>(network)
        {
            Epochs = 4,
            Validation = Dataset.FromRows([[7.0]], [[0.0]]),
            EarlyStopping = new EarlyStopping { Patience = 2, MinimumImprovement = 1 },
        };
        TrainingHistory history = trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0));
        Assert.Equal(StopReason.EarlyStopped, history.StopReason);
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(3.8, network.Parameters[0]);
    }

    [Fact]
    public void BestParametersAreRestoredWhateverEndsTheTraining()
    {
        var network = new Recorder();
        double[] parameterAfterEpoch = [1, 2, 3];
        int epoch = 0;
        network.OnBackward = (_, _) => network.Parameters[0] = parameterAfterEpoch[epoch++];
        var trainer = new Trainer<Recorder, double>(network)
        {
            Epochs = 3,
            Validation = Dataset.FromRows([[7.0]], [[0.0]]),
            EarlyStopping = new EarlyStopping { Patience = 10 },
        };
        Assert.Equal(StopReason.Completed, trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0)).StopReason);
        Assert.Equal(1, network.Parameters[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnErrorOfTheCallbackLeavesTheBestParametersOrTheLast(bool stopsEarly)
    {
        var network = new Recorder();
        double[] parameterAfterEpoch = [3, 1, 2, 4];
        int epoch = 0;
        network.OnBackward = (_, _) => network.Parameters[0] = parameterAfterEpoch[epoch++];
        var optimizer = new Sgd<double>(0.125);
        var trainer = new Trainer<Recorder, double>(network)
        {
            Epochs = 4,
            Validation = Dataset.FromRows([[7.0]], [[0.0]]),
            EarlyStopping = stopsEarly ? new EarlyStopping { Patience = 10 } : null,
            Schedule = new ConstantSchedule(0.5),
            EpochCompleted = progress =>
            {
                // While the callback runs, the network has the parameters of this epoch.
                Assert.Equal(parameterAfterEpoch[progress.Epoch - 1], network.Parameters[0]);
                if (progress.Epoch == 3)
                    throw new InvalidOperationException("The disk is full.");
            },
        };
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), optimizer));
        Assert.Equal("The disk is full.", error.Message);
        Assert.Equal(stopsEarly ? 1 : 2, network.Parameters[0]);
        Assert.Equal(0.125, optimizer.LearningRate);
    }

    [Fact]
    public void AnErrorOfProgressOrWithinAnEpochLeavesTheBestParametersToo()
    {
        foreach (bool inProgress in new[] { true, false })
        {
            var network = new Recorder();
            double[] parameterAfterEpoch = [3, 1, 2, 4];
            int epoch = 0;
            network.OnBackward = (_, _) =>
            {
                network.Parameters[0] = parameterAfterEpoch[epoch++];
                if (epoch == 3 && !inProgress)
                    throw new InvalidOperationException();
            };
            var trainer = new Trainer<Recorder, double>(network)
            {
                Epochs = 4,
                Validation = Dataset.FromRows([[7.0]], [[0.0]]),
                EarlyStopping = new EarlyStopping { Patience = 10 },
                Progress = new Failing(inProgress ? 3 : 5),
            };
            Assert.Throws<InvalidOperationException>(() => trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0)));
            Assert.Equal(1, network.Parameters[0]);
        }
    }

    [Fact]
    public void DivergingLeavesTheBestParametersWithEarlyStopping()
    {
        int step = 0;
        double[] parameterAfterEpoch = [3, 1, 2, 4];
        var network = new Recorder { LossOfBatch = () => step == 3 ? double.NaN : 1 };
        network.OnBackward = (_, _) => network.Parameters[0] = parameterAfterEpoch[step++];
        var trainer = new Trainer<Recorder, double>(network)
        {
            Epochs = 4,
            Validation = Dataset.FromRows([[7.0]], [[0.0]]),
            EarlyStopping = new EarlyStopping { Patience = 10 },
        };
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0)));
        Assert.Equal(4, error.Epoch);
        Assert.EndsWith("The network has the parameters of its best epoch, 2.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, network.Parameters[0]);
    }

    [Fact]
    public void DivergingNamesAnOutputThatTheLossDoesNotFit()
    {
        // Generic code, of which the compiler does not know the pair.
        string message = Diverge<Recorder, BinaryCrossEntropy>(new Recorder { LossOfBatch = () => double.NaN }, [1.0]);
        Assert.Equal(
            "The training loss became NaN in epoch 1, batch 1. BinaryCrossEntropy does not fit the Linear output of Recorder: it takes logarithms of probabilities, but Linear gives any number; "
            + "use BinaryCrossEntropyFromLogits. The network has the parameters from the start of epoch 1 again.", message);
        Assert.Contains("use KullbackLeiblerFromLogits.", Diverge<Recorder, KullbackLeibler>(new Recorder { LossOfBatch = () => double.NaN }, [1.0]), StringComparison.Ordinal);
        Assert.Contains("Try a smaller learning rate", Diverge<Recorder, BinaryCrossEntropyFromLogits>(new Recorder { LossOfBatch = () => double.NaN }, [1.0]), StringComparison.Ordinal);

        static string Diverge<TNetwork, TLoss>(TNetwork network, double[] target)
            where TNetwork : class, INetwork<TNetwork, double>
            where TLoss : struct, ILoss<double> => Assert.Throws<TrainingDivergedException>(() =>
                new Trainer<TNetwork, double>(network).Train<TLoss>(Dataset.FromRows([[0.5]], [target]), new Sgd<double>(0.1))).Message;
    }

    [Fact]
    public void AnOptimiserOfAnotherNetworkIsRefusedInWords()
    {
        var optimizer = new Adam<double>(0.1);
        new Trainer<Recorder, double>(new Recorder()) { Epochs = 1 }.Train<HalfSquaredError>(TrainingData.Numbered(3), optimizer);
        var network = ReferenceNetwork<TrainerTests.XorShape>.Create(seed: 1);
        double[] before = network.Parameters.ToArray();
        var error = Assert.Throws<ArgumentException>(() => new Trainer<ReferenceNetwork<TrainerTests.XorShape>, double>(network).Train<BinaryCrossEntropy>(TrainingData.Xor, optimizer));
        Assert.StartsWith(
            $"This optimiser already serves a network of 2 parameters, but got one of {before.Length}. Use a new optimiser for each network, or Reset it.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void CancellingStopsAfterTheStep()
    {
        using var cancellation = new CancellationTokenSource();
        int steps = 0;
        var network = new Recorder();
        network.OnBackward = (_, _) =>
        {
            network.Parameters[0]++;
            if (++steps == 4)
                cancellation.Cancel();
        };
        TrainingHistory history = new Trainer<Recorder, double>(network) { Epochs = 10, BatchSize = 1 }
            .Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0), cancellation.Token);
        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Single(history.Epochs);
        Assert.Equal(4, steps);
        Assert.Equal(4, network.Parameters[0]);
    }

    [Fact]
    public void CancellingInTheCallbackEndsAfterThatEpoch()
    {
        using var cancellation = new CancellationTokenSource();
        var trainer = new Trainer<Recorder, double>(new Recorder())
        {
            Epochs = 10,
            EpochCompleted = progress =>
            {
                if (progress.Epoch == 3)
                    cancellation.Cancel();
            },
        };
        TrainingHistory history = trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0), cancellation.Token);
        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(3, history.Epochs.Count);
    }

    [Fact]
    public void TrainingThatIsCancelledBeforeItStartsChangesNothing()
    {
        var network = ReferenceNetwork<TrainerTests.XorShape>.Create(seed: 1);
        double[] before = network.Parameters.ToArray();
        TrainingHistory history = new Trainer<ReferenceNetwork<TrainerTests.XorShape>, double>(network)
            .Train<BinaryCrossEntropy>(TrainingData.Xor, new Sgd<double>(0.5), new CancellationToken(canceled: true));
        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Empty(history.Epochs);
        Assert.Equal(0, history.BestEpoch);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void DivergingTrainingSaysWhereAndKeepsTheLastGoodParameters()
    {
        int step = 0;
        var network = new Recorder { LossOfBatch = () => ++step == 8 ? double.NaN : 1 };
        network.OnBackward = (_, _) => network.Parameters[0] = step;
        var optimizer = new Sgd<double>(0.125) { Momentum = 0.5 };
        var trainer = new Trainer<Recorder, double>(network) { Epochs = 10, BatchSize = 2 };
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Train<HalfSquaredError>(TrainingData.Numbered(5), optimizer));
        Assert.Equal(3, error.Epoch);
        Assert.Equal(2, error.Batch);
        Assert.StartsWith("The training loss became NaN in epoch 3, batch 2. Try a smaller learning rate (it is 0.125)", error.Message, StringComparison.Ordinal);

        // What the sixth step, the last of epoch 2, had left.
        Assert.Equal(6, network.Parameters[0]);
    }

    [Fact]
    public void HugeLearningRateIsFoundOut()
    {
        var network = ReferenceNetwork<LineShape>.Create(seed: 1);
        double[] before = network.Parameters.ToArray();
        var trainer = new Trainer<ReferenceNetwork<LineShape>, double>(network) { Epochs = 1000, BatchSize = 2 };
        var optimizer = new Sgd<double>(1e6) { Momentum = 0.9 };
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Train<HalfSquaredError>(TrainingData.Numbered(8), optimizer));
        Assert.Contains("Infinity", error.Message.Replace("∞", "Infinity", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(network.Parameters.ToArray(), parameter => !double.IsFinite(parameter));

        // The same optimiser, its velocity forgotten, can try again as a new one can.
        before.CopyTo(network.Parameters);
        optimizer.LearningRate = 1e-3;
        trainer.Train<HalfSquaredError>(TrainingData.Numbered(8), optimizer);
        double[] learnt = network.Parameters.ToArray();
        before.CopyTo(network.Parameters);
        trainer.Train<HalfSquaredError>(TrainingData.Numbered(8), new Sgd<double>(1e-3) { Momentum = 0.9 });
        Assert.Equal(network.Parameters.ToArray(), learnt);
    }

    [Fact]
    public void InfiniteParameterIsFoundOutAtTheEndOfTheEpoch()
    {
        var network = new Recorder();
        network.OnBackward = (_, _) => network.Parameters[0] = double.PositiveInfinity;
        var trainer = new Trainer<Recorder, double>(network) { Epochs = 1, BatchSize = 2 };
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Train<HalfSquaredError>(TrainingData.Numbered(4), new Sgd<double>(0.1)));
        Assert.Equal(2, error.Batch);
        Assert.Equal(0, network.Parameters[0]);
    }

    [Fact]
    public void DivergingValidationIsFoundOut()
    {
        // (2¹⁰⁰⁰)² is infinite, where the training loss, which the recorder makes up, is not.
        var trainer = new Trainer<Recorder, double>(new Recorder()) { Validation = Dataset.FromRows([[1.0]], [[Math.ScaleB(1, 1000)]]) };
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Train<HalfSquaredError>(TrainingData.Numbered(4), new Sgd<double>(0.1)));
        Assert.StartsWith("The validation loss became Infinity in epoch 1", error.Message, StringComparison.Ordinal);
    }

    private sealed class Failing(int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == epoch)
                throw new InvalidOperationException();
        }
    }

    public sealed class LineShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([1, 1], [Activation.Linear]);
    }
}
