using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The kernels of layer normalisation (Ba, Kiros, Hinton, 2016): <c>y = γ⊙x̂ + β</c> with <c>x̂ = (x − μ)/√(σ² + ε)</c>, μ and σ² being
/// the mean and the biased variance of a row. Values lie as <c>[rows][features]</c>.
/// </summary>
/// <remarks>
/// A row's sums are taken in 64 bytes of lanes (16 floats, 8 doubles), in shorter rows in 32 or 16: lane by lane along the row, the
/// last elements counted from the row's end; then the upper half of the lanes is added to the lower half until one is left. So the
/// order depends on the length of the row alone, not on the processor.
/// </remarks>
public static class LayerNormalization
{
    /// <summary>
    /// Writes y and the statistics. The variance is taken around the mean, in a second pass. <paramref name="output"/> may be
    /// <paramref name="input"/>.
    /// </summary>
    /// <param name="input">The first of <c>rows · features</c> values.</param>
    /// <param name="gain">The first of a γ per feature.</param>
    /// <param name="shift">The first of a β per feature.</param>
    /// <param name="output">The first of as many results as there are values.</param>
    /// <param name="statistics">The first of two values per row: μ and 1/√(σ² + ε).</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="features">The number of values in a row.</param>
    /// <param name="epsilon">ε.</param>
    public static void Forward<T>(
        ref T input, ref T gain, ref T shift, ref T output, ref T statistics, nuint rows, nuint features, T epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (features >= (nuint)Simd512<T>.Count)
        {
            if (Vector512.IsHardwareAccelerated)
                Forward<Simd512<T>, T>(ref input, ref gain, ref shift, ref output, ref statistics, rows, features, epsilon);
            else if (Vector256.IsHardwareAccelerated)
                Forward<Pair<Simd256<T>, T>, T>(ref input, ref gain, ref shift, ref output, ref statistics, rows, features, epsilon);
            else
                Forward<Pair<Pair<Simd128<T>, T>, T>, T>(ref input, ref gain, ref shift, ref output, ref statistics, rows, features, epsilon);
        }
        else if (features >= (nuint)Simd256<T>.Count)
        {
            if (Vector256.IsHardwareAccelerated)
                Forward<Simd256<T>, T>(ref input, ref gain, ref shift, ref output, ref statistics, rows, features, epsilon);
            else
                Forward<Pair<Simd128<T>, T>, T>(ref input, ref gain, ref shift, ref output, ref statistics, rows, features, epsilon);
        }
        else if (features >= (nuint)Simd128<T>.Count)
        {
            Forward<Simd128<T>, T>(ref input, ref gain, ref shift, ref output, ref statistics, rows, features, epsilon);
        }
        else
        {
            ForwardOfFew(ref input, ref gain, ref shift, ref output, ref statistics, rows, features, epsilon);
        }
    }

    /// <summary>Adds <c>∂L/∂γ = Σ δ⊙x̂</c> and <c>∂L/∂β = Σ δ</c>, each summed from zero in row order, then added.</summary>
    public static void AddGradient<T>(
        ref T input, ref T statistics, ref T delta, ref T gainGradient, ref T shiftGradient, nuint rows, nuint features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
            AddGradient<Simd512<T>, T>(ref feature, ref input, ref statistics, ref delta, ref gainGradient, ref shiftGradient, rows, features);
        if (Vector256.IsHardwareAccelerated)
            AddGradient<Simd256<T>, T>(ref feature, ref input, ref statistics, ref delta, ref gainGradient, ref shiftGradient, rows, features);
        AddGradient<Simd128<T>, T>(ref feature, ref input, ref statistics, ref delta, ref gainGradient, ref shiftGradient, rows, features);
        AddGradient<Scalar<T>, T>(ref feature, ref input, ref statistics, ref delta, ref gainGradient, ref shiftGradient, rows, features);
    }

    /// <summary>
    /// Writes <c>∂L/∂x = (g − mean(g) − x̂·mean(g⊙x̂))/√(σ² + ε)</c> with <c>g = γ⊙δ</c>. <paramref name="below"/> may be
    /// <paramref name="delta"/>.
    /// </summary>
    public static void InputGradient<T>(ref T input, ref T gain, ref T statistics, ref T delta, ref T below, nuint rows, nuint features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (features >= (nuint)Simd512<T>.Count)
        {
            if (Vector512.IsHardwareAccelerated)
                InputGradient<Simd512<T>, T>(ref input, ref gain, ref statistics, ref delta, ref below, rows, features);
            else if (Vector256.IsHardwareAccelerated)
                InputGradient<Pair<Simd256<T>, T>, T>(ref input, ref gain, ref statistics, ref delta, ref below, rows, features);
            else
                InputGradient<Pair<Pair<Simd128<T>, T>, T>, T>(ref input, ref gain, ref statistics, ref delta, ref below, rows, features);
        }
        else if (features >= (nuint)Simd256<T>.Count)
        {
            if (Vector256.IsHardwareAccelerated)
                InputGradient<Simd256<T>, T>(ref input, ref gain, ref statistics, ref delta, ref below, rows, features);
            else
                InputGradient<Pair<Simd128<T>, T>, T>(ref input, ref gain, ref statistics, ref delta, ref below, rows, features);
        }
        else if (features >= (nuint)Simd128<T>.Count)
        {
            InputGradient<Simd128<T>, T>(ref input, ref gain, ref statistics, ref delta, ref below, rows, features);
        }
        else
        {
            InputGradientOfFew(ref input, ref gain, ref statistics, ref delta, ref below, rows, features);
        }
    }

    /// <summary><see cref="Forward{T}"/> for rows of at least one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TBlock, T>(
        ref T input, ref T gain, ref T shift, ref T output, ref T statistics, nuint rows, nuint features, T epsilon)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = features - (nuint)TBlock.Count;
        TBlock isNew = PartialVector.LastLanes<TBlock, T>(features);
        T count = T.CreateTruncating(features);
        for (nuint row = 0; row < rows; row++)
        {
            // The last block is kept in registers: in place, the others write to elements that it may share with them.
            TBlock end = TBlock.Load(ref input, last), sum = TBlock.Zero, squares = TBlock.Zero;
            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
                sum += TBlock.Load(ref input, j);
            T rowMean = Simd128<T>.Sum(TBlock.Fold(sum + TBlock.And(end, isNew))) / count;

            TBlock mean = TBlock.Create(rowMean);
            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
            {
                TBlock difference = TBlock.Load(ref input, j) - mean;
                squares = TBlock.MultiplyAdd(difference, difference, squares);
            }

            end -= mean;
            squares = TBlock.MultiplyAdd(TBlock.And(end, isNew), end, squares);
            T rowScale = T.One / T.Sqrt(Simd128<T>.Sum(TBlock.Fold(squares)) / count + epsilon);

            TBlock scale = TBlock.Create(rowScale);
            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
            {
                TBlock normalized = (TBlock.Load(ref input, j) - mean) * scale;
                TBlock.MultiplyAdd(TBlock.Load(ref gain, j), normalized, TBlock.Load(ref shift, j)).Store(ref output, j);
            }

            TBlock.MultiplyAdd(TBlock.Load(ref gain, last), end * scale, TBlock.Load(ref shift, last)).Store(ref output, last);
            statistics = rowMean;
            Unsafe.Add(ref statistics, 1) = rowScale;
            input = ref Unsafe.Add(ref input, features);
            output = ref Unsafe.Add(ref output, features);
            statistics = ref Unsafe.Add(ref statistics, 2);
        }
    }

    /// <summary>All whole registers of features from <paramref name="feature"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddGradient<TVector, T>(
        ref nuint feature, ref T input, ref T statistics, ref T delta, ref T gainGradient, ref T shiftGradient, nuint rows, nuint features)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; feature + (nuint)TVector.Count <= features; feature += (nuint)TVector.Count)
        {
            TVector ofGain = TVector.Zero, ofShift = TVector.Zero;
            nuint at = feature;
            for (nuint row = 0; row < rows; row++, at += features)
            {
                TVector upstream = TVector.Load(ref delta, at);
                TVector mean = TVector.Broadcast(ref statistics, 2 * row), scale = TVector.Broadcast(ref statistics, 2 * row + 1);
                TVector normalized = (TVector.Load(ref input, at) - mean) * scale;
                ofGain.AddProduct(upstream, normalized);
                ofShift += upstream;
            }

            (TVector.Load(ref gainGradient, feature) + ofGain).Store(ref gainGradient, feature);
            (TVector.Load(ref shiftGradient, feature) + ofShift).Store(ref shiftGradient, feature);
        }
    }

    /// <summary><see cref="InputGradient{T}"/> for rows of at least one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void InputGradient<TBlock, T>(
        ref T input, ref T gain, ref T statistics, ref T delta, ref T below, nuint rows, nuint features)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = features - (nuint)TBlock.Count;
        TBlock isNew = PartialVector.LastLanes<TBlock, T>(features);
        T count = T.CreateTruncating(features);
        for (nuint row = 0; row < rows; row++)
        {
            TBlock mean = TBlock.Create(statistics), scale = TBlock.Broadcast(ref statistics, 1);
            TBlock sum = TBlock.Zero, products = TBlock.Zero;
            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
            {
                TBlock scaled = TBlock.Load(ref gain, j) * TBlock.Load(ref delta, j);
                sum += scaled;
                products = TBlock.MultiplyAdd(scaled, (TBlock.Load(ref input, j) - mean) * scale, products);
            }

            TBlock end = TBlock.Load(ref gain, last) * TBlock.Load(ref delta, last), own = TBlock.And(end, isNew);
            TBlock endNormalized = (TBlock.Load(ref input, last) - mean) * scale;
            TBlock meanOfScaled = TBlock.Create(Simd128<T>.Sum(TBlock.Fold(sum + own)) / count);
            products = TBlock.MultiplyAdd(own, endNormalized, products);
            TBlock meanOfProducts = TBlock.Create(Simd128<T>.Sum(TBlock.Fold(products)) / count);

            for (nuint j = 0; j < last; j += (nuint)TBlock.Count)
            {
                TBlock scaled = TBlock.Load(ref gain, j) * TBlock.Load(ref delta, j);
                TBlock normalized = (TBlock.Load(ref input, j) - mean) * scale;
                ((scaled - meanOfScaled - normalized * meanOfProducts) * scale).Store(ref below, j);
            }

            ((end - meanOfScaled - endNormalized * meanOfProducts) * scale).Store(ref below, last);
            input = ref Unsafe.Add(ref input, features);
            statistics = ref Unsafe.Add(ref statistics, 2);
            delta = ref Unsafe.Add(ref delta, features);
            below = ref Unsafe.Add(ref below, features);
        }
    }

    /// <summary><see cref="Forward{T}"/> for rows of 1 to 3 floats or 1 double.</summary>
    private static void ForwardOfFew<T>(
        ref T input, ref T gain, ref T shift, ref T output, ref T statistics, nuint rows, nuint features, T epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T count = T.CreateTruncating(features);
        for (nuint row = 0; row < rows; row++)
        {
            nuint first = row * features;
            T mean = T.Zero;
            Scalar<T> squares = default;
            for (nuint j = 0; j < features; j++)
                mean += Unsafe.Add(ref input, first + j);
            mean /= count;
            for (nuint j = 0; j < features; j++)
            {
                var difference = new Scalar<T>(Unsafe.Add(ref input, first + j) - mean);
                squares.AddProduct(difference, difference);
            }

            T scale = T.One / T.Sqrt(squares.Value / count + epsilon);
            for (nuint j = 0; j < features; j++)
            {
                var normalized = new Scalar<T>((Unsafe.Add(ref input, first + j) - mean) * scale);
                Scalar<T>.MultiplyAdd(Scalar<T>.Load(ref gain, j), normalized, Scalar<T>.Load(ref shift, j)).Store(ref output, first + j);
            }

            Unsafe.Add(ref statistics, 2 * row) = mean;
            Unsafe.Add(ref statistics, 2 * row + 1) = scale;
        }
    }

    /// <summary><see cref="InputGradient{T}"/> for rows of 1 to 3 floats or 1 double.</summary>
    private static void InputGradientOfFew<T>(
        ref T input, ref T gain, ref T statistics, ref T delta, ref T below, nuint rows, nuint features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T count = T.CreateTruncating(features);
        for (nuint row = 0; row < rows; row++)
        {
            nuint first = row * features;
            T mean = Unsafe.Add(ref statistics, 2 * row), scale = Unsafe.Add(ref statistics, 2 * row + 1), sum = T.Zero;
            Scalar<T> products = default;
            for (nuint j = 0; j < features; j++)
            {
                T scaled = Unsafe.Add(ref gain, j) * Unsafe.Add(ref delta, first + j);
                sum += scaled;
                products.AddProduct(new Scalar<T>(scaled), new Scalar<T>((Unsafe.Add(ref input, first + j) - mean) * scale));
            }

            sum /= count;
            T meanOfProducts = products.Value / count;
            for (nuint j = 0; j < features; j++)
            {
                T scaled = Unsafe.Add(ref gain, j) * Unsafe.Add(ref delta, first + j);
                T normalized = (Unsafe.Add(ref input, first + j) - mean) * scale;
                Unsafe.Add(ref below, first + j) = (scaled - sum - normalized * meanOfProducts) * scale;
            }
        }
    }
}
