using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>Eigenvalues and eigenvectors of real symmetric matrices.</summary>
/// <remarks>
/// Householder's reduction to tridiagonal form, from the last row up, in one pass over the lower triangle for each reflector: the rank-2 update
/// of the reflector before and the product with the present one share it. Then the implicit QL algorithm with Wilkinson's shift
/// (Bowdler, Martin, Reinsch, Wilkinson: The QR and QL algorithms for symmetric matrices, 1968; Golub, Van Loan: Matrix computations, 8.3),
/// whose rotations are kept and applied to the vectors in strips that stay in the cache. The reflectors are applied last, 32 at
/// a time as I − VᵀTV (Schreiber, Van Loan: A storage-efficient WY representation for products of Householder transformations, 1989).
/// An eigenvalue's error is a small multiple of n·ε·‖A‖; one beyond the range of T is an infinity. The matrix is scaled by a power of two first, so that
/// neither tiny nor huge entries are lost. All sums have a fixed order: the bits are the same at every register width.
/// </remarks>
public static class SymmetricEigen
{
    /// <summary>Decomposes a symmetric matrix, <c>A = Σ λᵢ·vᵢ·vᵢᵀ</c>.</summary>
    /// <param name="matrix">A, n × n, row-major. Only its lower triangle is read.</param>
    /// <param name="order">The order n; at least 1.</param>
    /// <param name="eigenvalues">Receives the n eigenvalues, the greatest first.</param>
    /// <param name="eigenvectors">
    /// Receives unit eigenvectors as rows, in the order of the eigenvalues: all n, or only the first few for a shorter span of
    /// whole rows, or none for an empty one.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the matrix has NaN or an infinity. Nothing is written.</exception>
    /// <exception cref="ArithmeticException">An eigenvalue was not found within 30 steps, which is not known to happen for finite matrices.</exception>
    public static void Decompose<T>(ReadOnlySpan<T> matrix, int order, Span<T> eigenvalues, Span<T> eigenvectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        SpanArguments.RequireLength(matrix.Length, (long)order * order, nameof(matrix));
        SpanArguments.RequireLength(eigenvalues.Length, order, nameof(eigenvalues));
        int vectors = SpanArguments.RequireRows(eigenvectors.Length, order, nameof(eigenvectors));
        if (vectors > order)
            SpanArguments.RequireLength(eigenvectors.Length, (long)order * order, nameof(eigenvectors));

        T greatest = T.Zero;
        for (int row = 0; row < order; row++)
        {
            T inRow = VectorOperations.GreatestMagnitude(matrix.Slice(row * order, row + 1));
            if (!T.IsFinite(inRow))
                ThrowNotFinite(row, nameof(matrix));
            greatest = T.Max(greatest, inRow);
        }

        T scale = VectorOperations.PowerOfTwoScale(greatest);
        // Rows start on cache lines.
        int stride = PaddedLength<T>(order);
        var working = new AlignedBuffer<T>(checked(order * stride));
        Span<T> a = working.Span;
        for (int row = 0; row < order; row++)
            VectorOperations.Scale(scale, matrix.Slice(row * order, row + 1), a[(row * stride)..]);

        var diagonal = new T[order];
        var offDiagonal = new T[order];
        var tau = new T[order];
        TridiagonalReduction.Reduce(a, order, stride, diagonal, offDiagonal, tau);

        var basis = new AlignedBuffer<T>(vectors == 0 ? 0 : checked(order * order));
        for (int i = 0; i < order && vectors > 0; i++)
            basis.Span[i * order + i] = T.One;
        TridiagonalQL.Diagonalize(diagonal, offDiagonal, basis.Span, order);

        // The greatest first; equal ones stay in the order in which they were found.
        var rank = new int[order];
        for (int i = 0; i < order; i++)
            rank[i] = i;
        Array.Sort(rank, (i, j) => diagonal[j].CompareTo(diagonal[i]) is var comparison and not 0 ? comparison : i.CompareTo(j));
        for (int i = 0; i < order; i++)
            eigenvalues[i] = diagonal[rank[i]] / scale;
        for (int i = 0; i < vectors; i++)
            basis.Span.Slice(rank[i] * order, order).CopyTo(eigenvectors[(i * order)..]);
        if (vectors > 0)
            TridiagonalReduction.ApplyReflectors(a, order, stride, tau, eigenvectors, vectors);
    }

    private static int PaddedLength<T>(int length)
        where T : unmanaged => (length + 64 / Unsafe.SizeOf<T>() - 1) / (64 / Unsafe.SizeOf<T>()) * (64 / Unsafe.SizeOf<T>());

    private static void ThrowNotFinite(int row, string parameter) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"Row {row} has NaN or an infinity; finite numbers are wanted."), parameter);
}
