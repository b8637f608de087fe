using System;
using System.Numerics;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>The mean μ of a fitted model, as T holds it, and what rounding took off it where that would be seen.</summary>
/// <remarks>
/// Samples far from zero beside their spread, such as times in seconds since 1970 in single precision, have a mean that T rounds by a good part of the
/// spread, though x − μ itself has few digits.
/// </remarks>
/// <param name="values">μ, rounded.</param>
/// <param name="remainder">What is to be added to it; null for nothing.</param>
internal sealed class ModelMean<T>(T[] values, T[]? remainder)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of the least spread that rounding may move the origin by.</summary>
    private const double Unseen = 1.0 / (1 << 16);

    /// <summary>μ, rounded.</summary>
    public T[] Values => values;

    /// <summary>What is to be added to it; null for nothing.</summary>
    public T[]? Remainder => remainder;

    /// <summary>Rounds a mean.</summary>
    /// <param name="mean">μ.</param>
    /// <param name="leastSpread">The least standard deviation that samples have, in the model, along any direction.</param>
    public static ModelMean<T> Of(double[] mean, double leastSpread)
    {
        T[] values = Doubles.Round<T>(mean);
        var remainder = new double[mean.Length];
        for (int i = 0; i < mean.Length; i++)
            remainder[i] = mean[i] - double.CreateTruncating(values[i]);
        bool isSeen = Math.Sqrt(VectorOperations.SquaredNorm<double>(remainder)) > Unseen * leastSpread;
        return new ModelMean<T>(values, isSeen ? Doubles.Round<T>(remainder) : null);
    }

    /// <summary>μ.</summary>
    public double[] ToDoubles()
    {
        var mean = new double[values.Length];
        for (int i = 0; i < mean.Length; i++)
            mean[i] = double.CreateTruncating(values[i]) + (remainder is null ? 0.0 : double.CreateTruncating(remainder[i]));
        return mean;
    }

    /// <summary>What is added to A(x − <see cref="Values"/>) to make it A(x − μ); null for nothing.</summary>
    /// <param name="rows">The rows of A.</param>
    public T[]? Offset(ReadOnlySpan<T> rows)
    {
        if (remainder is null)
            return null;
        ReadOnlySpan<double> matrix = Doubles.Of(rows), rest = Doubles.Of<T>(remainder);
        var offset = new T[rows.Length / rest.Length];
        for (int i = 0; i < offset.Length; i++)
            offset[i] = T.CreateTruncating(-VectorOperations.Dot(matrix.Slice(i * rest.Length, rest.Length), rest));
        return offset;
    }
}
