using System;
using System.Diagnostics;
using System.IO;

namespace Generated.Samples.Amplifier;

/// <summary>The end of the test signal: what went in, and what came out of the circuit and of the network.</summary>
/// <param name="Input">The plucked strings.</param>
/// <param name="Circuit">The circuit's output.</param>
/// <param name="Network">The network's.</param>
/// <param name="ErrorToSignal">Σ(y − ŷ)²/Σy² over the whole test signal.</param>
internal sealed record Recording(float[] Input, float[] Circuit, float[] Network, double ErrorToSignal);

/// <summary>Teaches the network the circuit, and compares the two on strings that it has not heard.</summary>
internal static class AmplifierRun
{
    private const int TrainingSeconds = 24, TestSeconds = 6, SequenceLength = Pluck.SampleRate / 2;

    /// <summary>Writes the error, the speed, the sound before and after, and a picture.</summary>
    /// <param name="output">Receives the figures.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="epochs">How often the training signal is gone through.</param>
    public static Recording Execute(TextWriter output, string folder, int epochs)
    {
        float[] strings = Pluck.Play(TrainingSeconds, seed: 1);
        var sequences = new Dataset<float>(strings, SequenceLength, DiodeClipper.Play(strings), SequenceLength);

        var network = new GuitarAmplifier(seed: 1);
        var trainer = new SequenceTrainer<GuitarAmplifier, float, GuitarAmplifier.State>(network)
        {
            Epochs = epochs,
            BatchSize = 8,
            Window = 512,
            WarmUp = 256,
            Seed = 1,
            Schedule = new CosineSchedule(epochs),
            EpochCompleted = progress =>
            {
                if ((progress.Epoch + 1) % Math.Max(1, epochs / 10) == 0)
                    output.WriteLine(FormattableString.Invariant($"epoch {progress.Epoch + 1,3}: mean squared error {progress.TrainingLoss:0.0e+0}"));
            },
        };
        TrainingHistory history = trainer.Train<MeanSquaredError>(sequences, new Adam<float>(0.004));
        output.WriteLine(FormattableString.Invariant($"{TrainingSeconds} s of sound, {epochs} epochs in {history.Duration.TotalSeconds:F0} s."));

        float[] input = Pluck.Play(TestSeconds, seed: 2), circuit = DiodeClipper.Play(input), played = new float[input.Length];
        network.Sequence(input, new GuitarAmplifier.State(), played);
        double error = 0, signal = 0;
        for (int i = 0; i < played.Length; i++)
        {
            error += Math.Pow(circuit[i] - played[i], 2);
            signal += Math.Pow(circuit[i], 2);
        }

        var recording = new Recording(input, circuit, played, error / signal);
        output.WriteLine(FormattableString.Invariant(
            $"On strings that it has not heard: error-to-signal ratio {recording.ErrorToSignal:P2} ({10 * Math.Log10(recording.ErrorToSignal):F1} dB)."));
        SayHowFast(output, network, input);

        WaveFile.Save(Path.Combine(folder, "amplifier-before.wav"), input);
        WaveFile.Save(Path.Combine(folder, "amplifier-after.wav"), played);
        WaveFile.Save(Path.Combine(folder, "amplifier-circuit.wav"), circuit);
        AmplifierPicture.Draw(recording).Save(Path.Combine(folder, "amplifier.svg"));
        return recording;
    }

    private static void SayHowFast(TextWriter output, GuitarAmplifier network, float[] input)
    {
        var state = new GuitarAmplifier.State();
        float[] heard = new float[1], second = new float[Pluck.SampleRate], amplified = new float[Pluck.SampleRate];
        input.AsSpan(0, second.Length).CopyTo(second);
        double bySteps = Best(() =>
        {
            foreach (float sample in second)
                network.Step(new ReadOnlySpan<float>(in sample), state, heard);
        });
        double atOnce = Best(() => network.Sequence(second, state, amplified));
        output.WriteLine(FormattableString.Invariant(
            $"A sample takes {1e9 * bySteps / second.Length:F0} ns, and {1e9 * atOnce / second.Length:F0} ns in a block: one core plays {1 / atOnce:F0} voices at 48 kHz."));
    }

    // The best of some: other programs only ever add to a time.
    private static double Best(Action play)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < 20; i++)
        {
            long start = Stopwatch.GetTimestamp();
            play();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
