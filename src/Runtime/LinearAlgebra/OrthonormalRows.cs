using System;
using System.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>Rows made orthogonal to each other and of length 1.</summary>
internal static class OrthonormalRows
{
    /// <summary>
    /// Orthonormalises rows in their order by the modified Gram–Schmidt process, each twice (Giraud, Langou, Rozložník: The loss of
    /// orthogonality in the Gram–Schmidt orthogonalization process, 2005). A row that depends on those before it is
    /// replaced by what is left of the first unit vector that does not.
    /// </summary>
    /// <param name="rows">Rows of <paramref name="length"/>; no more of them than that.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="first">The first row to orthonormalise; those before it are orthonormal already.</param>
    public static void Complete<T>(Span<T> rows, int length, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.One / (T.One + T.One);
        int unit = 0;
        for (int row = first; row < rows.Length / length; row++)
        {
            Span<T> candidate = rows.Slice(row * length, length);
            T norm = T.Sqrt(VectorOperations.SquaredNorm<T>(candidate));
            bool fits = norm > T.Zero && T.IsFinite(norm);
            if (fits)
            {
                VectorOperations.Scale(T.One / norm, candidate, candidate);
                fits = TryOrthogonalize(rows[..(row * length)], candidate, T.CreateTruncating(1e-3) * half);
            }

            // The unit vectors together span everything, so the rest of one of them is long enough: at least 1/√length.
            T enough = half / T.Sqrt(T.CreateTruncating(length));
            while (!fits)
            {
                candidate.Clear();
                candidate[unit++ % length] = T.One;
                fits = TryOrthogonalize(rows[..(row * length)], candidate, enough);
            }
        }
    }

    /// <summary>Takes the parts along the orthonormal rows off a unit vector, and scales what is left to length 1 unless too little is.</summary>
    private static bool TryOrthogonalize<T>(ReadOnlySpan<T> rows, Span<T> candidate, T enough)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T norm = T.One;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int start = 0; start < rows.Length; start += candidate.Length)
            {
                ReadOnlySpan<T> row = rows.Slice(start, candidate.Length);
                VectorOperations.AddScaled(-VectorOperations.Dot<T>(row, candidate), row, candidate);
            }

            norm = T.Sqrt(VectorOperations.SquaredNorm<T>(candidate));
            if (!(norm >= enough))
                return false;
            VectorOperations.Scale(T.One / norm, candidate, candidate);
        }

        return true;
    }
}
