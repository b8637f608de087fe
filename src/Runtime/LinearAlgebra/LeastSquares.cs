using System;
using System.Globalization;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>Linear least squares by Householder reflections, in double precision.</summary>
/// <remarks>Sums run in order and every operation is rounded by itself, so the bits are the same on every processor.</remarks>
public static class LeastSquares
{
    /// <summary>
    /// Finds the X that makes ‖A·X − B‖ least, column by column; of several such X the one with the least norm, so that any A will do:
    /// tall or wide, of full rank or not.
    /// </summary>
    /// <param name="a">A, column after column: <paramref name="columns"/> columns of <paramref name="rows"/> elements. Overwritten.</param>
    /// <param name="rows">The number of rows of A and of B.</param>
    /// <param name="columns">The number of columns of A, which is the number of rows of X.</param>
    /// <param name="b">B, column after column, at least one. Overwritten.</param>
    /// <param name="x">Receives X, column after column.</param>
    /// <param name="precision">
    /// The relative precision of the elements of A, which decides what counts as 0; 2⁻⁵², that of <see cref="double"/>, or more.
    /// </param>
    /// <returns>The rank of A, as far as it can be told: diagonal elements of R up to max(rows, columns)·precision times the first count as 0.</returns>
    /// <remarks>
    /// A·P = Q·R with column pivoting (Businger, Golub: Linear least squares solutions by Householder transformations, 1965) shows the
    /// rank r; where it is less than the number of columns, the first r rows of R are brought to triangular form from the right as well
    /// (the complete orthogonal decomposition; Golub, Van Loan: Matrix Computations, section 5.5), which gives the solution of least norm.
    /// </remarks>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no row or no column, or the precision is out of range. Nothing is written.</exception>
    /// <exception cref="ArithmeticException">A or B holds NaN or infinity. Nothing is written.</exception>
    public static int Solve(Span<double> a, int rows, int columns, Span<double> b, Span<double> x, double precision = 1.0 / (1L << 52))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        SpanArguments.RequireLength(a.Length, (long)rows * columns, nameof(a));
        int rightSides = SpanArguments.RequireRows(b.Length, rows, nameof(b));
        SpanArguments.RequireAnyRow(rightSides, nameof(b));
        SpanArguments.RequireLength(x.Length, (long)rightSides * columns, nameof(x));
        RequireFinite(a, "A");
        RequireFinite(b, "B");

        if (!(precision >= 1.0 / (1L << 52)) || precision >= 1.0)
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "A number from 2⁻⁵² to below 1 is wanted.");

        var order = new int[columns];
        int rank = FactorWithPivoting(a, rows, columns, b, order, precision);
        x.Clear();
        if (rank == 0)
            return 0;

        // If R is a trapezoid: Rᵀ = Z·T by reflections once more, with T triangular.
        double[] transposed = rank < columns ? TransposeRows(a, rows, columns, rank) : [];
        var betas = new double[rank];
        for (int i = 0; i < transposed.Length / columns; i++)
            betas[i] = Reflect(transposed, columns, rank, i);

        for (int side = 0; side < rightSides; side++)
        {
            ReadOnlySpan<double> right = b.Slice(side * rows, rows);
            Span<double> solution = new double[columns];
            if (rank == columns)
            {
                for (int i = rank - 1; i >= 0; i--)
                {
                    double sum = right[i];
                    for (int j = i + 1; j < rank; j++)
                        sum -= a[j * rows + i] * solution[j];
                    solution[i] = sum / a[i * rows + i];
                }
            }
            else
            {
                // R·y = right is Tᵀ·(Zᵀ·y) = right: from the top, and then y is Z times that.
                for (int i = 0; i < rank; i++)
                {
                    double sum = right[i];
                    for (int j = 0; j < i; j++)
                        sum -= transposed[i * columns + j] * solution[j];
                    solution[i] = sum / transposed[i * columns + i];
                }

                for (int i = rank - 1; i >= 0; i--)
                    ApplyReflection(transposed.AsSpan(i * columns, columns), betas[i], i, solution);
            }

            for (int j = 0; j < columns; j++)
                x[side * columns + order[j]] = solution[j];
        }

        return rank;
    }

    private static int FactorWithPivoting(Span<double> a, int rows, int columns, Span<double> b, int[] order, double precision)
    {
        for (int j = 0; j < columns; j++)
            order[j] = j;
        double threshold = 0.0;
        int steps = Math.Min(rows, columns);
        for (int step = 0; step < steps; step++)
        {
            // The column with the most left below the rows that are done. Taken anew each time, as updated lengths lose their digits.
            int pivot = step;
            double longest = -1.0;
            for (int j = step; j < columns; j++)
            {
                double length = Length(a.Slice(j * rows + step, rows - step));
                if (length > longest)
                    (pivot, longest) = (j, length);
            }

            if (step == 0)
                threshold = longest * Math.Max(rows, columns) * precision;
            if (longest <= threshold)
                return step;

            if (pivot != step)
            {
                for (int i = 0; i < rows; i++)
                    (a[pivot * rows + i], a[step * rows + i]) = (a[step * rows + i], a[pivot * rows + i]);
                (order[pivot], order[step]) = (order[step], order[pivot]);
            }

            double beta = Reflect(a, rows, columns, step);
            for (int side = 0; side < b.Length; side += rows)
                ApplyReflection(a.Slice(step * rows, rows), beta, step, b.Slice(side, rows));
        }

        return steps;
    }

    /// <summary>
    /// Takes a column to a multiple of a unit vector by the reflection I − βvvᵀ, and applies it to the columns behind it. The multiple is
    /// written to the diagonal, v below it with its first element divided out.
    /// </summary>
    private static double Reflect(Span<double> matrix, int rows, int columns, int column)
    {
        Span<double> v = matrix.Slice(column * rows, rows);
        double length = Length(v[column..]);
        if (length == 0.0)
            return 0.0;

        double diagonal = v[column];
        double image = diagonal > 0.0 ? -length : length;
        double first = diagonal - image;
        for (int i = column + 1; i < rows; i++)
            v[i] /= first;
        v[column] = image;
        double beta = -first / image;
        for (int j = column + 1; j < columns; j++)
            ApplyReflection(v, beta, column, matrix.Slice(j * rows, rows));
        return beta;
    }

    /// <summary>y ← (I − βvvᵀ)y, where v is 0 before element <paramref name="first"/> and 1 there, whatever is written in its place.</summary>
    private static void ApplyReflection(ReadOnlySpan<double> v, double beta, int first, Span<double> y)
    {
        double sum = y[first];
        for (int i = first + 1; i < y.Length; i++)
            sum += v[i] * y[i];
        sum *= beta;
        y[first] -= sum;
        for (int i = first + 1; i < y.Length; i++)
            y[i] -= sum * v[i];
    }

    private static double[] TransposeRows(ReadOnlySpan<double> a, int rows, int columns, int rank)
    {
        var transposed = new double[columns * rank];
        for (int i = 0; i < rank; i++)
        {
            for (int j = i; j < columns; j++)
                transposed[i * columns + j] = a[j * rows + i];
        }

        return transposed;
    }

    /// <summary>The Euclidean length, without overflow or underflow on the way.</summary>
    private static double Length(ReadOnlySpan<double> vector)
    {
        double largest = 0.0;
        foreach (double value in vector)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0.0)
            return 0.0;

        // A power of 2 scales without rounding.
        double scale = Math.ScaleB(1.0, -Math.Max(Math.ILogB(largest), -1000));
        double squares = 0.0;
        foreach (double value in vector)
            squares += value * scale * (value * scale);
        return Math.Sqrt(squares) / scale;
    }

    private static void RequireFinite(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArithmeticException(string.Create(CultureInfo.InvariantCulture, $"{name} holds {values[i]}; finite numbers are wanted."));
        }
    }
}
