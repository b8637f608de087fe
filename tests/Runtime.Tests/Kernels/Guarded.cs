using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Values between guards that are not numbers: a kernel that reads beyond its values spoils its results, and one that writes beyond
/// them is found out.
/// </summary>
internal sealed class Guarded<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Guard = 64;

    private readonly T[] _all;

    private Guarded(int count)
    {
        _all = new T[count + 2 * Guard];
        Array.Fill(_all, T.NaN);
    }

    public ref T First => ref _all[Guard];

    public Span<T> Values => _all.AsSpan(Guard, _all.Length - 2 * Guard);

    /// <summary>Values that are not numbers, to be overwritten.</summary>
    public static Guarded<T> Empty(int count) => new(count);

    /// <summary>Random values from −1 to 1, times a scale, plus a centre.</summary>
    public static Guarded<T> Random(int count, int seed, double scale = 1, double centre = 0)
    {
        var random = new Random(seed);
        var values = new Guarded<T>(count);
        foreach (ref T value in values.Values)
            value = T.CreateTruncating(centre + scale * (2 * random.NextDouble() - 1));
        return values;
    }

    public static Guarded<T> Of(ReadOnlySpan<T> source)
    {
        var values = new Guarded<T>(source.Length);
        source.CopyTo(values.Values);
        return values;
    }

    public Guarded<T> Copy() => Of(Values);

    public double[] Doubles() => [.. Values.ToArray().Select(double.CreateChecked)];

    /// <summary>
    /// Asserts that values are near their reference, and that nothing was written beyond them. The error allowed is some roundings of
    /// the largest magnitude there may be on the way.
    /// </summary>
    public void AssertNear(double[] expected, double roundings, double magnitude = 1)
    {
        AssertGuards();
        double tolerance = roundings * magnitude * (typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53));
        double[] actual = Doubles();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: expected {expected[i]:R}, but got {actual[i]:R}");
    }

    /// <summary>Asserts that values have the same bits, and that nothing was written beyond them.</summary>
    public void AssertSameBits(Guarded<T> expected)
    {
        AssertGuards();
        Assert.Equal(expected.Values.Length, Values.Length);
        for (int i = 0; i < Values.Length; i++)
            Assert.True(Values[i].Equals(expected.Values[i])
                && T.IsNegative(Values[i]) == T.IsNegative(expected.Values[i]), $"[{i}]: {expected.Values[i]:R}, {Values[i]:R}");
    }

    private void AssertGuards() =>
        Assert.True(_all.Take(Guard).Concat(_all.TakeLast(Guard)).All(T.IsNaN), "Written before the first value or after the last.");
}

/// <summary>Slopes by central differences of functions in double precision.</summary>
internal static class CentralDifference
{
    /// <summary>The slope of the function where each value stands, moved one at a time.</summary>
    public static double[] Of(Guarded<double> values, Func<double> function, double step = 1e-6)
    {
        double[] slopes = new double[values.Values.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            double before = values.Values[i];
            values.Values[i] = before + step;
            double above = function();
            values.Values[i] = before - step;
            slopes[i] = (above - function()) / (2 * step);
            values.Values[i] = before;
        }

        return slopes;
    }

    /// <summary>A loss whose gradient is the given one: the sum of products.</summary>
    public static double Dot(Guarded<double> values, Guarded<double> gradient) =>
        Enumerable.Range(0, values.Values.Length).Sum(i => values.Values[i] * gradient.Values[i]);
}
