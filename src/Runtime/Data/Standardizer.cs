using System;
using System.Globalization;
using System.Numerics;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Brings every input to mean 0 and standard deviation 1, <c>(x − μ) / σ</c>, with the statistics of the training part, which
/// are kept and applied to all data that the network meets later.
/// </summary>
/// <remarks>
/// The statistics are <see cref="double"/>, and <c>(x − μ) / σ</c> is computed in double and then rounded to <typeparamref name="T"/>: in single
/// precision the mean of great values that differ little, as of times in seconds, is not a <see cref="float"/>, and its rounding would be seen in
/// every output. In double the same limit is at values 2⁵³ times as great as their differences.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Standardizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _mean;
    private readonly double[] _standardDeviation;
    private readonly T[] _roundedMean;
    private readonly T[] _roundedStandardDeviation;

    /// <summary>A standardizer with known statistics; <see cref="FromStatistics"/> takes them in double precision.</summary>
    /// <param name="mean">The mean μ of each input.</param>
    /// <param name="standardDeviation">The standard deviation σ of each input; greater than 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a mean is not finite, or a standard deviation is not finite and greater than 0.</exception>
    public Standardizer(ReadOnlySpan<T> mean, ReadOnlySpan<T> standardDeviation)
        : this(ToDouble(mean), ToDouble(standardDeviation))
    {
    }

    private Standardizer(double[] mean, double[] standardDeviation)
    {
        SpanArguments.RequireLength(standardDeviation.Length, mean.Length, nameof(standardDeviation));
        for (int input = 0; input < mean.Length; input++)
        {
            if (!double.IsFinite(mean[input]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Expected finite means, but that of input {input} is {mean[input]}."), nameof(mean));
            }

            if (!(standardDeviation[input] > 0.0 && double.IsFinite(standardDeviation[input])))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Expected standard deviations that are finite and greater than 0, but that of input {input} is {standardDeviation[input]}."),
                    nameof(standardDeviation));
            }
        }

        _mean = mean;
        _standardDeviation = standardDeviation;
        _roundedMean = new T[mean.Length];
        _roundedStandardDeviation = new T[mean.Length];
        for (int input = 0; input < mean.Length; input++)
        {
            _roundedMean[input] = T.CreateTruncating(mean[input]);
            _roundedStandardDeviation[input] = T.Max(T.CreateTruncating(standardDeviation[input]), T.Epsilon);
        }
    }

    /// <summary>The mean μ of each input, rounded to <typeparamref name="T"/>.</summary>
    public ReadOnlySpan<T> Mean => _roundedMean;

    /// <summary>
    /// The standard deviation σ of each input, that of the population (over N, as scikit-learn's), rounded to <typeparamref name="T"/>; 1 for a
    /// constant input.
    /// </summary>
    public ReadOnlySpan<T> StandardDeviation => _roundedStandardDeviation;

    /// <summary>The mean μ of each input as it is computed with: store this one.</summary>
    public ReadOnlySpan<double> MeanInDouble => _mean;

    /// <summary>The standard deviation σ of each input as it is computed with: store this one.</summary>
    public ReadOnlySpan<double> StandardDeviationInDouble => _standardDeviation;

    /// <summary>A standardizer with known statistics, for example those that were stored with a network.</summary>
    /// <param name="mean">The mean μ of each input.</param>
    /// <param name="standardDeviation">The standard deviation σ of each input; greater than 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a mean is not finite, or a standard deviation is not finite and greater than 0.</exception>
    public static Standardizer<T> FromStatistics(ReadOnlySpan<double> mean, ReadOnlySpan<double> standardDeviation) =>
        new(mean.ToArray(), standardDeviation.ToArray());

    /// <summary>Takes the statistics of a data set, usually the training part.</summary>
    /// <param name="data">The data set.</param>
    /// <exception cref="ArgumentException">An input is NaN or infinite; the message names it and its row.</exception>
    public static Standardizer<T> Fit(Dataset<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireFinite(data);
        var mean = new double[data.InputSize];
        var standardDeviation = new double[data.InputSize];
        for (int input = 0; input < data.InputSize; input++)
        {
            var moments = ColumnMoments.Of(data.Inputs[input..], data.InputSize, data.Count);
            mean[input] = moments.Mean;

            // Inputs that differ in the last bit of the smallest numbers have a deviation that is too small for a number.
            standardDeviation[input] = moments.IsConstant ? 1.0 : Math.Max(moments.StandardDeviation, double.Epsilon);
        }

        return new Standardizer<T>(mean, standardDeviation);
    }

    /// <summary>The data set with standardised inputs.</summary>
    /// <param name="data">A data set with as many inputs as the one that was fitted.</param>
    /// <exception cref="ArgumentException">The number of inputs is another.</exception>
    public Dataset<T> Apply(Dataset<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.InputSize != _mean.Length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The data set has {data.InputSize} inputs, but {_mean.Length} were fitted."), nameof(data));
        }

        var inputs = new T[data.Inputs.Length];
        Apply(data.Inputs, inputs);
        return data.WithInputs(inputs);
    }

    /// <summary>Standardises one sample's inputs, or those of many, without allocating.</summary>
    /// <param name="inputs">Rows of input values, row-major.</param>
    /// <param name="standardized">Receives as many values; may be the memory of <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or the lengths differ. Nothing is written.</exception>
    public void Apply(ReadOnlySpan<T> inputs, Span<T> standardized)
    {
        int rows = SpanArguments.RequireRows(inputs.Length, _mean.Length, nameof(inputs));
        SpanArguments.RequireLength(standardized.Length, inputs.Length, nameof(standardized));
        for (int row = 0; row < rows; row++)
        {
            int first = row * _mean.Length;
            for (int input = 0; input < _mean.Length; input++)
            {
                double x = double.CreateTruncating(inputs[first + input]);
                standardized[first + input] = T.CreateTruncating(Standardize(x, _mean[input], _standardDeviation[input]));
            }
        }
    }

    private static double Standardize(double x, double mean, double standardDeviation)
    {
        double deviation = x - mean;

        // Between the greatest numbers the difference may overflow where the quotient does not.
        return double.IsInfinity(deviation) ? (0.5 * x - 0.5 * mean) / (0.5 * standardDeviation) : deviation / standardDeviation;
    }

    private static void RequireFinite(Dataset<T> data)
    {
        for (int i = 0; i < data.Inputs.Length; i++)
        {
            if (T.IsFinite(data.Inputs[i]))
                continue;
            int input = i % data.InputSize;
            string name = data.InputNames.Count > 0 ? $" ({data.InputNames[input]})" : "";
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Expected finite inputs, but input {input}{name} of row {i / data.InputSize}, both counted from 0, is {data.Inputs[i]}. ")
                + "Fill in what is missing, or leave the row out.", nameof(data));
        }
    }

    private static double[] ToDouble(ReadOnlySpan<T> values)
    {
        var converted = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            converted[i] = double.CreateTruncating(values[i]);
        return converted;
    }
}
