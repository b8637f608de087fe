using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>The softmax of the rows of a matrix, and its derivative.</summary>
/// <remarks>
/// A row's sum is taken in 64 bytes of lanes (16 floats, 8 doubles), in shorter rows in 32 or 16: lane by lane along the
/// row, the last elements counted from the row's end; then the upper half of the lanes is added to the lower half until
/// one is left. So the order depends on the length of the row alone, not on the processor.
/// </remarks>
public static class SoftmaxFunction
{
    /// <summary>aⱼ = e^(zⱼ − m) / Σₖ e^(zₖ − m) in every row, m being the row's maximum. A row with NaN or +∞, or of −∞ alone, gives NaN.</summary>
    /// <param name="z">The first element of the rows.</param>
    /// <param name="a">The first element of the results, of the same layout; may be <paramref name="z"/> itself.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of elements in a row; the next row follows immediately.</param>
    public static void Apply<T>(ref T z, ref T a, nuint rows, nuint columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (columns >= (nuint)Simd512<T>.Count)
        {
            if (Vector512.IsHardwareAccelerated)
                Apply<Simd512<T>, Simd512<T>, T>(ref z, ref a, rows, columns);
            else if (Vector256.IsHardwareAccelerated)
                Apply<Simd256<T>, Pair<Simd256<T>, T>, T>(ref z, ref a, rows, columns);
            else
                Apply<Simd128<T>, Pair<Pair<Simd128<T>, T>, T>, T>(ref z, ref a, rows, columns);
        }
        else if (columns >= (nuint)Simd256<T>.Count)
        {
            if (Vector256.IsHardwareAccelerated)
                Apply<Simd256<T>, Simd256<T>, T>(ref z, ref a, rows, columns);
            else
                Apply<Simd128<T>, Pair<Simd128<T>, T>, T>(ref z, ref a, rows, columns);
        }
        else if (columns >= (nuint)Simd128<T>.Count)
        {
            Apply<Simd128<T>, Simd128<T>, T>(ref z, ref a, rows, columns);
        }
        else if (columns > 0)
        {
            ApplyToFew(ref z, ref a, rows, columns);
        }
    }

    /// <summary>δⱼ ← aⱼ(δⱼ − Σₖ δₖaₖ) in every row.</summary>
    /// <param name="delta">The first element of the rows of gradients with respect to a; they become those with respect to z.</param>
    /// <param name="a">The first element of the rows of softmax values, of the same layout.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of elements in a row; the next row follows immediately.</param>
    public static void ApplyDerivative<T>(ref T delta, ref T a, nuint rows, nuint columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (columns >= (nuint)Simd512<T>.Count)
        {
            if (Vector512.IsHardwareAccelerated)
                ApplyDerivative<Simd512<T>, T>(ref delta, ref a, rows, columns);
            else if (Vector256.IsHardwareAccelerated)
                ApplyDerivative<Pair<Simd256<T>, T>, T>(ref delta, ref a, rows, columns);
            else
                ApplyDerivative<Pair<Pair<Simd128<T>, T>, T>, T>(ref delta, ref a, rows, columns);
        }
        else if (columns >= (nuint)Simd256<T>.Count)
        {
            if (Vector256.IsHardwareAccelerated)
                ApplyDerivative<Simd256<T>, T>(ref delta, ref a, rows, columns);
            else
                ApplyDerivative<Pair<Simd128<T>, T>, T>(ref delta, ref a, rows, columns);
        }
        else if (columns >= (nuint)Simd128<T>.Count)
        {
            ApplyDerivative<Simd128<T>, T>(ref delta, ref a, rows, columns);
        }
        else if (columns > 0)
        {
            ApplyDerivativeToFew(ref delta, ref a, rows, columns);
        }
    }

    /// <summary><see cref="Apply{T}"/> for rows of at least one block, with exponentials in registers that a block consists of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply<TVector, TBlock, T>(ref T z, ref T a, nuint rows, nuint columns)
        where TVector : struct, ISimd<TVector, T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = columns - (nuint)TBlock.Count;
        TBlock isNew = PartialVector.LastLanes<TBlock, T>(columns);
        for (; rows > 0; rows--)
        {
            T maximum = Maximum<TBlock, T>(ref z, last);
            TBlock sum = TBlock.Zero;
            TBlock end;
            if (typeof(TVector) == typeof(TBlock))
            {
                nuint j = 0;
                TBlock current = TBlock.Load(ref z);
                while (true)
                {
                    // The next block is loaded before this one is stored: in place, the last two may share elements.
                    nuint next = nuint.Min(j + (nuint)TBlock.Count, last);
                    TBlock following = TBlock.Load(ref z, next);
                    current = VectorMath.ExpOfNonPositive<TBlock, T>(current - TBlock.Create(maximum));
                    if (j == last)
                        break;
                    current.Store(ref a, j);
                    sum += current;
                    current = following;
                    j = next;
                }
                end = current;
            }
            else
            {
                ExpOfDifference<TVector, T>(ref z, maximum, ref a, columns);
                for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
                    sum += TBlock.Load(ref a, j);
                end = TBlock.Load(ref a, last);
            }
            sum += TBlock.And(end, isNew);

            TBlock scale = TBlock.Create(T.One / Simd128<T>.Sum(TBlock.Fold(sum)));
            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
                (TBlock.Load(ref a, j) * scale).Store(ref a, j);
            (end * scale).Store(ref a, last);

            z = ref Unsafe.Add(ref z, columns);
            a = ref Unsafe.Add(ref a, columns);
        }
    }

    /// <summary><see cref="ApplyDerivative{T}"/> for rows of at least one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ApplyDerivative<TBlock, T>(ref T delta, ref T a, nuint rows, nuint columns)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = columns - (nuint)TBlock.Count;
        TBlock isNew = PartialVector.LastLanes<TBlock, T>(columns);
        for (; rows > 0; rows--)
        {
            // The last block is kept in registers: the others write to elements that it may share with them.
            TBlock endDelta = TBlock.Load(ref delta, last);
            TBlock endValues = TBlock.Load(ref a, last);
            TBlock products = TBlock.Zero;
            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
                products = TBlock.MultiplyAdd(TBlock.Load(ref delta, j), TBlock.Load(ref a, j), products);
            products = TBlock.MultiplyAdd(TBlock.And(endDelta, isNew), endValues, products);

            TBlock mean = TBlock.Create(Simd128<T>.Sum(TBlock.Fold(products)));
            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
                (TBlock.Load(ref a, j) * (TBlock.Load(ref delta, j) - mean)).Store(ref delta, j);
            (endValues * (endDelta - mean)).Store(ref delta, last);

            delta = ref Unsafe.Add(ref delta, columns);
            a = ref Unsafe.Add(ref a, columns);
        }
    }

    /// <summary><see cref="Apply{T}"/> for rows of 1 to 3 floats or 1 double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToFew<T>(ref T z, ref T a, nuint rows, nuint columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Simd128<T> isOwn = PartialVector.FirstLanes<T>(columns);
        for (; rows > 0; rows--)
        {
            Simd128<T> row = PartialVector.Load(ref z, columns);
            row = VectorMath.ExpOfNonPositive<Simd128<T>, T>(row - Simd128<T>.Create(Simd128<T>.Maximum(row)));
            Simd128<T> scale = Simd128<T>.Create(T.One / Simd128<T>.Sum(Simd128<T>.And(row, isOwn)));
            PartialVector.Store(row * scale, ref a, columns);

            z = ref Unsafe.Add(ref z, columns);
            a = ref Unsafe.Add(ref a, columns);
        }
    }

    /// <summary><see cref="ApplyDerivative{T}"/> for rows of 1 to 3 floats or 1 double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyDerivativeToFew<T>(ref T delta, ref T a, nuint rows, nuint columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Simd128<T> isOwn = PartialVector.FirstLanes<T>(columns);
        for (; rows > 0; rows--)
        {
            Simd128<T> gradients = PartialVector.Load(ref delta, columns);
            Simd128<T> values = PartialVector.Load(ref a, columns);
            Simd128<T> mean = Simd128<T>.Create(Simd128<T>.Sum(Simd128<T>.And(gradients, isOwn) * values));
            PartialVector.Store(values * (gradients - mean), ref delta, columns);

            delta = ref Unsafe.Add(ref delta, columns);
            a = ref Unsafe.Add(ref a, columns);
        }
    }

    /// <summary>The greatest element of a row. NaN is not ordered: it may be passed over.</summary>
    /// <param name="row">The row's first element.</param>
    /// <param name="last">Where the last block starts.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Maximum<TBlock, T>(ref T row, nuint last)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TBlock maxima = TBlock.Load(ref row, last);
        for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
        {
            TBlock values = TBlock.Load(ref row, j);
            maxima = TBlock.SelectLess(maxima, values, values, maxima);
        }
        return Simd128<T>.Maximum(TBlock.FoldMaximum(maxima));
    }

    /// <summary>aⱼ = e^(zⱼ − m) for a whole row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExpOfDifference<TVector, T>(ref T z, T maximum, ref T a, nuint columns)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = columns - (nuint)TVector.Count;
        nuint j = 0;
        TVector current = TVector.Load(ref z);
        while (true)
        {
            nuint next = nuint.Min(j + (nuint)TVector.Count, last);
            TVector following = TVector.Load(ref z, next);
            VectorMath.ExpOfNonPositive<TVector, T>(current - TVector.Create(maximum)).Store(ref a, j);
            if (j == last)
                return;
            current = following;
            j = next;
        }
    }
}
