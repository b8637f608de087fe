using System;
using System.Globalization;
using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>Samples of which values may be missing, as deviations in double precision from the means of what is there.</summary>
internal sealed class GappySamples
{
    // Samples without gaps, and those with.
    private readonly double[] _whole;
    private readonly double[] _gappy;

    private GappySamples(double[] origin, int wholeCount, int gappyCount)
    {
        Origin = origin;
        WholeCount = wholeCount;
        GappyCount = gappyCount;
        _whole = new double[checked(wholeCount * Features)];
        _gappy = new double[checked(gappyCount * Features)];
    }

    /// <summary>What was subtracted: the mean of each feature's values.</summary>
    public double[] Origin { get; }

    /// <summary>The number of features D.</summary>
    public int Features => Origin.Length;

    /// <summary>The samples without gaps.</summary>
    public int WholeCount { get; }

    /// <summary>The samples with gaps.</summary>
    public int GappyCount { get; }

    /// <summary>The values that are there.</summary>
    public long Values { get; private set; }

    /// <summary>The sum of the squares of the deviations.</summary>
    public double Squares { get; private set; }

    /// <summary>Takes samples.</summary>
    /// <param name="samples">Rows of features, NaN where a value is missing.</param>
    /// <param name="features">The features of a sample.</param>
    /// <exception cref="ArgumentException">A value is infinite; a feature has no value; nothing varies; or squares are out of range.</exception>
    public static GappySamples From<T>(ReadOnlySpan<T> samples, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] origin = Means(samples, features);
        int count = samples.Length / features, gappyCount = 0;
        for (int row = 0; row < count; row++)
            gappyCount += HasGap(samples.Slice(row * features, features)) ? 1 : 0;
        var taken = new GappySamples(origin, count - gappyCount, gappyCount);
        int whole = 0, gappy = 0;
        bool varies = false;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<T> sample = samples.Slice(row * features, features);
            Span<double> target = HasGap(sample) ? taken._gappy.AsSpan(gappy++ * features, features) : taken._whole.AsSpan(whole++ * features, features);
            Doubles.Widen(sample, target);
            double squares = 0.0;
            for (int i = 0; i < features; i++)
            {
                target[i] -= origin[i];
                if (double.IsNaN(target[i]))
                    continue;
                squares += target[i] * target[i];
                varies |= target[i] != 0.0;
                taken.Values++;
            }

            taken.Squares += squares;
        }

        if (!varies)
            throw new ArgumentException("Nothing varies in the samples.", nameof(samples));
        if (!double.IsFinite(taken.Squares))
            SampleMoments.ThrowTooGreat();
        if (taken.Squares < SampleMoments.LeastSquares)
            SampleMoments.ThrowTooSmall();
        return taken;
    }

    /// <summary>A sample without gaps.</summary>
    public ReadOnlySpan<double> Whole(int index) => _whole.AsSpan(index * Features, Features);

    /// <summary>A sample with gaps, NaN where there is one.</summary>
    public ReadOnlySpan<double> Gappy(int index) => _gappy.AsSpan(index * Features, Features);

    private static bool HasGap<T>(ReadOnlySpan<T> sample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in sample)
        {
            if (T.IsNaN(value))
                return true;
        }

        return false;
    }

    private static double[] Means<T>(ReadOnlySpan<T> samples, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var mean = new double[features];
        for (int i = 0; i < features; i++)
        {
            // Differences from the first value, so that a constant feature has its mean exactly.
            double first = double.NaN, sum = 0.0;
            int count = 0;
            for (int place = i; place < samples.Length; place += features)
            {
                double value = double.CreateTruncating(samples[place]);
                if (double.IsNaN(value))
                    continue;
                if (double.IsInfinity(value))
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"Feature {i} of sample {place / features} is {value}; expected a finite number, or NaN for a missing value."), nameof(samples));
                }

                if (count++ == 0)
                    first = value;
                sum += value - first;
            }

            if (count == 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Feature {i} is missing in all samples."), nameof(samples));
            mean[i] = first + sum / count;
            if (!double.IsFinite(mean[i]))
                SampleMoments.ThrowTooGreat();
        }

        return mean;
    }
}
