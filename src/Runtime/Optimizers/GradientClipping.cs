using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated;

/// <summary>Keeps gradients from becoming so large that a step leaps out of the region where they mean something.</summary>
/// <remarks>
/// Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks, 2013. The results are PyTorch's
/// (<c>clip_grad_value_</c>, <c>clip_grad_norm_</c>), and have the same bits at every vector width: squares are summed in blocks of
/// 1024, a block in 64 bytes of lanes that are folded in halves, the blocks then in their order, in double precision.
/// Nothing is allocated.
/// </remarks>
public static class GradientClipping
{
    // A multiple of the lanes of every register.
    private const int BlockLength = 1024;

    /// <summary>Limits the magnitude of every element. NaN stays.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="limit">The largest magnitude that is allowed; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0, or not finite. Nothing is written.</exception>
    public static void ClipByValue<T>(Span<T> gradient, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        HyperparameterRange.RequirePositive(limit, nameof(limit));
        Rewrite(new Limit<T>(T.CreateTruncating(limit)), gradient);
    }

    /// <summary>
    /// Shortens the gradient, taken as one vector, if it is longer than a limit: it is multiplied by limit / (‖g‖ + 10⁻⁶) where that
    /// is less than 1. A gradient whose norm is infinite or NaN stays as it is.
    /// </summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="limit">The largest norm that is allowed; above 0.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0, or not finite. Nothing is written.</exception>
    public static double ClipByNorm<T>(Span<T> gradient, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        HyperparameterRange.RequirePositive(limit, nameof(limit));
        double norm = Norm<T>(gradient);
        double factor = limit / (norm + 1e-6);
        if (factor < 1.0 && double.IsFinite(norm))
            Rewrite(new Scale<T>(T.CreateTruncating(factor)), gradient);
        return norm;
    }

    /// <summary>The Euclidean norm ‖g‖ of a gradient. It neither overflows nor vanishes before its elements do.</summary>
    /// <param name="gradient">The gradient.</param>
    public static double Norm<T>(ReadOnlySpan<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0.0;
        for (int start = 0; start < gradient.Length; start += BlockLength)
            sum += double.CreateTruncating(SumOfSquares(gradient.Slice(start, Math.Min(BlockLength, gradient.Length - start))));

        // Squares of numbers within these bounds neither overflow nor lose bits that count.
        (double least, double most) = typeof(T) == typeof(float) ? (1e-20, 1e38) : (1e-250, 1e300);
        return sum >= least && sum <= most ? Math.Sqrt(sum) : ScaledNorm(gradient);
    }

    /// <summary>The norm of very large or very small elements: the largest, times the norm of their ratios to it.</summary>
    private static double ScaledNorm<T>(ReadOnlySpan<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0.0;
        foreach (T element in gradient)
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(element)));
        if (largest == 0.0 || !double.IsFinite(largest))
            return largest;

        double sum = 0.0;
        foreach (T element in gradient)
        {
            double ratio = double.CreateTruncating(element) / largest;
            sum += ratio * ratio;
        }

        return largest * Math.Sqrt(sum);
    }

    private static T SumOfSquares<T>(ReadOnlySpan<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            return SumOfSquares<Simd512<T>, T>(block);
        return Vector256.IsHardwareAccelerated
            ? SumOfSquares<Pair<Simd256<T>, T>, T>(block)
            : SumOfSquares<Pair<Pair<Simd128<T>, T>, T>, T>(block);
    }

    /// <summary>Four interleaved sums of whole registers, (0 + 1) + (2 + 3), folded; then the elements that are left over, one by one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T SumOfSquares<TBlock, T>(ReadOnlySpan<T> block)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(block);
        TBlock sum0 = TBlock.Zero, sum1 = TBlock.Zero, sum2 = TBlock.Zero, sum3 = TBlock.Zero;
        int i = 0;
        for (; i <= block.Length - 4 * TBlock.Count; i += 4 * TBlock.Count)
        {
            sum0 = AddSquare(sum0, ref first, i);
            sum1 = AddSquare(sum1, ref first, i + TBlock.Count);
            sum2 = AddSquare(sum2, ref first, i + 2 * TBlock.Count);
            sum3 = AddSquare(sum3, ref first, i + 3 * TBlock.Count);
        }

        for (; i <= block.Length - TBlock.Count; i += TBlock.Count)
            sum0 = AddSquare(sum0, ref first, i);
        var sum = new Scalar<T>(Simd128<T>.Sum(TBlock.Fold((sum0 + sum1) + (sum2 + sum3))));
        for (; i < block.Length; i++)
            sum = AddSquare(sum, ref first, i);
        return sum.Value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static TVector AddSquare<TVector>(TVector sum, ref T first, int i)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector g = TVector.Load(ref first, (nuint)i);
            return TVector.MultiplyAdd(g, g, sum);
        }
    }

    private static void Rewrite<TRule, T>(TRule rule, Span<T> gradient)
        where TRule : struct, IRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = Rewrite<TRule, Simd512<T>, T>(rule, gradient, i);
        else if (Vector256.IsHardwareAccelerated)
            i = Rewrite<TRule, Simd256<T>, T>(rule, gradient, i);
        i = Rewrite<TRule, Simd128<T>, T>(rule, gradient, i);
        Rewrite<TRule, Scalar<T>, T>(rule, gradient, i);
    }

    /// <summary>Rewrites whole registers, from element <paramref name="i"/> on, and returns the first that is left over.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Rewrite<TRule, TVector, T>(TRule rule, Span<T> gradient, int i)
        where TRule : struct, IRule<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(gradient);
        for (; i <= gradient.Length - TVector.Count; i += TVector.Count)
            rule.Apply(TVector.Load(ref first, (nuint)i)).Store(ref first, (nuint)i);
        return i;
    }

    /// <summary>What is done to a register of the gradient.</summary>
    private interface IRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector Apply<TVector>(TVector g)
            where TVector : struct, ISimd<TVector, T>;
    }

    private readonly struct Limit<T>(T most) : IRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply<TVector>(TVector g)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector upper = TVector.Create(most), lower = TVector.Create(-most);
            g = TVector.SelectLess(upper, g, upper, g);
            return TVector.SelectLess(g, lower, lower, g);
        }
    }

    private readonly struct Scale<T>(T factor) : IRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply<TVector>(TVector g)
            where TVector : struct, ISimd<TVector, T> => TVector.Create(factor) * g;
    }
}
