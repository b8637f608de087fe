using System;

namespace Generated.Samples.Amplifier;

/// <summary>Plucked strings after Karplus and Strong (1983): noise in a delay line, which each round trip makes softer.</summary>
internal static class Pluck
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 48_000;

    /// <summary>Single notes and chords, a new one every half second, between −1 and 1.</summary>
    /// <param name="seconds">The length.</param>
    /// <param name="seed">Decides notes and noise.</param>
    public static float[] Play(int seconds, int seed)
    {
        var random = new Random(seed);
        float[] signal = new float[seconds * SampleRate];
        for (int start = 0; start < signal.Length; start += SampleRate / 2)
        {
            int strings = random.Next(3) == 0 ? 3 : 1, lowest = random.Next(36);
            double loudness = 0.15 + 0.85 * random.NextDouble();
            for (int i = 0; i < strings; i++)
            {
                // The low E of a guitar, and above it the steps of a chord.
                double frequency = 82.41 * Math.Pow(2, (lowest + 7 * i) / 12.0);
                Add(signal.AsSpan(start, Math.Min(signal.Length - start, SampleRate)), frequency, loudness / strings, random);
            }
        }

        float largest = 0;
        foreach (float value in signal)
            largest = Math.Max(largest, Math.Abs(value));
        foreach (ref float value in signal.AsSpan())
            value /= largest;
        return signal;
    }

    private static void Add(Span<float> signal, double frequency, double loudness, Random random)
    {
        double[] line = new double[(int)Math.Round(SampleRate / frequency)];
        double last = 0;
        foreach (ref double value in line.AsSpan())
            value = last = 0.5 * last + random.NextDouble() - 0.5;
        for (int i = 0; i < signal.Length; i++)
        {
            ref double here = ref line[i % line.Length];
            signal[i] += (float)(loudness * here);
            here = 0.498 * (here + line[(i + 1) % line.Length]);
        }
    }
}
