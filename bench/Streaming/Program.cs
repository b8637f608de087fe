using System;
using System.Diagnostics;
using System.Globalization;

namespace Generated.Bench;

/// <summary>
/// Streaming networks on one thread: <c>dotnet run -c Release --project bench/Streaming [-- --rounds N]</c>. Nanoseconds a step, one by one (each input made of the
/// output before it) and in sequences of 512, and a step of training on 32 sequences of 64 steps; of all rounds the fastest.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        int rounds = 50;
        if (args.Length > 0 && (args.Length != 2 || args[0] != "--rounds" || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds < 1))
        {
            Console.Error.WriteLine("--rounds N is known.");
            return 2;
        }

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine($"{NetworkInfo.VectorBits}-bit registers; nanoseconds a step");
        Console.WriteLine("| network | one by one | in a sequence | in training |");
        Console.WriteLine("|---|---|---|---|");
        Measure<Lstm16, Lstm16.State>(rounds);
        Measure<Lstm20, Lstm20.State>(rounds);
        Measure<Lstm32, Lstm32.State>(rounds);
        Measure<Lstm40, Lstm40.State>(rounds);
        Measure<Lstm64, Lstm64.State>(rounds);
        Measure<Gru8, Gru8.State>(rounds);
        Measure<Gru16, Gru16.State>(rounds);
        Measure<Gru32, Gru32.State>(rounds);
        Measure<Gru40, Gru40.State>(rounds);
        Measure<Gru64, Gru64.State>(rounds);
        Measure<Convolutions16, Convolutions16.State>(rounds);
        Measure<Convolutions8, Convolutions8.State>(rounds);
        Measure<Mixed, Mixed.State>(rounds);
        return 0;
    }

    private static void Measure<TNetwork, TState>(int rounds)
        where TNetwork : class, IStreamingNetwork<TNetwork, float, TState>
        where TState : NetworkState<float>, new()
    {
        const int calls = 10_000, length = 512, sequences = 32, steps = 64;
        TNetwork network = TNetwork.Create(seed: 3);
        TState state = new();
        TState[] states = new TState[sequences];
        for (int i = 0; i < sequences; i++)
            states[i] = new TState();
        float[] input = new float[1], output = new float[1], inputs = new float[sequences * steps], targets = new float[sequences * steps], outputs = new float[length];
        float[] gradient = new float[TNetwork.Shape.TrainableCount];
        var random = new Random(1);
        for (int i = 0; i < inputs.Length; i++)
            (inputs[i], targets[i]) = (2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1);

        double byStep = Best(rounds, calls, () =>
        {
            for (int i = 0; i < calls; i++)
            {
                input[0] = 0.5f * output[0] + 0.1f;
                network.Step(input, state, output);
            }
        });
        double inSequence = Best(rounds, 10 * length, () =>
        {
            for (int i = 0; i < 10; i++)
                network.Sequence(inputs.AsSpan(0, length), state, outputs);
        });
        double inTraining = Best(rounds, sequences * steps, () =>
            network.BackwardSequences<MeanSquaredError>(inputs, targets, states, warmUp: 0, gradient));
        Console.WriteLine($"| {TNetwork.Shape} | {byStep:F1} | {inSequence:F1} | {inTraining:F1} |");
    }

    private static double Best(int rounds, int steps, Action work)
    {
        work();
        double best = double.PositiveInfinity;
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / steps);
        }

        return best;
    }
}
