// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;
using IrisNetwork = Generated.Tests.ReferenceNetwork<Generated.Tests.TrainerTests.IrisShape>;
using IrisTrainer = Generated.Trainer<Generated.Tests.ReferenceNetwork<Generated.Tests.TrainerTests.IrisShape>, double>;

namespace Generated.Tests;

/// <summary>Trainings that are saved and resumed.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly (Dataset<double> Training, Dataset<double> Test) s_iris = TrainingData.Iris();

    private static readonly Dictionary<string, Func<LearningRateSchedule?>> s_schedules = new()
    {
        ["none"] = () => null,
        ["constant"] = () => new ConstantSchedule(0.5),
        ["step"] = () => new StepSchedule(2, 0.5),
        ["exponential"] = () => new ExponentialSchedule(0.8),
        ["cosine"] = () => new CosineSchedule(7),
        ["warm-up, cosine"] = () => new LinearWarmup(2).Then(new CosineSchedule(5)),
        ["one cycle"] = () => new OneCycleSchedule(49),
        ["plateau"] = () => new ReduceOnPlateau { Patience = 0, Threshold = 0.3, Gamma = 0.5 },
        ["warm-up times plateau"] = () => new LinearWarmup(3).Times(new ReduceOnPlateau { Patience = 0, Threshold = 0.3, Gamma = 0.5 }),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    public static TheoryData<string> Optimizers => [.. OptimizerCase.All.Select(optimizer => optimizer.ToString())];

    public static TheoryData<string> Schedules => [.. s_schedules.Keys];

    private string File => Path.Combine(_folder, "training.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ResumingGivesTheBitsOfAnUninterruptedTrainingWithEveryOptimizer(string name) =>
        AssertResumes(() => OptimizerCase.Named(name).New<double>(), save => NewTrainer(save));

    [Theory]
    [MemberData(nameof(Schedules))]
    public void ResumingGivesTheBitsOfAnUninterruptedTrainingWithEverySchedule(string name)
    {
        ScheduleInterval interval = name == "one cycle" ? ScheduleInterval.Step : ScheduleInterval.Epoch;
        AssertResumes(() => new Adam<double>(0.02), save => NewTrainer(save, schedule: s_schedules[name](), interval: interval));
    }

    [Fact]
    public void ResumingGivesTheBitsOfAnUninterruptedTrainingWithEarlyStoppingAndClipping()
    {
        // It stops in the sixth epoch or so, after the one that is saved.
        AssertResumes(() => new Sgd<double>(2) { Momentum = 0.9 },
            save => NewTrainer(save, epochs: 30, stopping: new EarlyStopping { Patience = 4, MinimumImprovement = 0.01 }, clipNorm: 0.5, clipValue: 0.2));
    }

    [Fact]
    public void ATrainingCanBeLengthened()
    {
        Trained shorter = Train(NewTrainer(SaveEvery, epochs: 3), new Adam<double>(0.02));
        Trained resumed = Resume(NewTrainer(null, epochs: 7), new Adam<double>(0.02));
        Trained whole = Train(NewTrainer(null, epochs: 7), new Adam<double>(0.02));
        Assert.Equal(3, shorter.History.Epochs.Count);
        AssertSame(whole, resumed);
    }

    [Fact]
    public void ResumingAFinishedTrainingEndsAtOnce()
    {
        Trained whole = Train(NewTrainer(SaveEvery), new Adam<double>(0.02));
        Trained resumed = Resume(NewTrainer(null), new Adam<double>(0.02));
        AssertSame(whole, resumed);
        Assert.Equal(whole.History.Epochs[^1].Elapsed, resumed.History.Epochs[^1].Elapsed);
        Assert.True(resumed.History.Duration >= whole.History.Epochs[^1].Elapsed);
    }

    [Fact]
    public void ATrainingStoppedEarlyStaysStopped()
    {
        Subject New(Action<IrisTrainer>? save) =>
            NewTrainer(save, epochs: 30, stopping: new EarlyStopping { Patience = 2, MinimumImprovement = 0.3 });
        Trained whole = Train(New(SaveEvery), new Adam<double>(0.02));
        Trained resumed = Resume(New(null), new Adam<double>(0.02));
        Assert.Equal(StopReason.EarlyStopped, whole.History.StopReason);
        AssertSame(whole, resumed);
    }

    [Fact]
    public void SinglePrecisionIsKeptToo()
    {
        Dataset<float> data = Dataset.FromRows([[0f, 0f], [0f, 1f], [1f, 0f], [1f, 1f]], [[0f], [1f], [1f], [0f]]);
        var parameters = new float[3][];
        for (int i = 0; i < 3; i++)
        {
            var network = new SingleLinear();
            Trainer<SingleLinear, float>? trainer = null;
            trainer = new Trainer<SingleLinear, float>(network)
            {
                Epochs = i == 0 ? 3 : 6,
                BatchSize = 2,
                EpochCompleted = progress =>
                {
                    if (i == 0)
                        trainer!.SaveCheckpoint(File);
                },
            };
            if (i == 1)
                trainer.Resume<HalfSquaredError>(File, data, new Adam<float>(0.1));
            else
                trainer.Train<HalfSquaredError>(data, new Adam<float>(0.1));
            parameters[i] = network.Parameters.ToArray();
        }

        Assert.Equal(parameters[2], parameters[1]);
        Assert.NotEqual(parameters[0], parameters[1]);
    }

    [Fact]
    public void AnotherTrainingIsRefusedByName()
    {
        Train(NewTrainer(SaveEvery), new Adam<double>(0.02));
        AssertNamed("the optimiser of the saved training is 'Adam, β₁ 0.9, β₂ 0.999, ε 1E-08, weight decay 0', but that of this one is 'AdamW", NewTrainer(null), new AdamW<double>(0.02));
        AssertNamed("β₁ 0.8", NewTrainer(null), new Adam<double>(0.02) { Beta1 = 0.8 });
        AssertNamed("the batch size of the saved training is '16', but that of this one is '8'", NewTrainer(null, batchSize: 8), new Adam<double>(0.02));
        AssertNamed("the schedule of", NewTrainer(null, schedule: new CosineSchedule(5)), new Adam<double>(0.02));
        AssertNamed("the clipping of", NewTrainer(null, clipNorm: 1), new Adam<double>(0.02));
        AssertNamed("the early stopping of", NewTrainer(null, stopping: new EarlyStopping()), new Adam<double>(0.02));

        var another = ReferenceNetwork<TrainerTests.DigitsShape>.Create(seed: 1);
        double[] before = another.Parameters.ToArray();
        var error = Assert.Throws<CheckpointException>(() => new Trainer<ReferenceNetwork<TrainerTests.DigitsShape>, double>(another)
            .Resume<CategoricalCrossEntropy>(File, TestData.Csv<double>("digits.csv"), new Adam<double>(0.02)));
        Assert.Contains("it is of the network 4 → 16 ReLU → 3 Softmax, Double, but this one is 64 → 10 Softmax, Double", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, another.Parameters.ToArray());

        void AssertNamed(string part, Subject subject, IOptimizer<double> optimizer)
        {
            double[] parameters = subject.Network.Parameters.ToArray();
            OptimizerState<double> state = optimizer.ExportState();
            var refusal = Assert.Throws<CheckpointException>(() => subject.Trainer.Resume<CategoricalCrossEntropy>(File, s_iris.Training, optimizer));
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(parameters, subject.Network.Parameters.ToArray());
            Assert.Equal(state.StepCount, optimizer.ExportState().StepCount);
        }
    }

    [Fact]
    public void SavingIsForTheCallbackOnItsThread()
    {
        Subject trainer = NewTrainer(null);
        Assert.Throws<InvalidOperationException>(() => trainer.Trainer.SaveCheckpoint(File));

        Exception? onAnotherThread = null;
        trainer = NewTrainer(self =>
        {
            var thread = new Thread(() => onAnotherThread = Record.Exception(() => self.SaveCheckpoint(File)));
            thread.Start();
            thread.Join();
        }, epochs: 1);
        Train(trainer, new Adam<double>(0.02));
        Assert.IsType<InvalidOperationException>(onAnotherThread);
        Assert.False(System.IO.File.Exists(File));
        Assert.Throws<InvalidOperationException>(() => trainer.Trainer.SaveCheckpoint(File));
    }

    private readonly record struct Trained(TrainingHistory History, double[] Parameters, double LearningRate);

    /// <summary>Interrupts a training after its third epoch, goes on with it in new objects, and compares with one that was not interrupted.</summary>
    private void AssertResumes(
        Func<IOptimizer<double>> newOptimizer, Func<Action<IrisTrainer>?, Subject> newTrainer)
    {
        Trained whole = Train(newTrainer(null), newOptimizer());
        int saved = 0;
        using (var cancellation = new CancellationTokenSource())
        {
            Train(newTrainer(trainer =>
            {
                if (++saved == 3)
                {
                    trainer.SaveCheckpoint(File);
                    cancellation.Cancel();
                }
            }), newOptimizer(), cancellation.Token);
        }

        Assert.Equal(3, saved);
        IOptimizer<double> optimizer = newOptimizer();
        optimizer.LearningRate = 123;
        Trained resumed = Resume(newTrainer(null), optimizer);
        AssertSame(whole, resumed);
        Assert.True(whole.History.Epochs.Count > 4);
    }

    private static void AssertSame(Trained expected, Trained actual)
    {
        Assert.Equal(expected.Parameters, actual.Parameters);
        Assert.Equal(expected.LearningRate, actual.LearningRate);
        Assert.Equal(expected.History.StopReason, actual.History.StopReason);
        Assert.Equal(expected.History.BestEpoch, actual.History.BestEpoch);
        Assert.Equal(expected.History.Epochs.Select(WithoutTimes), actual.History.Epochs.Select(WithoutTimes));

        static TrainingProgress WithoutTimes(TrainingProgress epoch) => epoch with { Duration = default, Elapsed = default };
    }

    private static Trained Train(Subject subject, IOptimizer<double> optimizer, CancellationToken cancellation = default)
    {
        TrainingHistory history = subject.Trainer.Train<CategoricalCrossEntropy>(s_iris.Training, optimizer, cancellation);
        return new Trained(history, subject.Network.Parameters.ToArray(), optimizer.LearningRate);
    }

    private Trained Resume(Subject subject, IOptimizer<double> optimizer)
    {
        TrainingHistory history = subject.Trainer.Resume<CategoricalCrossEntropy>(File, s_iris.Training, optimizer);
        return new Trained(history, subject.Network.Parameters.ToArray(), optimizer.LearningRate);
    }

    private void SaveEvery(IrisTrainer trainer) => trainer.SaveCheckpoint(File);

    private static Subject NewTrainer(
        Action<IrisTrainer>? save, int epochs = 7, int batchSize = 16, LearningRateSchedule? schedule = null, ScheduleInterval interval = default,
        EarlyStopping? stopping = null, double? clipNorm = null, double? clipValue = null)
    {
        IrisTrainer? trainer = null;
        var network = IrisNetwork.Create(seed: 1);
        trainer = new IrisTrainer(network)
        {
            Epochs = epochs,
            BatchSize = batchSize,
            Seed = 5,
            Validation = s_iris.Test,
            Schedule = schedule,
            ScheduleInterval = interval,
            EarlyStopping = stopping,
            ClipNorm = clipNorm,
            ClipValue = clipValue,
            EpochCompleted = _ => save?.Invoke(trainer!),
        };
        return new Subject(network, trainer);
    }

    private sealed record Subject(IrisNetwork Network, IrisTrainer Trainer);
}
