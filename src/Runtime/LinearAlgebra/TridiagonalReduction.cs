using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>
/// Householder's reduction of a symmetric matrix to tridiagonal form, and the way back from its eigenvectors; see
/// <see cref="SymmetricEigen"/>.
/// </summary>
internal static class TridiagonalReduction
{
    /// <summary>Reflectors that are applied at a time.</summary>
    private const int ReflectorBlock = 32;

    /// <summary>
    /// A = QTQᵀ. Leaves the reflectors H = I − τvvᵀ of row i, v over the columns before i, in that row of the matrix, and T's
    /// diagonal and the elements left of it in the other two.
    /// </summary>
    public static void Reduce<T>(Span<T> a, int order, int stride, T[] diagonal, T[] offDiagonal, T[] tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The update a −= v·wᵀ + w·vᵀ of one reflector is made together with the product p = a·v of the next.
        var vectors = new AlignedBuffer<T>(4 * stride);
        Span<T> lastV = vectors.Span[..stride], lastW = vectors.Span.Slice(stride, stride),
            v = vectors.Span.Slice(2 * stride, stride), p = vectors.Span.Slice(3 * stride, stride);
        T negligible = T.CreateTruncating(typeof(T) == typeof(float) ? 1e-24 : 1e-270);
        for (int i = order - 1; i >= 0; i--)
        {
            Span<T> row = a.Slice(i * stride, i + 1);
            for (int k = 0; k <= i; k++)
                row[k] -= lastV[i] * lastW[k] + lastW[i] * lastV[k];
            diagonal[i] = row[i];
            if (i == 0)
                break;

            // The reflector that turns the row into one with a single element, its last. What is negligible beside the matrix, whose greatest
            // element is about 1, is left out, since its square might underflow.
            T alpha = row[i - 1];
            T rest = VectorOperations.SquaredNorm<T>(row[..(i - 1)]);
            row[..i].CopyTo(v);
            if (rest <= negligible)
            {
                tau[i] = T.Zero;
                offDiagonal[i] = alpha;
                v[..i].Clear();
            }
            else
            {
                T beta = -T.CopySign(T.Sqrt(alpha * alpha + rest), alpha);
                tau[i] = (beta - alpha) / beta;
                offDiagonal[i] = beta;
                VectorOperations.Scale(T.One / (alpha - beta), v[..(i - 1)], v);
                v[i - 1] = T.One;
            }

            v[..i].CopyTo(row);
            UpdateAndMultiply(a, stride, i, lastV, lastW, v, p);

            // w = τ(p − ½τ(pᵀv)v), over p.
            T half = tau[i] * VectorOperations.Dot<T>(p[..i], v[..i]) / (T.One + T.One);
            for (int k = 0; k < i; k++)
                p[k] = tau[i] * (p[k] - half * v[k]);

            Span<T> free = lastW;
            lastW = p;
            p = free;
            free = lastV;
            lastV = v;
            v = free;
        }
    }

    /// <summary>On the lower triangle of order <paramref name="size"/>: a −= v·wᵀ + w·vᵀ, then p = a·next.</summary>
    private static void UpdateAndMultiply<T>(Span<T> a, int stride, int size, Span<T> v, Span<T> w, Span<T> next, Span<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            UpdateAndMultiply<Simd512<T>, T>(a, stride, size, v, w, next, p);
        else if (Vector256.IsHardwareAccelerated)
            UpdateAndMultiply<Pair<Simd256<T>, T>, T>(a, stride, size, v, w, next, p);
        else
            UpdateAndMultiply<Pair<Pair<Simd128<T>, T>, T>, T>(a, stride, size, v, w, next, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateAndMultiply<TBlock, T>(Span<T> a, int stride, int size, Span<T> v, Span<T> w, Span<T> next, Span<T> p)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T firstV = ref MemoryMarshal.GetReference(v), firstW = ref MemoryMarshal.GetReference(w);
        ref T firstNext = ref MemoryMarshal.GetReference(next), firstP = ref MemoryMarshal.GetReference(p);
        int i = 0;
        for (; i + 1 < size; i += 2)
        {
            // Two rows, from an even one on, have as many whole blocks left of the diagonal and share what is loaded for them.
            ref T row0 = ref a[i * stride], row1 = ref Unsafe.Add(ref row0, stride);
            TBlock minusV0 = TBlock.Create(-v[i]), minusW0 = TBlock.Create(-w[i]), x0 = TBlock.Create(next[i]);
            TBlock minusV1 = TBlock.Create(-v[i + 1]), minusW1 = TBlock.Create(-w[i + 1]), x1 = TBlock.Create(next[i + 1]);
            TBlock sum0 = TBlock.Zero, sum1 = TBlock.Zero;
            nuint k = 0;
            for (; k + (nuint)TBlock.Count <= (nuint)i; k += (nuint)TBlock.Count)
            {
                TBlock someV = TBlock.Load(ref firstV, k), someW = TBlock.Load(ref firstW, k), someNext = TBlock.Load(ref firstNext, k);
                TBlock element0 = TBlock.MultiplyAdd(minusW0, someV, TBlock.MultiplyAdd(minusV0, someW, TBlock.Load(ref row0, k)));
                TBlock element1 = TBlock.MultiplyAdd(minusW1, someV, TBlock.MultiplyAdd(minusV1, someW, TBlock.Load(ref row1, k)));
                element0.Store(ref row0, k);
                element1.Store(ref row1, k);
                sum0 = TBlock.MultiplyAdd(element0, someNext, sum0);
                sum1 = TBlock.MultiplyAdd(element1, someNext, sum1);
                TBlock.MultiplyAdd(element1, x1, TBlock.MultiplyAdd(element0, x0, TBlock.Load(ref firstP, k))).Store(ref firstP, k);
            }

            FinishRow(ref row0, k, i, Simd128<T>.Sum(TBlock.Fold(sum0)), v, w, next, p);
            FinishRow(ref row1, k, i + 1, Simd128<T>.Sum(TBlock.Fold(sum1)), v, w, next, p);
        }

        if (i < size)
        {
            ref T row = ref a[i * stride];
            TBlock minusV = TBlock.Create(-v[i]), minusW = TBlock.Create(-w[i]), x = TBlock.Create(next[i]);
            TBlock sum = TBlock.Zero;
            nuint k = 0;
            for (; k + (nuint)TBlock.Count <= (nuint)i; k += (nuint)TBlock.Count)
            {
                TBlock element = TBlock.MultiplyAdd(
                    minusW, TBlock.Load(ref firstV, k), TBlock.MultiplyAdd(minusV, TBlock.Load(ref firstW, k), TBlock.Load(ref row, k)));
                element.Store(ref row, k);
                sum = TBlock.MultiplyAdd(element, TBlock.Load(ref firstNext, k), sum);
                TBlock.MultiplyAdd(element, x, TBlock.Load(ref firstP, k)).Store(ref firstP, k);
            }

            FinishRow(ref row, k, i, Simd128<T>.Sum(TBlock.Fold(sum)), v, w, next, p);
        }
    }

    /// <summary>The elements of row i from k to the diagonal, which do not fill a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FinishRow<T>(ref T row, nuint k, int i, T sum, Span<T> v, Span<T> w, Span<T> next, Span<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var total = new Scalar<T>(sum);
        Scalar<T> element;
        for (; k < (nuint)i; k++)
        {
            element = Update(v[i], w[i], v[(int)k], w[(int)k], Unsafe.Add(ref row, k));
            element.Store(ref row, k);
            total = Scalar<T>.MultiplyAdd(element, new(next[(int)k]), total);
            p[(int)k] = Scalar<T>.MultiplyAdd(element, new(next[i]), new(p[(int)k])).Value;
        }

        element = Update(v[i], w[i], v[i], w[i], Unsafe.Add(ref row, k));
        element.Store(ref row, k);
        p[i] = Scalar<T>.MultiplyAdd(element, new(next[i]), total).Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> Update<T>(T rowV, T rowW, T v, T w, T element)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Scalar<T>.MultiplyAdd(new(-rowW), new(v), Scalar<T>.MultiplyAdd(new(-rowV), new(w), new(element)));

    /// <summary>rows ← rows·H₁·H₂·…, where Hᵢ was left in row i of <paramref name="a"/> by <see cref="Reduce"/>.</summary>
    public static void ApplyReflectors<T>(ReadOnlySpan<T> a, int order, int stride, T[] tau, Span<T> rows, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var v = new T[ReflectorBlock * order];
        var triangle = new T[ReflectorBlock * ReflectorBlock];
        var products = new T[count * ReflectorBlock];
        var transformed = new T[count * ReflectorBlock];
        var dots = new T[ReflectorBlock];
        for (int first = 1; first < order; first += ReflectorBlock)
        {
            int block = Math.Min(ReflectorBlock, order - first), length = first + block - 1;
            Array.Clear(triangle);
            for (int j = 0; j < block; j++)
            {
                Span<T> reflector = v.AsSpan(j * length, length);
                reflector[(first + j)..].Clear();
                a.Slice((first + j) * stride, first + j).CopyTo(reflector);

                // Column j of the triangle: −τ·T·(V·v) above the diagonal, τ on it.
                T minusTau = -tau[first + j];
                for (int i = 0; i < j; i++)
                    dots[i] = minusTau * VectorOperations.Dot<T>(v.AsSpan(i * length, first + i), reflector);
                for (int i = 0; i < j; i++)
                {
                    T sum = T.Zero;
                    for (int k = i; k < j; k++)
                        sum += triangle[i * ReflectorBlock + k] * dots[k];
                    triangle[i * ReflectorBlock + j] = sum;
                }

                triangle[j * ReflectorBlock + j] = tau[first + j];
            }

            Array.Clear(products);
            Array.Clear(transformed);
            ref T target = ref rows[0];
            MatrixProduct.Add(Factor<T>.Rows(ref target, order), Factor<T>.Rows(ref v[0], length), count, block, length, ref products[0], ReflectorBlock);
            MatrixProduct.Add(Factor<T>.Rows(ref products[0], ReflectorBlock),
                Factor<T>.Columns(ref triangle[0], ReflectorBlock), count, block, block, ref transformed[0], ReflectorBlock);
            MatrixProduct.Add(
                Factor<T>.Rows(ref transformed[0], ReflectorBlock), Factor<T>.Columns(ref v[0], length), count, length, block, ref target, order, sign: -1);
        }
    }
}
