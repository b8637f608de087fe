using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Random streaming networks in double precision, compiled and run: the gradient through time against central differences, and a sequence against its steps.
/// 150 networks in 3 compilations; GENERATED_EXHAUSTIVE=1 takes 2,000.
/// </summary>
public class StreamGradientTests
{
    private const int BatchSize = 50;

    private static readonly int s_batches = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 40 : 3;

    [Fact]
    public void BackwardSequencesIsTheSlopeOfSequence()
    {
        (int compared, int kinks) = (0, 0);
        for (int batch = 0; batch < s_batches; batch++)
        {
            RandomGraph[] graphs = [.. Enumerable.Range(batch * BatchSize, BatchSize).Select(seed => new RandomGraph(seed, isSmooth: true, isStreaming: true))];
            var emitted = EmittedAssembly.Load(string.Join("\n", graphs.Select((graph, i) => $"namespace N{i} {{ {Declare(graph)} public partial class Net {{ }} }}")));
            for (int i = 0; i < graphs.Length; i++)
            {
                Type network = emitted.Networks.Single(type => type.FullName == $"N{i}.Net");
                var probe = (Probe)Activator.CreateInstance(typeof(Probe<,>).MakeGenericType(network, network.GetNestedType("State")!), batch * BatchSize + i)!;
                try
                {
                    probe.Check(ref compared, ref kinks);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"Graph {batch * BatchSize + i}: {graphs[i]}{Environment.NewLine}{exception.Message}", exception);
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} slopes compared, {kinks} at kinks.");
        Assert.True(compared > 50 * s_batches && compared > 100 * kinks, $"{compared} slopes compared, {kinks} at kinks");
    }

    private static string Declare(RandomGraph graph) =>
        $"[global::Generated.Network({string.Join(", ", new[] { graph.Sizes, "Precision = global::Generated.Precision.Double" }.Where(argument => argument.Length > 0))})] "
        + string.Concat(graph.Attributes().Select(attribute => $"[global::Generated.{attribute}] "));

    private abstract class Probe
    {
        public abstract void Check(ref int compared, ref int kinks);
    }

    private sealed class Probe<TNetwork, TState>(int seed) : Probe
        where TNetwork : class, IStreamingNetwork<TNetwork, double, TState>
        where TState : NetworkState<double>, new()
    {
        private const int Sequences = 2, Steps = 6, Past = 5;

        public override void Check(ref int compared, ref int kinks)
        {
            var random = new Random(seed);
            double[] numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
            TNetwork network = TNetwork.Create((ulong)seed);
            NetworkShape shape = TNetwork.Shape;
            (int n, int m, int warmUp) = (shape.InputSize, shape.OutputSize, random.Next(3));
            foreach (ref double parameter in network.Parameters)
                parameter += 0.6 * random.NextDouble() - 0.3;
            double[] past = numbers(Sequences * Past * n), inputs = numbers(Sequences * Steps * n), targets = numbers(Sequences * Steps * m);
            var start = new double[Sequences][];
            for (int sequence = 0; sequence < Sequences; sequence++)
            {
                var state = new TState();
                network.Sequence(past.AsSpan(sequence * Past * n, Past * n), state, new double[Past * m]);
                start[sequence] = new double[state.Length];
                state.Export(start[sequence]);
            }

            TState[] states() => [.. start.Select(values =>
            {
                var state = new TState();
                state.Import(values);
                return state;
            })];
            var outputs = new double[Steps * m];
            double value()
            {
                double loss = 0;
                TState[] own = states();
                for (int sequence = 0; sequence < Sequences; sequence++)
                {
                    network.Sequence(inputs.AsSpan(sequence * Steps * n, Steps * n), own[sequence], outputs);
                    for (int i = warmUp * m; i < outputs.Length; i++)
                        loss += 0.5 * Math.Pow(outputs[i] - targets[sequence * Steps * m + i], 2);
                }

                return loss / (Sequences * (Steps - warmUp));
            }

            var gradient = new Guarded<double>(shape.TrainableCount);
            double loss = network.BackwardSequences<HalfSquaredError>(
                new Guarded<double>(inputs).Span, new Guarded<double>(targets).Span, states(), warmUp, gradient.Span);
            Assert.Equal(value(), loss, 1e-12 * (1 + loss));
            for (int i = 0; i < gradient.Span.Length; i += 1 + gradient.Span.Length / 200)
            {
                double centre = network.Parameters[i], found = gradient.Intact()[i];
                double difference = (8 * (at(1e-4) - at(-1e-4)) - (at(2e-4) - at(-2e-4))) / 12e-4;
                if (Math.Abs(difference - found) > 1e-7 * (1 + Math.Abs(found) + loss))
                {
                    // Nearer, where a kink in between no longer disturbs; at a kink itself the slopes on both sides differ.
                    (double above, double here, double below) = (at(1e-6), at(0), at(-1e-6));
                    difference = (above - below) / 2e-6;
                    if (Math.Abs(above - 2 * here + below) > 1e-4 * 1e-6 * (1 + Math.Abs(found)))
                    {
                        kinks++;
                        continue;
                    }

                    Assert.Equal(difference, found, 1e-4 * (1 + Math.Abs(found) + loss));
                }

                compared++;

                double at(double step)
                {
                    network.Parameters[i] = centre + step;
                    double result = value();
                    network.Parameters[i] = centre;
                    return result;
                }
            }

            // Step by step, with the bits of the whole.
            var single = new double[m];
            network.Sequence(inputs.AsSpan(0, Steps * n), states()[0], outputs);
            TState[] again = states();
            for (int step = 0; step < Steps; step++)
            {
                network.Step(new Guarded<double>(inputs.AsSpan(step * n, n).ToArray()).Span, again[0], single);
                Guarded<double>.AssertSameBits(outputs.AsSpan(step * m, m), single, $"step {step}");
            }
        }
    }
}
