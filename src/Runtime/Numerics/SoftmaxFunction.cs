using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Generated.Numerics;

/// <summary>The softmax of the rows of a matrix, and its derivative.</summary>
/// <remarks>
/// A row's sum is taken in blocks of 64 bytes (16 floats, 8 doubles), in a row shorter than that of 32 bytes, lane by
/// lane; the lanes are folded to 128 bits and what is left of the row is added, 128 bits at a time; then the lanes are
/// added up. So the order depends on the length of the row alone, not on the processor.
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
        else if (Vector256.IsHardwareAccelerated)
        {
            Apply<Simd256<T>, Simd256<T>, T>(ref z, ref a, rows, columns);
        }
        else
        {
            Apply<Simd128<T>, Pair<Simd128<T>, T>, T>(ref z, ref a, rows, columns);
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
        else if (Vector256.IsHardwareAccelerated)
        {
            ApplyDerivative<Simd256<T>, T>(ref delta, ref a, rows, columns);
        }
        else
        {
            ApplyDerivative<Pair<Simd128<T>, T>, T>(ref delta, ref a, rows, columns);
        }
    }

    /// <summary><see cref="Apply{T}"/> with exponentials taken in registers of one type and sums in blocks of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply<TVector, TBlock, T>(ref T z, ref T a, nuint rows, nuint columns)
        where TVector : struct, ISimd<TVector, T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint blocksEnd = columns - columns % (nuint)TBlock.Count;
        nuint registersEnd = columns - columns % (nuint)Simd128<T>.Count;
        nuint rest = columns - registersEnd;
        Simd128<T> restMask = PartialVector.Mask<T>(rest);
        Simd128<T> restValues = Simd128<T>.Zero;
        for (; rows > 0; rows--)
        {
            T maximum = Maximum<TBlock, T>(ref z, columns);
            for (nuint j = 0; j < blocksEnd; j += (nuint)TVector.Count)
                VectorMath.ExpOfNonPositive<TVector, T>(TVector.Load(ref z, j) - TVector.Create(maximum)).Store(ref a, j);

            TBlock blockSums = TBlock.Zero;
            for (nuint j = 0; j < blocksEnd; j += (nuint)TBlock.Count)
                blockSums += TBlock.Load(ref a, j);
            Simd128<T> sums = TBlock.Fold(blockSums);
            for (nuint j = blocksEnd; j < registersEnd; j += (nuint)Simd128<T>.Count)
            {
                Simd128<T> values = VectorMath.ExpOfNonPositive<Simd128<T>, T>(Simd128<T>.Load(ref z, j) - Simd128<T>.Create(maximum));
                values.Store(ref a, j);
                sums += values;
            }
            if (rest > 0)
            {
                restValues = PartialVector.Load(ref Unsafe.Add(ref z, registersEnd), rest);
                restValues = VectorMath.ExpOfNonPositive<Simd128<T>, T>(restValues - Simd128<T>.Create(maximum));
                sums += Simd128<T>.And(restValues, restMask);
            }

            T scale = T.One / Simd128<T>.Sum(sums);
            for (nuint j = 0; j < blocksEnd; j += (nuint)TBlock.Count)
                (TBlock.Load(ref a, j) * TBlock.Create(scale)).Store(ref a, j);
            for (nuint j = blocksEnd; j < registersEnd; j += (nuint)Simd128<T>.Count)
                (Simd128<T>.Load(ref a, j) * Simd128<T>.Create(scale)).Store(ref a, j);
            if (rest > 0)
                PartialVector.Store(restValues * Simd128<T>.Create(scale), ref Unsafe.Add(ref a, registersEnd), rest);

            z = ref Unsafe.Add(ref z, columns);
            a = ref Unsafe.Add(ref a, columns);
        }
    }

    /// <summary><see cref="ApplyDerivative{T}"/> with sums in blocks of one type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ApplyDerivative<TBlock, T>(ref T delta, ref T a, nuint rows, nuint columns)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint blocksEnd = columns - columns % (nuint)TBlock.Count;
        nuint registersEnd = columns - columns % (nuint)Simd128<T>.Count;
        nuint rest = columns - registersEnd;
        Simd128<T> restMask = PartialVector.Mask<T>(rest);
        for (; rows > 0; rows--)
        {
            TBlock blockProducts = TBlock.Zero;
            for (nuint j = 0; j < blocksEnd; j += (nuint)TBlock.Count)
                blockProducts = TBlock.MultiplyAdd(TBlock.Load(ref delta, j), TBlock.Load(ref a, j), blockProducts);
            Simd128<T> products = TBlock.Fold(blockProducts);
            for (nuint j = blocksEnd; j < registersEnd; j += (nuint)Simd128<T>.Count)
                products = Simd128<T>.MultiplyAdd(Simd128<T>.Load(ref delta, j), Simd128<T>.Load(ref a, j), products);
            ref T restDelta = ref Unsafe.Add(ref delta, registersEnd);
            ref T restValues = ref Unsafe.Add(ref a, registersEnd);
            if (rest > 0)
                products = Simd128<T>.MultiplyAdd(Simd128<T>.And(PartialVector.Load(ref restDelta, rest), restMask), PartialVector.Load(ref restValues, rest), products);

            T mean = Simd128<T>.Sum(products);
            for (nuint j = 0; j < blocksEnd; j += (nuint)TBlock.Count)
                (TBlock.Load(ref a, j) * (TBlock.Load(ref delta, j) - TBlock.Create(mean))).Store(ref delta, j);
            for (nuint j = blocksEnd; j < registersEnd; j += (nuint)Simd128<T>.Count)
                (Simd128<T>.Load(ref a, j) * (Simd128<T>.Load(ref delta, j) - Simd128<T>.Create(mean))).Store(ref delta, j);
            if (rest > 0)
                PartialVector.Store(PartialVector.Load(ref restValues, rest) * (PartialVector.Load(ref restDelta, rest) - Simd128<T>.Create(mean)), ref restDelta, rest);

            delta = ref Unsafe.Add(ref delta, columns);
            a = ref Unsafe.Add(ref a, columns);
        }
    }

    /// <summary>The greatest element of a row. NaN is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Maximum<TBlock, T>(ref T row, nuint columns)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TBlock blockMaxima = TBlock.Create(T.NegativeInfinity);
        nuint j = 0;
        for (; columns - j >= (nuint)TBlock.Count; j += (nuint)TBlock.Count)
        {
            TBlock values = TBlock.Load(ref row, j);
            blockMaxima = TBlock.SelectLess(blockMaxima, values, values, blockMaxima);
        }
        Simd128<T> maxima = TBlock.FoldMaximum(blockMaxima);
        for (; columns - j >= (nuint)Simd128<T>.Count; j += (nuint)Simd128<T>.Count)
            maxima = Simd128<T>.Greater(maxima, Simd128<T>.Load(ref row, j));
        if (j < columns)
            maxima = Simd128<T>.Greater(maxima, PartialVector.Load(ref Unsafe.Add(ref row, j), columns - j));
        return Simd128<T>.Maximum(maxima);
    }
}
