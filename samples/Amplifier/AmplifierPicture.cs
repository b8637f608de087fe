using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Generated.Samples.Amplifier;

/// <summary>The circuit beside the network: some milliseconds of sound, what is between the two, and the spectra.</summary>
internal static class AmplifierPicture
{
    // A fifth of a second after a string was plucked, and for eight milliseconds.
    private const int Start = 2 * Pluck.SampleRate + Pluck.SampleRate / 5, Shown = Pluck.SampleRate / 125, Window = 1 << 13, Bins = 32;

    /// <summary>Draws the picture.</summary>
    public static Svg Draw(Recording recording)
    {
        var svg = new Svg(960, 690, "A network that plays through a distortion pedal",
            FormattableString.Invariant($"An LSTM of 16 units, taught the voltage of a diode clipper. Error-to-signal ratio on strings not heard before: {recording.ErrorToSignal:P2}."));

        Waves(svg, recording);
        Errors(svg, recording);
        Spectra(svg, recording);
        return svg;
    }

    private static void Waves(Svg svg, Recording recording)
    {
        var plot = new Plot(svg, 70, 110, 560, 260, new Interval(0, 8), new Interval(-1, 1));
        svg.Text("heading", plot.Middle, 98, "8 ms of sound");
        plot.Fill("plain");
        plot.Curve(Milliseconds(recording.Input), "target");
        plot.Curve(Milliseconds(recording.Circuit), "second");
        plot.Curve(Milliseconds(recording.Network), "first");
        plot.Frame();
        plot.Ticks([0, 2, 4, 6, 8], [-1, -0.5, 0, 0.5, 1]);
        svg.Text("detail", plot.Middle, plot.Bottom + 34, "milliseconds");
        Legend(svg, 668, 160, [("target", "the strings (full scale: 4 V)"), ("second", "the circuit, in volts"), ("first", "the network")]);
    }

    private static void Errors(Svg svg, Recording recording)
    {
        double largest = Enumerable.Range(Start, Shown).Max(i => Math.Abs(recording.Circuit[i] - recording.Network[i]));
        double scale = Math.Pow(10, Math.Ceiling(Math.Log10(1000 * largest)));
        var plot = new Plot(svg, 690, 280, 240, 90, new Interval(0, 8), new Interval(-scale, scale));
        svg.Text("heading", plot.Middle, 268, "network less circuit, mV");
        plot.Fill("plain");
        plot.Curve(Enumerable.Range(0, Shown).Select(i => (1000.0 * i / Pluck.SampleRate, 1000.0 * (recording.Network[Start + i] - recording.Circuit[Start + i]))), "third");
        plot.Frame();
        plot.Ticks([0, 4, 8], [-scale, 0, scale]);
    }

    private static void Spectra(Svg svg, Recording recording)
    {
        var plot = new Plot(svg, 70, 450, 860, 180, new Interval(0, 16), new Interval(-80, 0));
        svg.Text("heading", plot.Middle, 438, FormattableString.Invariant($"spectrum: the loudest of each {Bins * Pluck.SampleRate / Window} Hz, in dB"));
        plot.Fill("plain");
        plot.Curve(Spectrum(recording.Input), "target");
        plot.Curve(Spectrum(recording.Circuit), "second");
        plot.Curve(Spectrum(recording.Network), "first");
        plot.Frame();
        plot.Ticks([0, 2, 4, 6, 8, 10, 12, 14, 16], [-80, -60, -40, -20, 0]);
        svg.Text("detail", plot.Middle, plot.Bottom + 36, "kilohertz");
    }

    private static void Legend(Svg svg, double x, double y, IReadOnlyList<(string Style, string Text)> entries)
    {
        foreach (((string style, string text), int i) in entries.Select((entry, i) => (entry, i)))
        {
            svg.Add($"""<line class="curve {style}" x1="{x}" y1="{y + 24 * i - 5}" x2="{x + 28}" y2="{y + 24 * i - 5}"/>""");
            svg.Text("start", x + 36, y + 24 * i, text);
        }
    }

    private static IEnumerable<(double X, double Y)> Milliseconds(float[] sound) =>
        Enumerable.Range(0, Shown).Select(i => (1000.0 * i / Pluck.SampleRate, (double)sound[Start + i]));

    /// <summary>The loudest of neighbouring frequencies, in decibels below the loudest of all, under a Hann window.</summary>
    private static (double X, double Y)[] Spectrum(float[] sound)
    {
        Complex[] values = [.. Enumerable.Range(0, Window).Select(i =>
            new Complex(sound[Start + i] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * i / Window)), 0))];
        Fourier.Forward(values);
        double[] loudness = [.. values.Take(Window / 2).Chunk(Bins).Select(bins => bins.Max(bin => bin.Magnitude))];
        double loudest = loudness.Max();
        return [.. loudness.Select((value, i) => ((i + 0.5) * Bins * Pluck.SampleRate / Window / 1000, Math.Max(-80, 20 * Math.Log10(value / loudest))))
            .Where(point => point.Item1 <= 16)];
    }
}
