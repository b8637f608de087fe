using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    /// <summary>Sweeps of rotations that are kept before they are applied.</summary>
    private const int KeptSweeps = 32;

    /// <summary>Reflectors that are applied at a time.</summary>
    private const int ReflectorBlock = 32;

    /// <summary>QL steps per eigenvalue; some two are needed, and 30 are the customary limit.</summary>
    private const int MostSteps = 30;

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
        Tridiagonalize(a, order, stride, diagonal, offDiagonal, tau);

        var basis = new AlignedBuffer<T>(vectors == 0 ? 0 : checked(order * order));
        for (int i = 0; i < order && vectors > 0; i++)
            basis.Span[i * order + i] = T.One;
        DiagonalizeByQL(diagonal, offDiagonal, basis.Span, order);

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
            ApplyReflectors(a, order, stride, tau, eigenvectors, vectors);
    }

    /// <summary>
    /// A = QTQᵀ. Leaves the reflectors H = I − τvvᵀ of row i, v over the columns before i, in that row of the matrix, and T's
    /// diagonal and the elements left of it in the other two.
    /// </summary>
    private static void Tridiagonalize<T>(Span<T> a, int order, int stride, T[] diagonal, T[] offDiagonal, T[] tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The update a −= v·wᵀ + w·vᵀ of one reflector is made together with the product p = a·v of the next.
        var vectors = new AlignedBuffer<T>(4 * stride);
        Span<T> lastV = vectors.Span[..stride], lastW = vectors.Span.Slice(stride, stride), v = vectors.Span.Slice(2 * stride, stride), p = vectors.Span.Slice(3 * stride, stride);
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
                TBlock element = TBlock.MultiplyAdd(minusW, TBlock.Load(ref firstV, k), TBlock.MultiplyAdd(minusV, TBlock.Load(ref firstW, k), TBlock.Load(ref row, k)));
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

    /// <summary>Turns T's diagonal into its eigenvalues and, if there are any, the rows of the basis into its eigenvectors.</summary>
    /// <param name="diagonal">The diagonal.</param>
    /// <param name="offDiagonal">The elements left of it, from 1 on. Destroyed.</param>
    /// <param name="basis">Rows to rotate along, or nothing.</param>
    /// <param name="order">The order of T.</param>
    private static void DiagonalizeByQL<T>(T[] diagonal, T[] offDiagonal, Span<T> basis, int order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = T.BitIncrement(T.One) - T.One;
        T two = T.One + T.One;

        // Below this the squares of a length's parts have lost digits. None can overflow, since the matrix is scaled.
        T unsafeLength = T.CreateTruncating(typeof(T) == typeof(float) ? 1e-15 : 1e-145);

        // offDiagonal[i] couples i − 1 and i from here on as e[i − 1].
        Span<T> d = diagonal, e = offDiagonal;
        e[1..].CopyTo(e);
        e[^1] = T.Zero;

        // What this leaves out is a fraction of the rounding errors of the reduction.
        T norm = T.Max(VectorOperations.GreatestMagnitude<T>(d), VectorOperations.GreatestMagnitude<T>(e));
        T negligible = epsilon * norm / T.CreateTruncating(8);
        var rotations = new KeptRotations<T>(order, basis.Length > 0 ? KeptSweeps : 0);
        for (int l = 0; l < order; l++)
        {
            for (int step = 0; ; step++)
            {
                int m = l;
                while (m < order - 1 && !(T.Abs(e[m]) <= T.Max(epsilon * (T.Abs(d[m]) + T.Abs(d[m + 1])), negligible)))
                    m++;
                if (m == l)
                    break;
                if (step == MostSteps)
                    throw new ArithmeticException("An eigenvalue of the matrix was not found within 30 steps of the QL algorithm.");

                // Wilkinson's shift from the leading 2 × 2 block.
                T g = (d[l + 1] - d[l]) / (two * e[l]);
                T r = VectorOperations.Length(g, T.One);
                g = d[m] - d[l] + e[l] / (g + T.CopySign(r, g));
                T s = T.One, c = T.One, p = T.Zero;
                Span<T> kept = rotations.Begin(l, m, basis);
                int i = m - 1;
                for (; i >= l; i--)
                {
                    T f = s * e[i], b = c * e[i];
                    r = T.Sqrt(f * f + g * g);
                    if (r < unsafeLength)
                        r = VectorOperations.Length(f, g);
                    e[i + 1] = r;
                    if (r == T.Zero)
                    {
                        // The bulge has vanished: the matrix splits here.
                        d[i + 1] -= p;
                        e[m] = T.Zero;
                        break;
                    }

                    s = f / r;
                    c = g / r;
                    g = d[i + 1] - p;
                    r = (d[i] - g) * s + two * c * b;
                    p = s * r;
                    d[i + 1] = g + p;
                    g = c * r - b;
                    if (kept.Length > 0)
                    {
                        kept[2 * i] = c;
                        kept[2 * i + 1] = s;
                    }
                }

                rotations.End(i + 1);
                if (i >= l)
                    continue;
                d[l] -= p;
                e[l] = g;
                e[m] = T.Zero;
            }
        }

        rotations.Apply(basis);
    }

    /// <summary>rows ← rows·H₁·H₂·…, where Hᵢ was left in row i of <paramref name="a"/> by <see cref="Tridiagonalize"/>.</summary>
    private static void ApplyReflectors<T>(ReadOnlySpan<T> a, int order, int stride, T[] tau, Span<T> rows, int count)
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
            MatrixProduct.Add(Factor<T>.Rows(ref products[0], ReflectorBlock), Factor<T>.Columns(ref triangle[0], ReflectorBlock), count, block, block, ref transformed[0], ReflectorBlock);
            MatrixProduct.Add(Factor<T>.Rows(ref transformed[0], ReflectorBlock), Factor<T>.Columns(ref v[0], length), count, length, block, ref target, order, sign: -1);
        }
    }

    private static int PaddedLength<T>(int length)
        where T : unmanaged => (length + 64 / Unsafe.SizeOf<T>() - 1) / (64 / Unsafe.SizeOf<T>()) * (64 / Unsafe.SizeOf<T>());

    private static void ThrowNotFinite(int row, string parameter) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"Row {row} has NaN or an infinity; finite numbers are wanted."), parameter);

    /// <summary>Sweeps of rotations of neighbouring rows, from the last row up, that wait to be applied to all columns.</summary>
    private ref struct KeptRotations<T>(int order, int sweeps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T[] _rotations = new T[2 * order * sweeps];
        private readonly (int First, int Last)[] _ranges = new (int, int)[sweeps];
        private int _count;

        /// <summary>Room for the sweep that rotates the rows from <paramref name="first"/> to <paramref name="last"/>.</summary>
        public Span<T> Begin(int first, int last, Span<T> basis)
        {
            if (_ranges.Length == 0)
                return [];
            if (_count == _ranges.Length)
                Apply(basis);
            _ranges[_count] = (first, last);
            return _rotations.AsSpan(2 * order * _count, 2 * order);
        }

        /// <summary>Ends the sweep, which got down to the rotation of row <paramref name="first"/> and the next.</summary>
        public void End(int first)
        {
            if (_ranges.Length > 0)
                _ranges[_count++].First = first;
        }

        /// <summary>Applies what was kept.</summary>
        public void Apply(Span<T> basis)
        {
            if (_count == 0)
                return;
            ReadOnlySpan<(int First, int Last)> ranges = _ranges.AsSpan(0, _count);
            int column = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                column = Apply<Pair<Pair<Simd512<T>, T>, T>>(ranges, basis, column);
                column = Apply<Simd512<T>>(ranges, basis, column);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                column = Apply<Pair<Pair<Simd256<T>, T>, T>>(ranges, basis, column);
                column = Apply<Simd256<T>>(ranges, basis, column);
            }

            column = Apply<Simd128<T>>(ranges, basis, column);
            Apply<Scalar<T>>(ranges, basis, column);
            _count = 0;
        }

        /// <summary>Strip by strip of columns; a row that two rotations share stays in its registers between them.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly int Apply<TVector>(ReadOnlySpan<(int First, int Last)> ranges, Span<T> basis, int column)
            where TVector : struct, ISimd<TVector, T>
        {
            nint stride = order;
            for (; column + TVector.Count <= order; column += TVector.Count)
            {
                for (int sweep = 0; sweep < ranges.Length; sweep++)
                {
                    (int first, int last) = ranges[sweep];
                    ref T rotation = ref _rotations[2 * order * sweep];
                    ref T row = ref Unsafe.Add(ref basis[column], last * stride);
                    TVector lower = TVector.Load(ref row);
                    for (int i = last - 1; i >= first; i--)
                    {
                        T c = Unsafe.Add(ref rotation, 2 * i), s = Unsafe.Add(ref rotation, 2 * i + 1);
                        ref T above = ref Unsafe.Add(ref row, -stride);
                        TVector upper = TVector.Load(ref above);
                        TVector.MultiplyAdd(TVector.Create(s), upper, TVector.Create(c) * lower).Store(ref row);
                        lower = TVector.MultiplyAdd(TVector.Create(-s), lower, TVector.Create(c) * upper);
                        row = ref above;
                    }

                    lower.Store(ref row);
                }
            }

            return column;
        }
    }
}
