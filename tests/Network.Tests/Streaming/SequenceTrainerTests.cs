using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Training on sequences is what a loop of BackwardSequences would do, with the same bits on any number of threads, and it learns.</summary>
public class SequenceTrainerTests
{
    private const int Steps = 24;

    [Fact]
    public void ALeakyIntegratorIsLearnt()
    {
        var network = new LongShortTermMemoryStreamSingle(1);
        var trainer = New(network, epochs: 60, batchSize: 16, window: 12, carries: true);
        TrainingHistory history = trainer.Train<MeanSquaredError>(Integrator(64, 1), new Adam<float>(0.01), TestContext.Current.CancellationToken);
        double loss = trainer.Evaluate<MeanSquaredError>(Integrator(20, 2)).Loss;
        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.True(history.Epochs[0].TrainingLoss > 0.1, $"{history.Epochs[0].TrainingLoss}");
        Assert.True(loss < 0.01, $"loss {loss}");
    }

    /// <summary>Window after window by hand: states carried or reset, the first steps not counted, clipping, Adam.</summary>
    [Theory]
    [InlineData(null, true, 0)]
    [InlineData(null, true, 5)]
    [InlineData(7, true, 0)]
    [InlineData(7, true, 9)]
    [InlineData(7, false, 0)]
    [InlineData(8, false, 3)]
    public void AnEpochHasTheBitsOfALoop(int? window, bool carries, int warmUp)
    {
        const int sequences = 37, batch = 20;
        Dataset<float> data = Integrator(sequences, 3);
        var network = new LongShortTermMemoryStreamSingle(4);
        var trainer = new SequenceTrainer<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State>(network)
        {
            Epochs = 2,
            BatchSize = batch,
            Window = window,
            CarriesState = carries,
            WarmUp = warmUp,
            Shuffle = false,
            ClipNorm = 0.05,
        };
        TrainingHistory history = trainer.Train<MeanSquaredError>(data, new Adam<float>(0.01), TestContext.Current.CancellationToken);

        var again = new LongShortTermMemoryStreamSingle(4);
        var optimizer = new Adam<float>(0.01);
        float[] gradient = new float[LongShortTermMemoryStreamSingle.ParameterCount];
        (double loss, int counted) = (0, 0);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            (loss, counted) = (0, 0);
            for (int met = 0; met < sequences; met += batch)
            {
                int[] rows = [.. Enumerable.Range(met, Math.Min(batch, sequences - met))];
                LongShortTermMemoryStreamSingle.State[] states = [.. rows.Select(_ => new LongShortTermMemoryStreamSingle.State())];
                for (int first = 0; first < Steps; first += window ?? Steps)
                {
                    int length = Math.Min(window ?? Steps, Steps - first), skipped = Math.Max(0, carries ? warmUp - first : warmUp);
                    if (!carries)
                        states = [.. rows.Select(_ => new LongShortTermMemoryStreamSingle.State())];
                    float[] x = [.. rows.SelectMany(row => data.Input(row).Slice(first, length).ToArray())], t = [.. rows.SelectMany(row => data.Target(row).Slice(first, length).ToArray())];
                    if (skipped >= length)
                    {
                        for (int i = 0; i < rows.Length; i++)
                            again.Sequence(x.AsSpan(i * length, length), states[i], new float[length]);
                        continue;
                    }

                    float mean = again.BackwardSequences<MeanSquaredError>(x, t, states, skipped, gradient);
                    (loss, counted) = (loss + (double)mean * rows.Length * (length - skipped), counted + rows.Length * (length - skipped));
                    GradientClipping.ClipByNorm<float>(gradient, 0.05);
                    optimizer.Step(again.Parameters, gradient);
                }
            }
        }

        Assert.Equal(again.Parameters.ToArray(), network.Parameters.ToArray());
        Assert.Equal(loss / counted, history.Epochs[1].TrainingLoss, 1e-6 * loss);
    }

    [Fact]
    public void TheBitsDoNotDependOnTheThreads()
    {
        float[] train(int threads)
        {
            var network = new ConvolutionMemoryResidualStreamSingle(5);
            float[] x = EveryNetwork.Inputs<float>(90 * Steps * 2, 1), t = [.. EveryNetwork.Inputs<float>(90 * Steps, 2).Select(value => value > 0 ? 1f : 0f)];
            var trainer = new SequenceTrainer<ConvolutionMemoryResidualStreamSingle, float, ConvolutionMemoryResidualStreamSingle.State>(network)
            {
                Epochs = 3,
                BatchSize = 70,
                Window = 10,
                WarmUp = 4,
                Seed = 7,
                MaxDegreeOfParallelism = threads,
            };
            trainer.Train<BinaryCrossEntropy>(new Dataset<float>(x, Steps * 2, t, Steps), new Sgd<float>(0.1) { Momentum = 0.9 }, TestContext.Current.CancellationToken);
            return network.Parameters.ToArray();
        }

        float[] alone = train(1);
        Assert.DoesNotContain(alone, float.IsNaN);
        Assert.NotEqual(new ConvolutionMemoryResidualStreamSingle(5).Parameters.ToArray(), alone);
        Assert.Equal(alone, train(2));
        Assert.Equal(alone, train(4));
    }

    [Fact]
    public void AnEpochAllocatesNothing()
    {
        var allocated = new long[20];
        var network = new LongShortTermMemoryStreamSingle(1);
        var trainer = new SequenceTrainer<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State>(network)
        {
            Epochs = 20,
            BatchSize = 20,
            Window = 7,
            WarmUp = 3,
            Validation = Integrator(9, 5),
            EarlyStopping = new EarlyStopping { Patience = 1000 },
            EpochCompleted = progress => allocated[progress.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread(),
        };
        trainer.Train<MeanSquaredError>(Integrator(50, 6), new Adam<float>(0.01), TestContext.Current.CancellationToken);
        // The history has room for the epochs from the start; the first epochs compile.
        Assert.Equal(0, allocated[19] - allocated[9]);
    }

    [Fact]
    public void TheBestParametersAreKeptAndEvaluated()
    {
        Dataset<float> validation = Integrator(15, 8);
        var network = new LongShortTermMemoryStreamSingle(2);
        var trainer = new SequenceTrainer<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State>(network)
        {
            Epochs = 500,
            WarmUp = 2,
            Validation = validation,
            EarlyStopping = new EarlyStopping { Patience = 2, MinimumImprovement = 0.01 },
            Seed = 3,
        };
        TrainingHistory history = trainer.Train<MeanSquaredError>(Integrator(40, 9), new Adam<float>(0.02), TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.EarlyStopped, history.StopReason);
        Evaluation evaluation = trainer.Evaluate<MeanSquaredError>(validation);
        Assert.Equal(history.Epochs[history.BestEpoch - 1].ValidationLoss!.Value, evaluation.Loss);

        double expected = 0;
        float[] output = new float[Steps];
        for (int row = 0; row < validation.Count; row++)
        {
            network.Sequence(validation.Input(row), new LongShortTermMemoryStreamSingle.State(), output);
            for (int step = 2; step < Steps; step++)
                expected += Math.Pow(output[step] - validation.Target(row)[step], 2) / (validation.Count * (Steps - 2));
        }

        Assert.Equal(expected, evaluation.Loss, 1e-5 * expected);
    }

    [Fact]
    public void WhatDoesNotFitIsSaid()
    {
        var network = new LongShortTermMemoryStreamSingle(2);
        float[] before = network.Parameters.ToArray();
        var trainer = New(network, 1, 4, null, true);
        Dataset<float> uneven = new([1, 2, 3, 4], 2, [1, 2, 3, 4, 5, 6], 3);
        Assert.Contains("not equally many steps", Assert.Throws<ArgumentException>(() => trainer.Train<MeanSquaredError>(uneven, new Adam<float>(), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => New(network, 0, 4, null, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => New(network, 1, 4, 0, true));
        var late = new SequenceTrainer<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State>(network) { WarmUp = 7, Window = 7, CarriesState = false };
        Assert.Contains("WarmUp is 7, but a window has 7 steps", Assert.Throws<InvalidOperationException>(() => late.Train<MeanSquaredError>(Integrator(3, 1), new Adam<float>(), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        var stops = new SequenceTrainer<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State>(network) { EarlyStopping = new EarlyStopping() };
        Assert.Throws<InvalidOperationException>(() => stops.Train<MeanSquaredError>(Integrator(3, 1), new Adam<float>(), TestContext.Current.CancellationToken));
        var diverging = New(network, 50, 4, null, true);
        Assert.Throws<ArgumentException>(() => diverging.Train<BinaryCrossEntropy>(Integrator(3, 1), new Adam<float>(), TestContext.Current.CancellationToken));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    /// <summary>The trainer of samples would start every step from zeros.</summary>
    [Fact]
    public void TheTrainerOfSamplesNamesTheOneOfSequences()
    {
        var network = new LongShortTermMemoryStreamSingle(1);
        Assert.Equal(
            "LongShortTermMemoryStreamSingle is a streaming network: its samples are steps of sequences. Train it with SequenceTrainer, or declare a number of "
            + "steps with [Input].",
            Assert.Throws<NotSupportedException>(() => new Trainer<LongShortTermMemoryStreamSingle, float>(network)).Message);
    }

    private static SequenceTrainer<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State> New(
        LongShortTermMemoryStreamSingle network, int epochs, int batchSize, int? window, bool carries) =>
        new(network) { Epochs = epochs, BatchSize = batchSize, Window = window, CarriesState = carries, Seed = 1 };

    /// <summary>Noise, and what a leaky integrator makes of it.</summary>
    private static Dataset<float> Integrator(int sequences, int seed)
    {
        var random = new Random(seed);
        float[] inputs = [.. Enumerable.Range(0, sequences * Steps).Select(_ => 2 * random.NextSingle() - 1)], targets = new float[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            targets[i] = (i % Steps == 0 ? 0 : 0.8f * targets[i - 1]) + 0.5f * inputs[i];
        return new Dataset<float>(inputs, Steps, targets, Steps);
    }
}
