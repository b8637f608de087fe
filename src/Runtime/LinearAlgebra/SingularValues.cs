using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Kernels;

namespace Generated.LinearAlgebra;

/// <summary>The thin singular value decomposition of real matrices.</summary>
/// <remarks>
/// Householder's QR decomposition of the longer side, then one-sided Jacobi rotations of the columns of R until all are
/// orthogonal (Hestenes: Inversion of matrices by biorthogonalization and related results, 1958; de Rijk: A one-sided Jacobi algorithm
/// for computing the singular value decomposition on a vector computer, 1989; Demmel, Veselić: Jacobi's method is more accurate than
/// QR, 1992). Singular values have errors of a small multiple of n·ε·σ₁, and are relatively accurate where only the scale
/// of the columns makes them small. The matrix is scaled by a power of two first. All sums have a fixed order: the bits are the same at every register
/// width.
/// </remarks>
public static class SingularValues
{
    /// <summary>Sweeps over all pairs of columns; five to ten are needed.</summary>
    private const int MostSweeps = 60;

    /// <summary>Decomposes a matrix, <c>A = U·diag(σ)·Vᵀ</c>, with k = min(rows, columns) singular values.</summary>
    /// <param name="matrix">A, rows × columns, row-major.</param>
    /// <param name="rows">The number of rows; at least 1.</param>
    /// <param name="columns">The number of columns; at least 1.</param>
    /// <param name="left">Receives Uᵀ, k × rows: the left singular vectors as rows, orthonormal also where σ is 0.</param>
    /// <param name="values">Receives the k singular values σ ≥ 0, the greatest first.</param>
    /// <param name="right">Receives Vᵀ, k × columns: the right singular vectors as rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the matrix has NaN or an infinity. Nothing is written.</exception>
    /// <exception cref="ArithmeticException">The rotations have not converged within 60 sweeps, which is not known to happen for finite matrices.</exception>
    public static void Decompose<T>(ReadOnlySpan<T> matrix, int rows, int columns, Span<T> left, Span<T> values, Span<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int rank = Math.Min(rows, columns);
        SpanArguments.RequireLength(matrix.Length, (long)rows * columns, nameof(matrix));
        SpanArguments.RequireLength(left.Length, (long)rank * rows, nameof(left));
        SpanArguments.RequireLength(values.Length, rank, nameof(values));
        SpanArguments.RequireLength(right.Length, (long)rank * columns, nameof(right));
        T greatest = VectorOperations.GreatestMagnitude(matrix);
        if (!T.IsFinite(greatest))
            ThrowNotFinite(matrix, columns);

        // The vectors to be made orthogonal, each of the longer side's length: the columns of a tall matrix, the rows of a wide one.
        T scale = VectorOperations.PowerOfTwoScale(greatest);
        bool tall = rows >= columns;
        int length = Math.Max(rows, columns);
        var vectors = new T[matrix.Length];
        if (tall)
            MatrixOperations.Transpose(ref Unsafe.AsRef(in matrix[0]), (nuint)rows, (nuint)columns, ref vectors[0]);
        else
            matrix.CopyTo(vectors);
        VectorOperations.Scale<T>(scale, vectors, vectors);
        Span<T> longer = tall ? left : right, shorter = tall ? right : left;

        // The reflectors stay below R's columns.
        var tau = new T[rank];
        bool reduced = length > rank;
        if (reduced)
            ReduceByReflectors(vectors, rank, length, tau);
        var working = new T[rank * rank];
        for (int j = 0; j < rank; j++)
            vectors.AsSpan(j * length, reduced ? j + 1 : rank).CopyTo(working.AsSpan(j * rank));

        var combination = new T[rank * rank];
        for (int j = 0; j < rank; j++)
            combination[j * rank + j] = T.One;
        OrthogonalizeByRotations<T>(working, combination, rank);

        var norms = new T[rank];
        var order = new int[rank];
        for (int j = 0; j < rank; j++)
        {
            norms[j] = T.Sqrt(VectorOperations.SquaredNorm<T>(working.AsSpan(j * rank, rank)));
            order[j] = j;
        }

        Array.Sort(order, (i, j) => norms[j].CompareTo(norms[i]) is var comparison and not 0 ? comparison : i.CompareTo(j));
        var small = new T[rank * rank];
        int positive = 0;
        for (int j = 0; j < rank; j++)
        {
            T norm = norms[order[j]];
            combination.AsSpan(order[j] * rank, rank).CopyTo(shorter[(j * rank)..]);
            if (norm * norm > Smallest<T>())
            {
                values[j] = norm / scale;
                VectorOperations.Scale(T.One / norm, working.AsSpan(order[j] * rank, rank), small.AsSpan(j * rank, rank));
                positive++;
            }
            else
            {
                values[j] = T.Zero;
            }
        }

        OrthonormalRows.Complete<T>(small, rank, positive);
        longer.Clear();
        for (int j = 0; j < rank; j++)
            small.AsSpan(j * rank, rank).CopyTo(longer[(j * length)..]);
        if (reduced)
            ApplyReflectors(vectors, rank, length, tau, longer);
    }

    /// <summary>Turns the vectors into the columns of R, upper triangular, with the reflectors' vectors, their first element 1 left out, behind them.</summary>
    private static void ReduceByReflectors<T>(Span<T> vectors, int count, int length, Span<T> tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T negligible = T.CreateTruncating(typeof(T) == typeof(float) ? 1e-24 : 1e-270);
        for (int j = 0; j < count; j++)
        {
            Span<T> column = vectors.Slice(j * length + j, length - j);
            T rest = VectorOperations.SquaredNorm<T>(column[1..]);
            if (rest <= negligible)
            {
                column[1..].Clear();
                continue;
            }

            T alpha = column[0];
            T beta = -T.CopySign(T.Sqrt(alpha * alpha + rest), alpha);
            tau[j] = (beta - alpha) / beta;
            VectorOperations.Scale(T.One / (alpha - beta), column[1..], column[1..]);
            column[0] = beta;
            for (int k = j + 1; k < count; k++)
                Reflect(column, tau[j], vectors.Slice(k * length + j, length - j));
        }
    }

    /// <summary>Each row ← Q·row.</summary>
    private static void ApplyReflectors<T>(Span<T> vectors, int count, int length, Span<T> tau, Span<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < count; row++)
        {
            for (int j = count - 1; j >= 0; j--)
                Reflect(vectors.Slice(j * length + j, length - j), tau[j], rows.Slice(row * length + j, length - j));
        }
    }

    /// <summary>target −= τ·v·(vᵀ·target), where the first element of v is 1.</summary>
    private static void Reflect<T>(ReadOnlySpan<T> v, T tau, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T product = tau * (target[0] + VectorOperations.Dot<T>(v[1..], target[1..]));
        target[0] -= product;
        VectorOperations.AddScaled(-product, v[1..], target[1..]);
    }

    /// <summary>Rotates pairs of vectors, and those of the combination with them, until each two are orthogonal to machine precision.</summary>
    private static void OrthogonalizeByRotations<T>(Span<T> vectors, Span<T> combination, int size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = T.BitIncrement(T.One) - T.One;
        T tolerance = epsilon * T.Sqrt(T.CreateTruncating(size));
        T smallest = Smallest<T>();
        for (int sweep = 0; ; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    Span<T> a = vectors.Slice(p * size, size), b = vectors.Slice(q * size, size);
                    T alpha = VectorOperations.SquaredNorm<T>(a), beta = VectorOperations.SquaredNorm<T>(b);
                    T gamma = VectorOperations.Dot<T>(a, b);
                    if (alpha <= smallest || beta <= smallest || T.Abs(gamma) <= tolerance * T.Sqrt(alpha) * T.Sqrt(beta))
                        continue;
                    rotated = true;
                    T zeta = (beta - alpha) / (gamma + gamma);
                    T t = T.CopySign(T.One, zeta) / (T.Abs(zeta) + VectorOperations.Length(T.One, zeta));
                    T c = T.One / T.Sqrt(T.One + t * t), s = c * t;
                    VectorOperations.Rotate(c, s, a, b);
                    VectorOperations.Rotate(c, s, combination.Slice(p * size, size), combination.Slice(q * size, size));
                }
            }

            if (!rotated)
                return;
            if (sweep == MostSweeps)
                throw new ArithmeticException("The columns of the matrix were not orthogonal after 60 sweeps of Jacobi rotations.");
        }
    }

    /// <summary>
    /// The squared length below which a column counts as 0: squares of its elements underflow, and beside the greatest element of about 1
    /// they are nothing.
    /// </summary>
    private static T Smallest<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(typeof(T) == typeof(float) ? 1e-30 : 1e-290);

    private static void ThrowNotFinite<T>(ReadOnlySpan<T> matrix, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int place = 0;
        while (T.IsFinite(matrix[place]))
            place++;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"Row {place / columns}, column {place % columns} is {matrix[place]}; finite numbers are wanted."), nameof(matrix));
    }
}
