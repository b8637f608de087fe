using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.Numerics;

namespace Generated;

/// <summary>The checks and the statistics that all fits begin with.</summary>
internal static class SampleMoments
{
    /// <summary>Requires rows of features.</summary>
    /// <returns>The number of samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no features.</exception>
    /// <exception cref="ArgumentException">There are no whole rows, or fewer than <paramref name="least"/>.</exception>
    public static int RequireRows<T>(ReadOnlySpan<T> samples, int featureCount, int least = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        int count = SpanArguments.RequireRows(samples.Length, featureCount, nameof(samples));
        if (count < least)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"There {(count == 1 ? "is 1 sample" : $"are {count} samples")}; at least {least} are wanted."), nameof(samples));
        }

        return count;
    }

    /// <summary>Writes the mean of each feature.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or their sum is not.</exception>
    public static T[] Mean<T>(ReadOnlySpan<T> samples, int featureCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var mean = new T[featureCount];
        ColumnMeans.Compute(samples, mean);
        foreach (T value in mean)
        {
            if (!T.IsFinite(value))
                ThrowNotFinite(samples, featureCount);
        }

        return mean;
    }

    /// <summary>Writes the sums of products of deviations from the mean, Σ (x − μ)(x − μ)ᵀ, to which <paramref name="scatter"/> is added.</summary>
    /// <exception cref="ArgumentException">The sums are out of range.</exception>
    public static void AddScatter<T>(ReadOnlySpan<T> samples, T[] mean, T[] scatter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixProduct.AddSymmetric(
            Factor<T>.Columns(ref MemoryMarshal.GetReference(samples), mean.Length, ref mean[0]), mean.Length, samples.Length / mean.Length, ref scatter[0]);
        RequireInRange<T>(scatter, mean.Length);
    }

    /// <summary>Requires that the squares on the diagonal of a matrix of products are finite.</summary>
    public static void RequireInRange<T>(ReadOnlySpan<T> products, int order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < order; i++)
        {
            if (!T.IsFinite(products[i * order + i]))
                ThrowOutOfRange();
        }
    }

    /// <summary>Says which value is not finite.</summary>
    private static void ThrowNotFinite<T>(ReadOnlySpan<T> samples, int featureCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < samples.Length; i++)
        {
            if (!T.IsFinite(samples[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Feature {i % featureCount} of sample {i / featureCount} is {samples[i]}; finite numbers are wanted."), nameof(samples));
            }
        }

        ThrowOutOfRange();
    }

    private static void ThrowOutOfRange() => throw new ArgumentException("The values are so great that their squares' sum is out of range; scale them down.", "samples");
}
