using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using Xunit;

namespace Generated.Tests;

/// <summary>Members that only read the parameters may run on many threads at once, and a training on several.</summary>
/// <remarks>One counts the allocations of the process, so nothing else runs meanwhile.</remarks>
[Collection(nameof(ThreadTests))]
[CollectionDefinition(nameof(ThreadTests), DisableParallelization = true)]
public class ThreadTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => EveryNetwork.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void EightThreadsOnOneInstanceGiveTheBitsOfOne(string name) => EveryNetwork.Check<EightThreads>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void TrainingGivesTheSameBitsOnAnyNumberOfThreads(string name) => EveryNetwork.Check<ThreadedTraining>(name);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ThreadsEndWithTheTraining(int threads)
    {
        WitnessedLoss.Threads.Clear();
        Train<DigitNetwork, float, WitnessedLoss>(threads, batchSize: 400);
        Assert.Equal(threads, WitnessedLoss.Threads.Count);
        Assert.All(WitnessedLoss.Threads.Keys, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void ABatchThatIsTakenInRoundsGivesTheSameBits(int threads)
    {
        const int samples = 900;
        var data = new Dataset<float>(
            EveryNetwork.Inputs<float>(samples * DigitNetwork.InputSize, 1), DigitNetwork.InputSize,
            EveryNetwork.Targets<float>(samples, DigitNetwork.OutputSize, 2), DigitNetwork.OutputSize);
        var network = new DigitNetwork(5);
        int[] rows = [.. Enumerable.Range(0, samples)];
        float[] expected = new float[DigitNetwork.ParameterCount];
        float loss = network.BackwardBatch<CategoricalCrossEntropy>(data.Inputs, data.Targets, expected);

        // No memory to wait in but for one part a thread, so that there is a round for every few parts.
        using var step = new BatchStep<DigitNetwork, float>(network, data, new Sgd<float>(0.1), samples, threads, waitingBudget: 0);
        Assert.Equal(loss, step.TakeGradient<CategoricalCrossEntropy>(rows));
        Assert.Equal(expected, step.Gradient.ToArray());
    }

    [Fact]
    public void AnErrorOfALossOnAnotherThreadEndsTheTraining()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Train<DigitNetwork, float, FailingLoss>(threads: 3, batchSize: 400));
        Assert.Equal("This loss fails.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnEpochOnSeveralThreadsAllocatesNothing(bool isWeighted)
    {
        var allocated = new List<long>(100);
        Train<DigitNetwork, float, CategoricalCrossEntropy>(threads: 3, batchSize: 400, progress => allocated.Add(GC.GetTotalAllocatedBytes(precise: true)), epochs: 12, isWeighted);
        // The first epochs start the threads and compile the code.
        Assert.Equal(0, allocated[^1] - allocated[4]);
    }

    [Fact]
    public void ALossThatCallsTheNetworkItselfDoesNotDisturbIt()
    {
        // Both calls need more than the stack budget, so both ask for the thread's scratch memory.
        var network = new LargeNetwork(4);
        NestedLoss.Network = network;
        float[] x = EveryNetwork.Inputs<float>(300, 1), t = EveryNetwork.Targets<float>(1, 20, 2);
        float[] plain = new float[LargeNetwork.ParameterCount], nested = new float[LargeNetwork.ParameterCount];
        float expected = network.Backward<HalfSquaredError>(x, t, plain);
        Assert.Equal(expected, network.Backward<NestedLoss>(x, t, nested));
        Assert.Equal(plain, nested);
    }

    private static T[] Train<TNetwork, T, TLoss>(int threads, int batchSize, Action<TrainingProgress>? epochCompleted = null, int epochs = 5, bool isWeighted = false)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        const int samples = 900;
        NetworkShape shape = TNetwork.Shape;
        var data = new Dataset<T>(
            EveryNetwork.Inputs<T>(samples * shape.InputSize, 1), shape.InputSize, EveryNetwork.Targets<T>(samples, shape.OutputSize, 2), shape.OutputSize);
        if (isWeighted)
            data = data.WithWeights(EveryNetwork.Weights<T>(samples, 4));
        TNetwork network = TNetwork.Create(5);
        var trainer = new Trainer<TNetwork, T>(network)
        {
            Epochs = epochs,
            BatchSize = batchSize,
            Seed = 3,
            MaxDegreeOfParallelism = threads,
            EpochCompleted = epochCompleted,
        };
        trainer.Train<TLoss>(data, new Adam<T>(0.001));
        return network.Parameters.ToArray();
    }

    /// <summary>Twenty steps over batches of several parts, of which the last is a shorter one.</summary>
    private sealed class ThreadedTraining : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            T[] alone = Train<TNetwork, T, TLoss>(threads: 1, batchSize: 257);
            Assert.DoesNotContain(alone, T.IsNaN);
            foreach (int threads in new[] { 2, 3, 8 })
                Assert.Equal(alone, Train<TNetwork, T, TLoss>(threads, batchSize: 257));
            T[] weighted = Train<TNetwork, T, TLoss>(threads: 1, batchSize: 257, isWeighted: true);
            Assert.NotEqual(alone, weighted);
            foreach (int threads in new[] { 2, 3, 8 })
                Assert.Equal(weighted, Train<TNetwork, T, TLoss>(threads, batchSize: 257, isWeighted: true));
        }
    }

    /// <summary>½‖y − t‖², which notes the threads that it is computed on.</summary>
    private readonly struct WitnessedLoss : ILoss<float>
    {
        public static ConcurrentDictionary<Thread, bool> Threads { get; } = new();

        public static float Value(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
        {
            Threads.TryAdd(Thread.CurrentThread, true);
            return ValueOf<HalfSquaredError>(output, target);
        }

        public static void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient) =>
            GradientOf<HalfSquaredError>(output, target, scale, outputGradient);

        private static float ValueOf<TLoss>(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
            where TLoss : ILoss<float> => TLoss.Value(output, target);

        private static void GradientOf<TLoss>(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient)
            where TLoss : ILoss<float> => TLoss.Gradient(output, target, scale, outputGradient);
    }

    private readonly struct FailingLoss : ILoss<float>
    {
        public static float Value(ReadOnlySpan<float> output, ReadOnlySpan<float> target) => throw new InvalidOperationException("This loss fails.");

        public static void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient)
        {
        }
    }

    /// <summary>½‖y − t‖², after a backward pass of its own through the same network.</summary>
    private readonly struct NestedLoss : ILoss<float>
    {
        public static LargeNetwork? Network { get; set; }

        public static float Value(ReadOnlySpan<float> output, ReadOnlySpan<float> target) => Value<HalfSquaredError>(output, target);

        public static void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient)
        {
            Network!.Backward<HalfSquaredError>(new float[300], new float[20], new float[LargeNetwork.ParameterCount]);
            Gradient<HalfSquaredError>(output, target, scale, outputGradient);
        }

        private static float Value<TLoss>(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
            where TLoss : ILoss<float> => TLoss.Value(output, target);

        private static void Gradient<TLoss>(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient)
            where TLoss : ILoss<float> => TLoss.Gradient(output, target, scale, outputGradient);
    }

    private sealed class EightThreads : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            const int threads = 8, repeats = 5, rows = 30;
            TNetwork network = TNetwork.Create(3);
            NetworkShape shape = TNetwork.Shape;

            (T[] Outputs, T[] Gradient) Compute(int seed)
            {
                T[] x = EveryNetwork.Inputs<T>(rows * shape.InputSize, seed), t = EveryNetwork.Targets<T>(rows, shape.OutputSize, seed);
                T[] y = new T[rows * shape.OutputSize], gradient = new T[shape.ParameterCount];
                network.ForwardBatch(x, y);
                network.BackwardBatch<TLoss>(x, t, gradient);
                return (y, gradient);
            }

            var expected = new (T[] Outputs, T[] Gradient)[threads];
            for (int i = 0; i < threads; i++)
                expected[i] = Compute(i);

            var actual = new (T[] Outputs, T[] Gradient)[threads * repeats];
            var workers = new Thread[threads];
            using var start = new Barrier(threads);
            for (int i = 0; i < threads; i++)
            {
                int seed = i;
                workers[i] = new Thread(() =>
                {
                    start.SignalAndWait();
                    for (int repeat = 0; repeat < repeats; repeat++)
                        actual[repeat * threads + seed] = Compute(seed);
                });
                workers[i].Start();
            }

            foreach (Thread worker in workers)
                worker.Join();
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.Equal(expected[i % threads].Outputs, actual[i].Outputs);
                Assert.Equal(expected[i % threads].Gradient, actual[i].Gradient);
            }
        }
    }
}
