using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>The checks and the statistics that all fits begin with.</summary>
internal static class SampleMoments
{
    /// <summary>The sum of squares below which the terms are subnormal numbers or nearly so.</summary>
    public const double LeastSquares = 1e-292;

    /// <summary>What is widened at a time: so many rows, of narrow samples more.</summary>
    private const int WidenedRows = 4 * MatrixProduct.BlockTerms, WidenedValues = 1 << 16;

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

    /// <summary>The mean of each feature.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or their sum is not.</exception>
    public static double[] Mean<T>(ReadOnlySpan<T> samples, int featureCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var mean = new double[featureCount];
        ColumnMeans.Compute(samples, mean);
        foreach (double value in mean)
        {
            if (!double.IsFinite(value))
                ThrowNotFinite(samples, featureCount);
        }

        return mean;
    }

    /// <summary>Adds the sums of products of deviations from the mean, Σ (x − μ)(x − μ)ᵀ, to <paramref name="scatter"/>.</summary>
    /// <exception cref="ArgumentException">The sums are out of range.</exception>
    public static void AddScatter<T>(ReadOnlySpan<T> samples, double[] mean, double[] scatter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Single precision is widened some rows at a time, whole blocks of the product, so that sums keep their order.
        int features = mean.Length, count = samples.Length / features;
        int some = typeof(T) == typeof(double) ? count : Math.Min(count, Math.Max(WidenedRows, WidenedValues / features / WidenedRows * WidenedRows));
        double[] room = typeof(T) == typeof(double) ? [] : new double[checked(some * features)];
        for (int row = 0; row < count; row += some)
        {
            int rows = Math.Min(some, count - row);
            ReadOnlySpan<double> wide = Doubles.Of(samples.Slice(row * features, rows * features), room);
            MatrixProduct.AddSymmetric(Factor<double>.Columns(ref MemoryMarshal.GetReference(wide), features, ref mean[0]), features, rows, ref scatter[0]);
        }

        RequireInRange(scatter, features);
    }

    /// <summary>Requires that the squares on the diagonal of a matrix of products are finite.</summary>
    public static void RequireInRange(ReadOnlySpan<double> products, int order)
    {
        for (int i = 0; i < order; i++)
        {
            if (!double.IsFinite(products[i * order + i]))
                ThrowTooGreat();
        }
    }

    /// <summary>Requires that a sum of squared deviations is not so small that squares have lost digits, or all of them.</summary>
    /// <param name="squares">The sum.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="features">The features of a sample.</param>
    public static void RequireNotTooSmall<T>(double squares, ReadOnlySpan<T> samples, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (squares >= LeastSquares)
            return;
        for (int i = features; i < samples.Length; i++)
        {
            if (samples[i] != samples[i % features] && !T.IsNaN(samples[i]))
                ThrowTooSmall();
        }
    }

    /// <summary>Requires that no feature varies by so little that its squares have lost digits.</summary>
    /// <param name="products">The sums of products of deviations, from the mean or from that of the sample's class.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="features">The features of a sample.</param>
    /// <param name="labels">The class of each sample; none if there are no classes.</param>
    public static void RequireEachNotTooSmall<T>(ReadOnlySpan<double> products, ReadOnlySpan<T> samples, int features, ReadOnlySpan<int> labels = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < features; i++)
        {
            if (products[i * features + i] >= LeastSquares)
                continue;
            for (int row = 0; row * features < samples.Length; row++)
            {
                int first = labels.IsEmpty ? 0 : labels.IndexOf(labels[row]);
                if (samples[row * features + i] != samples[first * features + i])
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"Feature {i} varies so little that its squares are out of range; scale it up."), nameof(samples));
                }
            }
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
                    $"Feature {i % featureCount} of sample {i / featureCount} is {samples[i]}; expected a finite number."), nameof(samples));
            }
        }

        ThrowTooGreat();
    }

    /// <summary>Says that the values are too great.</summary>
    public static void ThrowTooGreat() =>
        throw new ArgumentException("The values are so great that their squares' sum is out of range; scale them down.", "samples");

    /// <summary>Says that the values vary by too little.</summary>
    public static void ThrowTooSmall() =>
        throw new ArgumentException("The values vary so little that their squares' sum is out of range; scale them up.", "samples");
}
