using System;
using System.Numerics;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>Cholesky's decomposition of small positive definite matrices, A = LLᵀ, and what is solved with it. All matrices are row-major.</summary>
internal static class Cholesky
{
    /// <summary>Puts L into the lower triangle of a matrix, of which only that is read.</summary>
    /// <param name="matrix">A, then L.</param>
    /// <param name="order">The order n.</param>
    /// <param name="relative">The least pivot that counts as positive, as a share of its diagonal element.</param>
    /// <returns>Whether the matrix is positive definite to that accuracy. If not, it is destroyed.</returns>
    public static bool TryDecompose<T>(Span<T> matrix, int order, T relative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < order; i++)
        {
            Span<T> row = matrix.Slice(i * order, i + 1);
            for (int j = 0; j < i; j++)
            {
                Span<T> other = matrix.Slice(j * order, j + 1);
                row[j] = (row[j] - VectorOperations.Dot<T>(row[..j], other[..j])) / other[j];
            }

            T pivot = row[i] - VectorOperations.SquaredNorm<T>(row[..i]);
            if (!(pivot > relative * row[i]))
                return false;
            row[i] = T.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Solves LLᵀx = b in place.</summary>
    public static void Solve<T>(ReadOnlySpan<T> lower, int order, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SolveLower(lower, order, b);
        for (int i = order - 1; i >= 0; i--)
        {
            b[i] /= lower[i * order + i];
            VectorOperations.AddScaled(-b[i], lower.Slice(i * order, i), b);
        }
    }

    /// <summary>Solves Lx = b in place.</summary>
    public static void SolveLower<T>(ReadOnlySpan<T> lower, int order, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < order; i++)
            b[i] = (b[i] - VectorOperations.Dot<T>(lower.Slice(i * order, i), b[..i])) / lower[i * order + i];
    }

    /// <summary>row ← row·L in place.</summary>
    public static void MultiplyLower<T>(ReadOnlySpan<T> lower, int order, Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < order; j++)
        {
            T sum = T.Zero;
            for (int i = j; i < order; i++)
                sum += row[i] * lower[i * order + j];
            row[j] = sum;
        }
    }

    /// <summary>Writes L⁻¹, with zeros above the diagonal.</summary>
    public static void InvertLower<T>(ReadOnlySpan<T> lower, int order, Span<T> inverse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        inverse.Clear();
        for (int i = 0; i < order; i++)
        {
            // Row i: (eᵢ − Σⱼ lᵢⱼ·rowⱼ) / lᵢᵢ.
            Span<T> row = inverse.Slice(i * order, order);
            for (int j = 0; j < i; j++)
                VectorOperations.AddScaled<T>(-lower[i * order + j], inverse.Slice(j * order, j + 1), row);
            row[i] = T.One;
            VectorOperations.Scale(T.One / lower[i * order + i], row[..(i + 1)], row);
        }
    }

    /// <summary>Writes A⁻¹.</summary>
    public static void Invert<T>(ReadOnlySpan<T> lower, int order, Span<T> inverse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        inverse.Clear();
        for (int i = 0; i < order; i++)
        {
            inverse[i * order + i] = T.One;
            Solve(lower, order, inverse.Slice(i * order, order));
        }
    }

    /// <summary>ln |A| = 2·Σ ln lᵢᵢ.</summary>
    public static double LogDeterminant<T>(ReadOnlySpan<T> lower, int order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < order; i++)
            sum += VectorMath.Log(double.CreateTruncating(lower[i * order + i]));
        return 2 * sum;
    }
}
