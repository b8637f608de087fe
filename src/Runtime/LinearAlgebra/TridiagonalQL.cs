using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>The implicit QL algorithm on a symmetric tridiagonal matrix; see <see cref="SymmetricEigen"/>.</summary>
internal static class TridiagonalQL
{
    /// <summary>Sweeps of rotations that are kept before they are applied.</summary>
    private const int KeptSweeps = 32;

    /// <summary>QL steps per eigenvalue; some two are needed, and 30 are the customary limit.</summary>
    private const int MostSteps = 30;

    /// <summary>Turns T's diagonal into its eigenvalues and, if there are any, the rows of the basis into its eigenvectors.</summary>
    /// <param name="diagonal">The diagonal.</param>
    /// <param name="offDiagonal">The elements left of it, from 1 on. Destroyed.</param>
    /// <param name="basis">Rows to rotate along, or nothing.</param>
    /// <param name="order">The order of T.</param>
    public static void Diagonalize<T>(T[] diagonal, T[] offDiagonal, Span<T> basis, int order)
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
