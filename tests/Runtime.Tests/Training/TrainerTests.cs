// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class TrainerTests
{
    [Fact]
    public void XorIsLearnt()
    {
        var network = ReferenceNetwork<XorShape>.Create(seed: 1);
        var trainer = new Trainer<ReferenceNetwork<XorShape>, double>(network) { Epochs = 400, BatchSize = 4 };
        TrainingHistory history = trainer.Train<BinaryCrossEntropy>(TrainingData.Xor, new Sgd<double>(0.5) { Momentum = 0.9 });
        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.Equal(400, history.Epochs.Count);
        Evaluation result = trainer.Evaluate<BinaryCrossEntropy>(TrainingData.Xor);
        Assert.Equal(1.0, result.Accuracy);
        Assert.True(result.Loss < 0.05, $"The loss is {result.Loss}.");
        Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss / 10);
    }

    [Fact]
    public void IrisIsLearnt()
    {
        (Dataset<double> training, Dataset<double> test) = TrainingData.Iris();
        var network = ReferenceNetwork<IrisShape>.Create(seed: 1);
        var trainer = new Trainer<ReferenceNetwork<IrisShape>, double>(network) { Epochs = 60, BatchSize = 16, Seed = 1, Validation = test };
        TrainingHistory history = trainer.Train<CategoricalCrossEntropy>(training, new Sgd<double>(0.05) { Momentum = 0.9 });
        Assert.True(history.Epochs[^1].ValidationAccuracy >= 0.94, $"{history.Epochs[^1]}");
        Assert.True(history.Epochs[^1].TrainingLoss < 0.1);
        Assert.Equal(trainer.Evaluate<CategoricalCrossEntropy>(test).Loss, history.Epochs[^1].ValidationLoss);
    }

    [Fact]
    public void SameSeedGivesTheSameBits()
    {
        (TrainingHistory first, double[] parameters) = Train(seed: 5);
        (TrainingHistory second, double[] again) = Train(seed: 5);
        Assert.Equal(parameters, again);
        Assert.Equal(first.Epochs.Select(epoch => epoch.TrainingLoss), second.Epochs.Select(epoch => epoch.TrainingLoss));
        Assert.Equal(first.Epochs.Select(epoch => epoch.ValidationLoss), second.Epochs.Select(epoch => epoch.ValidationLoss));
        Assert.NotEqual(parameters, Train(seed: 6).Parameters);

        static (TrainingHistory History, double[] Parameters) Train(ulong seed)
        {
            var network = ReferenceNetwork<IrisShape>.Create(seed: 1);
            var trainer = new Trainer<ReferenceNetwork<IrisShape>, double>(network) { Epochs = 5, BatchSize = 16, Seed = seed, ValidationShare = 0.2 };
            TrainingHistory history = trainer.Train<CategoricalCrossEntropy>(TrainingData.Iris().Training, new Sgd<double>(0.05) { Momentum = 0.9 });
            return (history, network.Parameters.ToArray());
        }
    }

    [Fact]
    public void EveryEpochMeetsEverySampleOnceInAnOrderOfItsOwn()
    {
        var seen = new List<double>();
        var network = new Recorder { OnBackward = (inputs, _) => seen.AddRange(inputs) };
        Dataset<double> data = TrainingData.Numbered(10);
        new Trainer<Recorder, double>(network) { Epochs = 2, BatchSize = 4, Seed = 3 }.Train<HalfSquaredError>(data, new Sgd<double>(0));
        Assert.Equal([4, 4, 2, 4, 4, 2], network.BatchSizes);
        Assert.Equal(data.Inputs.ToArray(), seen.Take(10).Order());
        Assert.Equal(data.Inputs.ToArray(), seen.Skip(10).Order());
        Assert.NotEqual(seen.Take(10), seen.Skip(10));

        // The order of an epoch comes from its own stream.
        int[] second = [.. Enumerable.Range(0, 10)];
        new RandomGenerator(3, stream: 2).Shuffle<int>(second);
        Assert.Equal(second.Select(row => (double)row), seen.Skip(10));
    }

    [Fact]
    public void SamplesCanStayInOrder()
    {
        var seen = new List<double>();
        var network = new Recorder { OnBackward = (inputs, targets) => seen.AddRange([.. inputs, .. targets]) };
        new Trainer<Recorder, double>(network) { Epochs = 1, BatchSize = 2, Shuffle = false }.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0));
        Assert.Equal([0, 1, 100, 101, 2, 102], seen);
    }

    [Fact]
    public void TrainingLossIsTheMeanOverTheSamples()
    {
        // Batches of 2 and 1 with the losses 3 and 9.
        var losses = new Queue<double>([3, 9]);
        var network = new Recorder { LossOfBatch = losses.Dequeue };
        TrainingHistory history = new Trainer<Recorder, double>(network) { Epochs = 1, BatchSize = 2 }.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0));
        Assert.Equal(5, history.Epochs[0].TrainingLoss);
        Assert.Null(history.Epochs[0].ValidationLoss);
        Assert.Null(history.Epochs[0].ValidationAccuracy);
    }

    [Fact]
    public void ValidationShareTakesRandomSamplesThatAreNotLearntFrom()
    {
        var learnt = new HashSet<double>();
        var validated = new HashSet<double>();
        var network = new Recorder
        {
            OnBackward = (inputs, _) => learnt.UnionWith(inputs),
            OnForward = inputs => validated.UnionWith(inputs),
        };
        Dataset<double> data = TrainingData.Numbered(20);
        new Trainer<Recorder, double>(network) { Epochs = 3, Seed = 1, ValidationShare = 0.25 }.Train<HalfSquaredError>(data, new Sgd<double>(0));
        Assert.Equal(15, learnt.Count);
        Assert.Equal(5, validated.Count);
        Assert.Empty(learnt.Intersect(validated));
        Assert.Equal(data.Split(15, seed: 1).Test.Inputs.ToArray().Order(), validated.Order());
    }

    [Fact]
    public void CallbackComesBeforeProgressAndAfterEveryEpoch()
    {
        var calls = new List<string>();
        var trainer = new Trainer<Recorder, double>(new Recorder { OnBackward = (_, _) => calls.Add("step") })
        {
            Epochs = 2,
            EpochCompleted = progress => calls.Add($"callback {progress.Epoch} of {progress.Epochs}"),
            Progress = new Immediate(progress => calls.Add($"progress {progress.Epoch}")),
        };
        TrainingHistory history = trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0));
        Assert.Equal(["step", "callback 1 of 2", "progress 1", "step", "callback 2 of 2", "progress 2"], calls);
        Assert.True(history.Epochs[1].Elapsed >= history.Epochs[0].Elapsed + history.Epochs[1].Duration);
        Assert.True(history.Duration >= history.Epochs[1].Elapsed);
    }

    [Theory]
    [InlineData(ScheduleInterval.Epoch, new[] { 8.0, 8, 4, 4, 2, 2 })]
    [InlineData(ScheduleInterval.Step, new[] { 8.0, 4, 2, 1, 0.5, 0.25 })]
    public void AScheduleSetsTheRateOfEveryEpochOrStep(ScheduleInterval interval, double[] expected)
    {
        var optimizer = new Sgd<double>(8);
        var rates = new List<double>();
        var reported = new List<double>();
        var trainer = new Trainer<Recorder, double>(new Recorder { OnBackward = (_, _) => rates.Add(optimizer.LearningRate) })
        {
            Epochs = 3,
            BatchSize = 2,
            Schedule = new ExponentialSchedule(0.5),
            ScheduleInterval = interval,
            EpochCompleted = progress => reported.Add(progress.LearningRate),
        };
        trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), optimizer);
        Assert.Equal(expected, rates);
        Assert.Equal([expected[1], expected[3], expected[5]], reported);

        // A second training starts from the same rate.
        Assert.Equal(8, optimizer.LearningRate);
        trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), optimizer);
        Assert.Equal([.. expected, .. expected], rates);
    }

    [Fact]
    public void APlateauOfTheValidationLossReducesTheRate()
    {
        // The validation loss is ½p² and stays what it is.
        var network = new Recorder();
        network.Parameters[0] = 1;
        var trainer = new Trainer<Recorder, double>(network)
        {
            Epochs = 4,
            Validation = TrainingData.Numbered(2),
            Schedule = new ReduceOnPlateau { Patience = 1, Gamma = 0.5 },
        };
        TrainingHistory history = trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(1));
        Assert.Equal([1, 1, 1, 0.5], history.Epochs.Select(epoch => epoch.LearningRate));

        // Another training knows nothing of it.
        Assert.Equal(1, trainer.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(1)).Epochs[0].LearningRate);
    }

    [Fact]
    public void GradientsAreClippedBeforeTheStep()
    {
        Assert.Equal([-2, -0.5], Step(null, 2));
        Assert.Equal([-3 * (2.5 / (5 + 1e-6)), -4 * (2.5 / (5 + 1e-6))], Step(2.5, null, 3, 4));
        Assert.Equal([-3 * (2.5 / (5 + 1e-6)), -4 * (2.5 / (5 + 1e-6))], Step(2.5, 4, 3, 8));
        Assert.Equal([-7, -0.5], Step(null, null));

        static double[] Step(double? clipNorm, double? clipValue, double first = 7, double second = 0.5)
        {
            var network = new Recorder { GradientOfBatch = [first, second] };
            new Trainer<Recorder, double>(network) { Epochs = 1, ClipNorm = clipNorm, ClipValue = clipValue }
                .Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(1));
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void EpochsAllocateNothing()
    {
        var allocated = new long[41];
        (Dataset<double> training, Dataset<double> test) = TrainingData.Iris();
        var network = ReferenceNetwork<IrisShape>.Create(seed: 1);
        var trainer = new Trainer<ReferenceNetwork<IrisShape>, double>(network)
        {
            Epochs = 40,
            BatchSize = 16,
            Validation = test,
            EarlyStopping = new EarlyStopping { Patience = 100 },
            Schedule = new LinearWarmup(5).Then(new CosineSchedule(20)).Times(new ReduceOnPlateau()),
            ScheduleInterval = ScheduleInterval.Step,
            ClipNorm = 0.1,
            ClipValue = 0.1,
            EpochCompleted = progress => allocated[progress.Epoch] = GC.GetAllocatedBytesForCurrentThread(),
            Progress = new Immediate(_ => { }),
        };
        trainer.Train<CategoricalCrossEntropy>(training, new Sgd<double>(0.01) { Momentum = 0.9 });

        // The runtime itself may allocate where it puts the optimised version of a method in place: in a few epochs, not in all.
        int allocating = Enumerable.Range(2, 39).Count(epoch => allocated[epoch] != allocated[epoch - 1]);
        Assert.InRange(allocating, 0, 3);
    }

    [Fact]
    public void EvaluationGivesLossAccuracyAndOutputs()
    {
        // More rows than are evaluated at once.
        Dataset<double> digits = TestData.Csv<double>("digits.csv");
        var network = ReferenceNetwork<DigitsShape>.Create(seed: 1);
        var trainer = new Trainer<ReferenceNetwork<DigitsShape>, double>(network);
        var outputs = new double[digits.Count * 10];
        Evaluation withOutputs = trainer.Evaluate<CategoricalCrossEntropy>(digits, outputs);
        Assert.Equal(withOutputs, trainer.Evaluate<CategoricalCrossEntropy>(digits));
        Assert.Equal(Metrics.Accuracy(outputs, digits.Targets, 10), withOutputs.Accuracy);
        double loss = Enumerable.Range(0, digits.Count).Average(row => -Math.Log(outputs[row * 10 + Metrics.PredictedClass(digits.Target(row))]));
        Assert.Equal(loss, withOutputs.Loss, 1e-12);
        Assert.Null(new Trainer<Recorder, double>(new Recorder()).Evaluate<HalfSquaredError>(TrainingData.Numbered(3)).Accuracy);
    }

    [Fact]
    public void OutputsThatAreNotNumbersAreWrongAndCounted()
    {
        Dataset<double> iris = TrainingData.Iris().Training;
        var network = ReferenceNetwork<IrisShape>.Create(seed: 1);
        network.Parameters.Fill(double.NaN);
        Evaluation evaluation = new Trainer<ReferenceNetwork<IrisShape>, double>(network).Evaluate<CategoricalCrossEntropy>(iris);
        Assert.Equal(0.0, evaluation.Accuracy);
        Assert.Equal(iris.Count, evaluation.NaNPredictions);
        Assert.Equal(0, new Trainer<Recorder, double>(new Recorder()).Evaluate<HalfSquaredError>(TrainingData.Numbered(3)).NaNPredictions);
    }

    [Fact]
    public void EvaluationAllocatesNothing()
    {
        Dataset<double> iris = TrainingData.Iris().Training;
        var trainer = new Trainer<ReferenceNetwork<IrisShape>, double>(ReferenceNetwork<IrisShape>.Create(seed: 1));
        var outputs = new double[iris.Targets.Length];
        Allocation.AssertNone(() =>
        {
            trainer.Evaluate<CategoricalCrossEntropy>(iris);
            trainer.Evaluate<CategoricalCrossEntropy>(iris, outputs);
        });
    }

    [Fact]
    public void DataThatDoNotFitAreRefused()
    {
        var trainer = new Trainer<Recorder, double>(new Recorder());
        var error = Assert.Throws<ArgumentException>(() => trainer.Train<HalfSquaredError>(TrainingData.Xor, new Sgd<double>(0.1)));
        Assert.StartsWith("The data set has 2 inputs and 1 targets, but the network has 1 inputs and 1 outputs.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Evaluate<HalfSquaredError>(TrainingData.Xor));
        Assert.Throws<ArgumentException>(() => trainer.Evaluate<HalfSquaredError>(TrainingData.Numbered(3), new double[2]));
        Assert.Throws<ArgumentException>(() => new Trainer<Recorder, double>(new Recorder()) { Validation = TrainingData.Xor }.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0.1)));
    }

    [Fact]
    public void SettingsThatContradictEachOtherAreRefused()
    {
        var network = new Recorder();
        var bothValidations = new Trainer<Recorder, double>(network) { Validation = TrainingData.Numbered(3), ValidationShare = 0.5 };
        Assert.Throws<InvalidOperationException>(() => bothValidations.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0.1)));
        var noValidation = new Trainer<Recorder, double>(network) { EarlyStopping = new EarlyStopping() };
        Assert.Throws<InvalidOperationException>(() => noValidation.Train<HalfSquaredError>(TrainingData.Numbered(3), new Sgd<double>(0.1)));
    }

    [Fact]
    public void SettingsOutOfRangeAreNamed()
    {
        var network = new Recorder();
        AssertNamed("Epochs", () => new Trainer<Recorder, double>(network) { Epochs = 0 });
        AssertNamed("BatchSize", () => new Trainer<Recorder, double>(network) { BatchSize = 0 });
        AssertNamed("ValidationShare", () => new Trainer<Recorder, double>(network) { ValidationShare = 1 });
        AssertNamed("ValidationShare", () => new Trainer<Recorder, double>(network) { ValidationShare = double.NaN });
        AssertNamed("ClipNorm", () => new Trainer<Recorder, double>(network) { ClipNorm = 0 });
        AssertNamed("ClipValue", () => new Trainer<Recorder, double>(network) { ClipValue = double.NaN });
        AssertNamed("Patience", () => new EarlyStopping { Patience = 0 });
        AssertNamed("MinimumImprovement", () => new EarlyStopping { MinimumImprovement = -1 });

        static void AssertNamed(string name, Func<object> create) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(create).ParamName);
    }

    public sealed class XorShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([2, 4, 1], [Activation.Tanh, Activation.Sigmoid]);
    }

    public sealed class IrisShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([4, 16, 3], [Activation.ReLU, Activation.Softmax]);
    }

    public sealed class DigitsShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([64, 10], [Activation.Softmax]);
    }

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
