using System;
using System.Globalization;
using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Brings every input to mean 0 and standard deviation 1, <c>(x − μ) / σ</c>, with the statistics of the training part, which
/// are kept and applied to all data that the network meets later.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Standardizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _mean;
    private readonly T[] _standardDeviation;

    /// <summary>A standardizer with known statistics, for example those that were stored with a network.</summary>
    /// <param name="mean">The mean μ of each input.</param>
    /// <param name="standardDeviation">The standard deviation σ of each input; greater than 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a standard deviation is not greater than 0.</exception>
    public Standardizer(ReadOnlySpan<T> mean, ReadOnlySpan<T> standardDeviation)
    {
        SpanArguments.RequireLength(standardDeviation.Length, mean.Length, nameof(standardDeviation));
        foreach (T sigma in standardDeviation)
        {
            if (!(sigma > T.Zero))
                throw new ArgumentException("Every standard deviation must be greater than 0.", nameof(standardDeviation));
        }

        _mean = mean.ToArray();
        _standardDeviation = standardDeviation.ToArray();
    }

    /// <summary>The mean μ of each input.</summary>
    public ReadOnlySpan<T> Mean => _mean;

    /// <summary>The standard deviation σ of each input, that of the population (over N, as scikit-learn's); 1 for a constant input.</summary>
    public ReadOnlySpan<T> StandardDeviation => _standardDeviation;

    /// <summary>Takes the statistics of a data set, usually the training part.</summary>
    /// <param name="data">The data set.</param>
    public static Standardizer<T> Fit(Dataset<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var mean = new T[data.InputSize];
        var standardDeviation = new T[data.InputSize];
        for (int input = 0; input < data.InputSize; input++)
            (mean[input], standardDeviation[input]) = Statistics(data.Inputs[input..], data.InputSize, data.Count);
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
                standardized[first + input] = (inputs[first + input] - _mean[input]) / _standardDeviation[input];
        }
    }

    /// <summary>Mean and standard deviation of a column, summed in double from the first row to the last, in two passes.</summary>
    private static (T Mean, T StandardDeviation) Statistics(ReadOnlySpan<T> column, int stride, int count)
    {
        double sum = 0.0;
        bool isConstant = true;
        for (int row = 0; row < count; row++)
        {
            sum += double.CreateTruncating(column[row * stride]);
            isConstant &= column[row * stride] == column[0];
        }

        // A constant column is told by its values: their rounded mean may differ from them, and the deviation then from 0.
        if (isConstant)
            return (column[0], T.One);

        double mean = sum / count;
        double squares = 0.0;
        for (int row = 0; row < count; row++)
        {
            double deviation = double.CreateTruncating(column[row * stride]) - mean;
            squares += deviation * deviation;
        }

        // Values that differ by next to nothing may have a deviation that is too small for T.
        T standardDeviation = T.CreateTruncating(Math.Sqrt(squares / count));
        return (T.CreateTruncating(mean), standardDeviation == T.Zero ? T.One : standardDeviation);
    }
}
