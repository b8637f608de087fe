using System;
using System.Numerics;

namespace Generated.Numerics;

/// <summary>
/// The mean and the squared deviations of one column of a matrix, in <see cref="double"/> whatever the type of the values, for any scale:
/// squares are taken of values that a power of two has brought near 1, which rounds nothing.
/// </summary>
internal readonly struct ColumnMoments
{
    private readonly double _squares;
    private readonly int _exponent;
    private readonly int _rows;

    private ColumnMoments(double mean, double squares, int exponent, int rows, bool isConstant)
    {
        Mean = mean;
        _squares = squares;
        _exponent = exponent;
        _rows = rows;
        IsConstant = isConstant;
    }

    /// <summary>The mean μ. NaN or infinite if a value is.</summary>
    public double Mean { get; }

    /// <summary>Whether all values are equal. Then the mean is their value, and the deviation 0.</summary>
    public bool IsConstant { get; }

    /// <summary>The standard deviation of the population, √(Σ(x − μ)² / n).</summary>
    public double StandardDeviation => Math.ScaleB(Math.Sqrt(_squares / _rows), _exponent);

    /// <summary>
    /// Takes the moments in two passes from the first row to the last; the second one also corrects the mean by the mean of the deviations
    /// from it (T. F. Chan, G. H. Golub, R. J. LeVeque, <i>Algorithms for Computing the Sample Variance</i>, 1983).
    /// </summary>
    /// <param name="values">Rows, from the column's first value on.</param>
    /// <param name="stride">The number of columns.</param>
    /// <param name="rows">The number of rows; at least one.</param>
    public static ColumnMoments Of<T>(ReadOnlySpan<T> values, int stride, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0.0;
        bool isConstant = true;
        for (int row = 0; row < rows; row++)
        {
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(values[row * stride])));
            isConstant &= values[row * stride] == values[0];
        }

        // A constant column is told by its values: their rounded mean may differ from them, and the deviation then from 0.
        if (isConstant)
            return new ColumnMoments(double.CreateTruncating(values[0]), 0.0, 0, rows, isConstant);

        int exponent = Exponent(largest);
        double scale = Math.ScaleB(1.0, -exponent);
        double sum = 0.0;
        for (int row = 0; row < rows; row++)
            sum += double.CreateTruncating(values[row * stride]) * scale;

        double mean = sum / rows;
        double deviations = 0.0;
        double squares = 0.0;
        for (int row = 0; row < rows; row++)
        {
            double deviation = double.CreateTruncating(values[row * stride]) * scale - mean;
            deviations += deviation;
            squares += deviation * deviation;
        }

        double correction = deviations / rows;
        return new ColumnMoments(Math.ScaleB(mean + correction, exponent), squares - deviations * correction, exponent, rows, isConstant);
    }

    /// <summary>The part of the squared deviations that squares of errors leave: 1 − Σe² / Σ(x − μ)².</summary>
    /// <param name="errors">Σe² · 2^(−2 · <paramref name="exponent"/>).</param>
    /// <param name="exponent">The power of two that the errors were divided by.</param>
    public double Explained(double errors, int exponent) => 1.0 - Math.ScaleB(errors / _squares, 2 * (exponent - _exponent));

    /// <summary>The power of two to divide by so that the greatest magnitude is near 1; 0 where there is none.</summary>
    public static int Exponent(double largest) => largest > 0.0 && double.IsFinite(largest) ? Math.Clamp(Math.ILogB(largest), -1022, 1022) : 0;
}
