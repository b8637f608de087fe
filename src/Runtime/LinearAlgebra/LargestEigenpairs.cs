using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>The greatest eigenvalues of a positive semidefinite matrix and their eigenvectors, by subspace iteration.</summary>
/// <remarks>
/// A block of some more vectors than are wanted is multiplied by a Chebyshev polynomial of the matrix, which is small on the eigenvalues that
/// are not wanted and grows steeply beyond; then the block is made orthonormal, and Rayleigh's and Ritz's small problem
/// is solved in it (Rutishauser: Simultaneous iteration method for symmetric matrices, 1970; Zhou, Saad, Tiago, Chelikowsky:
/// Self-consistent-field calculations using Chebyshev-filtered subspace iteration, 2006). It ends when the residuals
/// ‖Av − θv‖ of the wanted vectors are down to the rounding error. The start is pseudo-random with a fixed seed, so the same matrix gives the same bits.
/// </remarks>
internal static class LargestEigenpairs
{
    /// <summary>Finds the pairs.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="count">How many pairs.</param>
    /// <param name="mostProducts">How many products of the matrix with a vector may be taken.</param>
    /// <param name="eigenvalues">Receives <paramref name="count"/> eigenvalues, the greatest first.</param>
    /// <param name="eigenvectors">Receives as many unit vectors as rows.</param>
    /// <returns>Whether the residuals came down within the products allowed. If not, what was written are estimates.</returns>
    public static bool TryFind<TOperator, T>(in TOperator matrix, int count, long mostProducts, Span<T> eigenvalues, Span<T> eigenvectors)
        where TOperator : struct, ISymmetricOperator<T>, allows ref struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int order = matrix.Order, size = BlockSize<T>(order, count);
        T two = T.One + T.One;
        T tolerance = (T.BitIncrement(T.One) - T.One) * T.CreateTruncating(32) * T.Sqrt(T.CreateTruncating(order));

        // block: orthonormal rows; products: theirs with the matrix; next: room.
        var memory = new AlignedBuffer<T>(checked(3 * size * order));
        Span<T> block = memory.Span[..(size * order)], products = memory.Span.Slice(size * order, size * order), next = memory.Span[(2 * size * order)..];
        var gram = new T[size * size];
        var ritzVectors = new T[size * size];
        var ritz = new T[size];

        var random = new RandomGenerator(1);
        foreach (ref T element in block)
            element = T.CreateTruncating(random.NextGaussian());
        Orthonormalize(ref block, ref next, order, size, gram, ritzVectors);
        matrix.Multiply(block, products);
        long taken = size;
        while (true)
        {
            // Rayleigh, Ritz: the eigenvectors of VᵀAV turn block and products.
            Array.Clear(gram);
            MatrixProduct.Add(Factor<T>.Rows(ref block[0], order), Factor<T>.Rows(ref products[0], order), size, size, order, ref gram[0], size);
            SymmetricEigen.Decompose<T>(gram, size, ritz, ritzVectors);
            Turn(ref block, ref next, order, size, ritzVectors);
            Turn(ref products, ref next, order, size, ritzVectors);

            T limit = tolerance * T.Max(ritz[0], T.Zero);
            bool converged = true;
            for (int i = 0; i < count && converged; i++)
            {
                Span<T> residual = next[..order];
                products.Slice(i * order, order).CopyTo(residual);
                VectorOperations.AddScaled<T>(-ritz[i], block.Slice(i * order, order), residual);
                converged = T.Sqrt(VectorOperations.SquaredNorm<T>(residual)) <= limit;
            }

            if (converged || taken >= mostProducts)
            {
                ritz.AsSpan(0, count).CopyTo(eigenvalues);
                block[..(count * order)].CopyTo(eigenvectors);
                return converged;
            }

            // The polynomial damps what lies between 0 and the least of the block's values. Its degree is limited, lest the first vectors drown the last.
            T bound = T.Max(ritz[size - 1], ritz[0] * tolerance);
            int degree = Degree(two * ritz[0] / bound - T.One);
            Filter(matrix, degree, bound, ritz[0], ref block, ref products, ref next);
            taken += (long)degree * size;
            Orthonormalize(ref block, ref next, order, size, gram, ritzVectors);
            matrix.Multiply(block, products);
        }
    }

    /// <summary>The vectors of the block: a quarter more than are wanted and at least eight, in whole panels of the product.</summary>
    public static int BlockSize<T>(int order, int count)
        where T : unmanaged
    {
        int panel = Panels.Width<T>();
        return Math.Min(order, (count + Math.Max(8, count / 4) + panel - 1) / panel * panel);
    }

    /// <summary>The highest degree, up to 20, whose Chebyshev polynomial is at most 10⁶ (10³ in single precision) at x &gt; 1; at least 1.</summary>
    private static int Degree<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T greatest = typeof(T) == typeof(float) ? T.CreateTruncating(1e3) : T.CreateTruncating(1e6);
        T previous = T.One, value = x;
        int degree = 1;
        while (degree < 20)
        {
            (previous, value) = (value, (x + x) * value - previous);
            if (!(value <= greatest))
                break;
            degree++;
        }

        return degree;
    }

    /// <summary>
    /// block ← p(A)·block for the Chebyshev polynomial of the interval [0, bound], scaled to 1 at the greatest value. The products of the
    /// block are known.
    /// </summary>
    private static void Filter<TOperator, T>(in TOperator matrix, int degree, T bound, T greatest, ref Span<T> block, ref Span<T> products, ref Span<T> next)
        where TOperator : struct, ISymmetricOperator<T>, allows ref struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // y₀ = x, y₁ = (σ₁/e)(A − e)x, yₖ₊₁ = (2σₖ₊₁/e)(A − e)yₖ − σₖσₖ₊₁yₖ₋₁ with e half the bound.
        T two = T.One + T.One, half = bound / two;
        T sigma1 = half / (greatest - half), sigma = sigma1;
        Combine(sigma1 / half, products, -sigma1, block, T.Zero, block, next);
        for (int k = 2; k <= degree; k++)
        {
            matrix.Multiply(next, products);
            T sigmaNext = T.One / (two / sigma1 - sigma);
            Combine(two * sigmaNext / half, products, -two * sigmaNext, next, -sigma * sigmaNext, block, block);
            Swap(ref block, ref next);
            sigma = sigmaNext;
        }

        Swap(ref block, ref next);
    }

    /// <summary>
    /// Makes the rows of the block orthonormal in their order: twice by Cholesky's decomposition of their Gram matrix, or row by row where
    /// that breaks down.
    /// </summary>
    private static void Orthonormalize<T>(ref Span<T> block, ref Span<T> next, int order, int size, T[] gram, T[] inverse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int pass = 0; pass < 2; pass++)
        {
            // Rows of length 1, so that none is small beside the others.
            for (int row = 0; row < size; row++)
            {
                Span<T> vector = block.Slice(row * order, order);
                T norm = T.Sqrt(VectorOperations.SquaredNorm<T>(vector));
                if (norm > T.Zero)
                    VectorOperations.Scale(T.One / norm, vector, vector);
            }

            Array.Clear(gram);
            MatrixProduct.AddSymmetric(Factor<T>.Rows(ref block[0], order), size, order, ref gram[0]);
            if (!Cholesky.TryDecompose<T>(gram, size, (T.BitIncrement(T.One) - T.One) * T.CreateTruncating(size)))
            {
                OrthonormalRows.Complete(block, order, 0);
                return;
            }

            Cholesky.InvertLower<T>(gram, size, inverse);
            Turn(ref block, ref next, order, size, inverse);
        }
    }

    /// <summary>The rows of the block, combined: coefficients · block.</summary>
    private static void Turn<T>(ref Span<T> block, ref Span<T> next, int order, int size, T[] coefficients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        next.Clear();
        MatrixProduct.Add(Factor<T>.Rows(ref coefficients[0], size), Factor<T>.Columns(ref block[0], order), size, order, size, ref next[0], order);
        Swap(ref block, ref next);
    }

    /// <summary>target = a·x + b·y + c·z.</summary>
    private static void Combine<T>(T a, ReadOnlySpan<T> x, T b, ReadOnlySpan<T> y, T c, ReadOnlySpan<T> z, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = Combine<Simd512<T>, T>(a, x, b, y, c, z, target, i);
        else if (Vector256.IsHardwareAccelerated)
            i = Combine<Simd256<T>, T>(a, x, b, y, c, z, target, i);
        i = Combine<Simd128<T>, T>(a, x, b, y, c, z, target, i);
        Combine<Scalar<T>, T>(a, x, b, y, c, z, target, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Combine<TVector, T>(T a, ReadOnlySpan<T> x, T b, ReadOnlySpan<T> y, T c, ReadOnlySpan<T> z, Span<T> target, int i)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T firstX = ref MemoryMarshal.GetReference(x), firstY = ref MemoryMarshal.GetReference(y), firstZ = ref MemoryMarshal.GetReference(z);
        ref T first = ref MemoryMarshal.GetReference(target);
        TVector scaleX = TVector.Create(a), scaleY = TVector.Create(b), scaleZ = TVector.Create(c);
        for (; i <= target.Length - TVector.Count; i += TVector.Count)
        {
            nuint k = (nuint)i;
            TVector sum = TVector.MultiplyAdd(scaleY, TVector.Load(ref firstY, k), scaleZ * TVector.Load(ref firstZ, k));
            TVector.MultiplyAdd(scaleX, TVector.Load(ref firstX, k), sum).Store(ref first, k);
        }

        return i;
    }

    private static void Swap<T>(ref Span<T> left, ref Span<T> right)
    {
        Span<T> free = left;
        left = right;
        right = free;
    }
}
