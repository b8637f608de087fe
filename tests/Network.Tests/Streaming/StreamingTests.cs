using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// What a stream owes its user: the same bits step by step, in any sequences, in batches of states and on any thread, no allocation, and states that can be
/// copied, reset and saved.
/// </summary>
public class StreamingTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => EveryStream.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ASequenceHasTheBitsOfItsSteps(string name) => EveryStream.Check<SequenceIsSteps>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void AnySplitOfASequenceHasTheBitsOfTheWhole(string name) => EveryStream.Check<AnySplit>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void ABatchOfStatesHasTheBitsOfEach(string name) => EveryStream.Check<BatchIsSteps>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void EightThreadsWithTheirOwnStatesGiveTheBitsOfOne(string name) => EveryStream.Check<EightThreads>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingIsAllocated(string name) => EveryStream.Check<NoAllocation>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void AStateIsCopiedResetExportedAndSavedWithItsBits(string name) => EveryStream.Check<StatesAreKept>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardSequencesTakesTheStatesOnAndIsTheSumOfItsParts(string name) => EveryStream.Check<GradientIsSumOfParts>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongArgumentsAreRefusedBeforeAnythingIsWritten(string name) => EveryStream.Check<WrongArguments>(name);

    private static T[] Run<TNetwork, T, TState>(TNetwork network, T[] inputs, TState state)
        where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TState : NetworkState<T>, new()
    {
        (int n, int m) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
        var outputs = new T[inputs.Length / n * m];
        for (int step = 0; step < inputs.Length / n; step++)
            network.Step(inputs.AsSpan(step * n, n), state, outputs.AsSpan(step * m, m));
        return outputs;
    }

    private static T[] Export<T>(NetworkState<T> state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[state.Length];
        state.Export(values);
        return values;
    }

    private sealed class SequenceIsSteps : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(3);
            foreach (int steps in new[] { 0, 1, 2, 7, 129, 400 })
            {
                T[] inputs = EveryNetwork.Inputs<T>(steps * TNetwork.Shape.InputSize, 1), outputs = new T[steps * TNetwork.Shape.OutputSize];
                TState byStep = new(), atOnce = new();
                T[] expected = StreamingTests.Run<TNetwork, T, TState>(network, inputs, byStep);
                network.Sequence(inputs, atOnce, outputs);
                Assert.Equal(expected, outputs);
                Assert.Equal(Export(byStep), Export(atOnce));
                Assert.Equal(steps, atOnce.Steps);
                Assert.True(steps < 2 || outputs.Distinct().Count() > 1);
            }
        }
    }

    private sealed class AnySplit : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            const int steps = 300;
            TNetwork network = TNetwork.Create(4);
            (int n, int m) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
            T[] inputs = EveryNetwork.Inputs<T>(steps * n, 2), whole = new T[steps * m];
            var state = new TState();
            network.Sequence(inputs, state, whole);
            for (int seed = 0; seed < 8; seed++)
            {
                var random = new Random(seed);
                var split = new TState();
                var outputs = new T[steps * m];
                for (int done = 0, count; done < steps; done += count)
                {
                    count = Math.Min(steps - done, random.Next(1 << random.Next(8)));
                    network.Sequence(inputs.AsSpan(done * n, count * n), split, outputs.AsSpan(done * m, count * m));
                }

                Assert.Equal(whole, outputs);
                Assert.Equal(Export(state), Export(split));
            }
        }
    }

    private sealed class BatchIsSteps : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            const int agents = 131, steps = 9;
            TNetwork network = TNetwork.Create(5);
            (int n, int m) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
            T[] inputs = EveryNetwork.Inputs<T>(steps * agents * n, 3), outputs = new T[agents * m], output = new T[m];
            TState[] batch = [.. Enumerable.Range(0, agents).Select(_ => new TState())], single = [.. Enumerable.Range(0, agents).Select(_ => new TState())];
            // Not all of them are equally far.
            network.Step(inputs.AsSpan(0, n), batch[7], output);
            network.Step(inputs.AsSpan(0, n), single[7], output);
            for (int step = 0; step < steps; step++)
            {
                ReadOnlySpan<T> now = inputs.AsSpan(step * agents * n, agents * n);
                network.StepBatch(now, batch, outputs);
                for (int agent = 0; agent < agents; agent++)
                {
                    network.Step(now.Slice(agent * n, n), single[agent], output);
                    Assert.Equal(output, outputs[(agent * m)..((agent + 1) * m)]);
                }
            }

            Assert.Equal(single.Select(Export), batch.Select(Export));
        }
    }

    private sealed class EightThreads : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            const int steps = 200;
            TNetwork network = TNetwork.Create(6);
            T[][] inputs = [.. Enumerable.Range(0, 8).Select(thread => EveryNetwork.Inputs<T>(steps * TNetwork.Shape.InputSize, thread))];
            T[][] expected = [.. inputs.Select(own => StreamingTests.Run<TNetwork, T, TState>(network, own, new TState()))];
            Task<T[]>[] tasks = [.. inputs.Select(own => Task.Factory.StartNew(
                () => StreamingTests.Run<TNetwork, T, TState>(network, own, new TState()), TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            for (int thread = 0; thread < tasks.Length; thread++)
                Assert.Equal(expected[thread], tasks[thread].GetAwaiter().GetResult());
        }
    }

    private sealed class NoAllocation : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            const int agents = 20, steps = 30;
            TNetwork network = TNetwork.Create(7);
            (int n, int m) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
            T[] inputs = EveryNetwork.Inputs<T>(agents * steps * n, 4), targets = EveryNetwork.Inputs<T>(agents * steps * m, 5), outputs = new T[agents * steps * m];
            T[] gradient = new T[TNetwork.Shape.TrainableCount];
            TState[] states = [.. Enumerable.Range(0, agents).Select(_ => new TState())];
            T[] values = new T[states[0].Length];

            void everything()
            {
                network.Step(inputs.AsSpan(0, n), states[0], outputs.AsSpan(0, m));
                network.Sequence(inputs, states[1], outputs);
                network.StepBatch(inputs.AsSpan(0, agents * n), states, outputs.AsSpan(0, agents * m));
                network.BackwardSequences<TLoss>(inputs, targets, states, warmUp: 3, gradient);
                network.BackwardSequences<TLoss>(inputs, targets, states, warmUp: 0, gradient);
                states[0].CopyTo(states[2]);
                states[2].Export(values);
                states[3].Import(values);
                states[2].Reset();
            }

            // The first calls compile the code and allocate the thread's scratch memory.
            everything();
            everything();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
                everything();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private sealed class StatesAreKept : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(8);
            int n = TNetwork.Shape.InputSize;
            T[] inputs = EveryNetwork.Inputs<T>(100 * n, 6), head = inputs[..(37 * n)], tail = inputs[(37 * n)..];
            TState state = new(), copy = new(), imported = new(), loaded = new();
            T[] fresh = StreamingTests.Run<TNetwork, T, TState>(network, head, state);
            state.CopyTo(copy);
            imported.Import(Export(state));
            string file = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.safetensors");
            try
            {
                state.SaveState(file);
                loaded.LoadState(file);
            }
            finally
            {
                File.Delete(file);
            }

            Assert.Equal(37, copy.Steps);
            Assert.Equal(Export(state), Export(loaded));
            T[] expected = StreamingTests.Run<TNetwork, T, TState>(network, tail, state);
            Assert.Equal(expected, StreamingTests.Run<TNetwork, T, TState>(network, tail, copy));
            Assert.Equal(expected, StreamingTests.Run<TNetwork, T, TState>(network, tail, imported));
            Assert.Equal(expected, StreamingTests.Run<TNetwork, T, TState>(network, tail, loaded));
            Assert.Equal(Export(state), Export(imported));
            Assert.NotEqual(expected, StreamingTests.Run<TNetwork, T, TState>(network, tail, new TState()));
            state.Reset();
            Assert.Equal(0, state.Steps);
            Assert.All(Export(state), value => Assert.Equal(T.Zero, value));
            Assert.Equal(fresh, StreamingTests.Run<TNetwork, T, TState>(network, head, state));
        }
    }

    private sealed class GradientIsSumOfParts : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            const int sequences = 37, steps = 11, part = Kernels.SequenceGradient.SequencesOfPart;
            TNetwork network = TNetwork.Create(9);
            (int n, int m) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
            T[] inputs = EveryNetwork.Inputs<T>(sequences * steps * n, 7), targets = EveryNetwork.Inputs<T>(sequences * steps * m, 8), outputs = new T[steps * m];
            TState[] start = [.. Enumerable.Range(0, sequences).Select(_ => new TState())];
            foreach ((TState state, int sequence) in start.Select((state, sequence) => (state, sequence)))
                network.Sequence(inputs.AsSpan(sequence * n, 5 * n), state, outputs.AsSpan(0, 5 * m));
            TState[] copies() => [.. start.Select(state =>
            {
                var copy = new TState();
                state.CopyTo(copy);
                return copy;
            })];

            foreach (int warmUp in new[] { 0, 4 })
            {
                TState[] states = copies();
                var gradient = new T[TNetwork.Shape.TrainableCount];
                T loss = network.BackwardSequences<TLoss>(inputs, targets, states, warmUp, gradient);
                Assert.Contains(gradient, value => value != T.Zero);

                // The loss of the outputs, and the states, that Sequence gives.
                double expected = 0;
                TState[] again = copies();
                for (int sequence = 0; sequence < sequences; sequence++)
                {
                    network.Sequence(inputs.AsSpan(sequence * steps * n, steps * n), again[sequence], outputs);
                    for (int i = warmUp * m; i < steps * m; i++)
                        expected += 0.5 * Math.Pow(double.CreateChecked(outputs[i] - targets[(sequence * steps * m) + i]), 2);
                }

                expected /= sequences * (steps - warmUp);
                Assert.Equal(expected, double.CreateChecked(loss), 1e-5 * expected);
                Assert.Equal(again.Select(Export), states.Select(Export));

                // Each part by itself, added in order.
                T[] weights = [.. Enumerable.Range(0, sequences * steps).Select(row => row % steps < warmUp ? T.Zero : T.One)], sum = new T[gradient.Length];
                TState[] parts = copies();
                for (int first = 0; first < sequences; first += part)
                {
                    int count = Math.Min(part, sequences - first), at = first * steps;
                    var own = new T[gradient.Length];
                    network.BackwardSequencesPart<TLoss>(
                        inputs.AsSpan(at * n, count * steps * n), targets.AsSpan(at * m, count * steps * m), weights.AsSpan(at, count * steps),
                        parts.AsSpan(first, count), sequences * (steps - warmUp), own);
                    for (int i = 0; i < own.Length; i++)
                        sum[i] += own[i];
                }

                Assert.Equal(sum, gradient);
            }
        }
    }

    private sealed class WrongArguments : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(10);
            (int n, int m, int p) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize, TNetwork.Shape.TrainableCount);
            T[] inputs = EveryNetwork.Inputs<T>(6 * n, 9), outputs = new T[6 * m], gradient = new T[p];
            TState[] states = [new TState(), new TState()];
            network.Step(inputs.AsSpan(0, n), states[0], outputs.AsSpan(0, m));
            T[] before = Export(states[0]), written = [.. outputs];
            Assert.ThrowsAny<ArgumentException>(() => network.Step(inputs, states[0], outputs.AsSpan(0, m)));
            Assert.ThrowsAny<ArgumentException>(() => network.Step(inputs.AsSpan(0, n), null!, outputs.AsSpan(0, m)));
            Assert.ThrowsAny<ArgumentException>(() => network.Sequence(inputs, states[0], outputs.AsSpan(0, 5 * m)));
            Assert.ThrowsAny<ArgumentException>(() => network.StepBatch(inputs, states, outputs));
            Assert.ThrowsAny<ArgumentException>(() => network.StepBatch(inputs.AsSpan(0, 2 * n), [states[0], null!], outputs.AsSpan(0, 2 * m)));
            Assert.ThrowsAny<ArgumentException>(() => network.BackwardSequences<TLoss>(inputs, outputs, [], 0, gradient));
            Assert.ThrowsAny<ArgumentException>(() => network.BackwardSequences<TLoss>(inputs.AsSpan(0, 5 * n), outputs.AsSpan(0, 5 * m), states, 0, gradient));
            Assert.ThrowsAny<ArgumentException>(() => network.BackwardSequences<TLoss>(inputs, outputs, states, 0, gradient.AsSpan(1)));
            Assert.Throws<ArgumentOutOfRangeException>(() => network.BackwardSequences<TLoss>(inputs, outputs, states, 3, gradient));
            Assert.Throws<ArgumentOutOfRangeException>(() => network.BackwardSequences<TLoss>(inputs, outputs, states, -1, gradient));
            Assert.Contains("Expected length", Assert.Throws<ArgumentException>(() => states[0].Import(new T[before.Length + 1])).Message, StringComparison.Ordinal);
            Assert.Equal(before, Export(states[0]));
            Assert.Equal(written, outputs);
            Assert.All(gradient, value => Assert.Equal(T.Zero, value));
        }
    }
}
