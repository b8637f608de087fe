using System;
using System.Collections.Generic;

namespace Generated.Samples.Digits;

/// <summary>A range of values, where in it a value lies, and the round values that are marked.</summary>
internal sealed class Axis
{
    private readonly double _low;
    private readonly double _high;
    private readonly Func<double, double> _measure;

    private Axis(double low, double high, Func<double, double> measure, IReadOnlyList<double> ticks)
    {
        _low = measure(low);
        _high = measure(high);
        _measure = measure;
        Ticks = ticks;
    }

    /// <summary>The round values to mark, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Equal distances for equal differences, between two exact ends.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="wanted">About how many ticks.</param>
    public static Axis Linear(double low, double high, int wanted)
    {
        double step = RoundStep((high - low) / wanted);
        var ticks = new List<double>();
        for (double i = Math.Ceiling(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
            ticks.Add(i * step);
        return new Axis(low, high, value => value, ticks);
    }

    /// <summary>Equal distances for equal ratios, from a power of ten or 2 or 5 times it to another.</summary>
    /// <param name="low">The smallest value, positive.</param>
    /// <param name="high">The largest value.</param>
    public static Axis Logarithmic(double low, double high)
    {
        // A single value needs an axis of some length too.
        high = Math.Max(high, 1.01 * low);

        // Round values from the last one below all data to the first one above.
        var values = new List<double>();
        for (int power = (int)Math.Floor(Math.Log10(low)); values.Count == 0 || values[^1] < high; power++)
        {
            foreach (int factor in (ReadOnlySpan<int>)[1, 2, 5])
            {
                double value = factor * Math.Pow(10, power);
                if (values.Count > 0 && values[^1] >= high)
                    break;
                if (value <= low)
                    values.Clear();
                values.Add(value);
            }
        }

        // Over many decades the powers of ten alone are marked.
        var ticks = values.Count <= 8 ? values : values.FindAll(value => Math.Abs(Math.Log10(value) - Math.Round(Math.Log10(value))) < 1e-9);
        return new Axis(values[0], values[^1], Math.Log10, ticks);
    }

    /// <summary>Where the value lies: 0 at the lower end, 1 at the upper.</summary>
    public double Position(double value) => Math.Clamp((_measure(value) - _low) / (_high - _low), 0, 1);

    /// <summary>The next of 1, 2, 5, 10, 20, … (times a power of ten) that is no less than the given step.</summary>
    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
