using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>What joins values and takes them apart: sums, products and columns of rows, element by element.</summary>
public static class Joins
{
    /// <summary>target += source.</summary>
    public static void Add<T>(ref T target, ref T source, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Sum(ref target, ref source, ref target, count);

    /// <summary>output = left + right. <paramref name="output"/> may be either of them.</summary>
    public static void Sum<T>(ref T left, ref T right, ref T output, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint i = 0;
        if (Vector512.IsHardwareAccelerated)
            Sum<Simd512<T>, T>(ref i, ref left, ref right, ref output, count);
        if (Vector256.IsHardwareAccelerated)
            Sum<Simd256<T>, T>(ref i, ref left, ref right, ref output, count);
        Sum<Simd128<T>, T>(ref i, ref left, ref right, ref output, count);
        Sum<Scalar<T>, T>(ref i, ref left, ref right, ref output, count);
    }

    /// <summary>output = left · right. <paramref name="output"/> may be either of them.</summary>
    public static void Multiply<T>(ref T left, ref T right, ref T output, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint i = 0;
        if (Vector512.IsHardwareAccelerated)
            Multiply<Simd512<T>, T>(ref i, ref left, ref right, ref output, count);
        if (Vector256.IsHardwareAccelerated)
            Multiply<Simd256<T>, T>(ref i, ref left, ref right, ref output, count);
        Multiply<Simd128<T>, T>(ref i, ref left, ref right, ref output, count);
        Multiply<Scalar<T>, T>(ref i, ref left, ref right, ref output, count);
    }

    /// <summary>Copies <paramref name="width"/> columns: <c>target[r·targetWidth + i] = source[r·sourceWidth + i]</c>. The two must not overlap.</summary>
    /// <param name="source">The first column of the first row.</param>
    /// <param name="sourceWidth">The length of a row of the source.</param>
    /// <param name="target">The first column of the first row.</param>
    /// <param name="targetWidth">The length of a row of the target.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    public static void CopyColumns<T>(ref T source, nuint sourceWidth, ref T target, nuint targetWidth, nuint rows, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nuint row = 0; row < rows; row++)
            Tiles.Copy(ref Unsafe.Add(ref source, row * sourceWidth), ref Unsafe.Add(ref target, row * targetWidth), width);
    }

    /// <summary>Adds <paramref name="width"/> columns: <c>target[r·targetWidth + i] += source[r·sourceWidth + i]</c>.</summary>
    /// <param name="source">The first column of the first row.</param>
    /// <param name="sourceWidth">The length of a row of the source.</param>
    /// <param name="target">The first column of the first row.</param>
    /// <param name="targetWidth">The length of a row of the target.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddColumns<T>(ref T source, nuint sourceWidth, ref T target, nuint targetWidth, nuint rows, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && width >= (nuint)Simd512<T>.Count)
            AddColumns<Simd512<T>, T>(ref source, sourceWidth, ref target, targetWidth, rows, width);
        else if (Vector256.IsHardwareAccelerated && width >= (nuint)Simd256<T>.Count)
            AddColumns<Simd256<T>, T>(ref source, sourceWidth, ref target, targetWidth, rows, width);
        else if (width >= (nuint)Simd128<T>.Count)
            AddColumns<Simd128<T>, T>(ref source, sourceWidth, ref target, targetWidth, rows, width);
        else if (width > 0)
            AddColumns<Scalar<T>, T>(ref source, sourceWidth, ref target, targetWidth, rows, width);
    }

    /// <summary>target = 0.</summary>
    public static void Clear<T>(ref T target, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => MemoryMarshal.CreateSpan(ref target, checked((int)count)).Clear();

    /// <summary>All whole registers from <paramref name="i"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sum<TVector, T>(ref nuint i, ref T left, ref T right, ref T output, nuint count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; i + (nuint)TVector.Count <= count; i += (nuint)TVector.Count)
            (TVector.Load(ref left, i) + TVector.Load(ref right, i)).Store(ref output, i);
    }

    /// <summary>All whole registers from <paramref name="i"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<TVector, T>(ref nuint i, ref T left, ref T right, ref T output, nuint count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; i + (nuint)TVector.Count <= count; i += (nuint)TVector.Count)
            (TVector.Load(ref left, i) * TVector.Load(ref right, i)).Store(ref output, i);
    }

    /// <summary>Adds columns a register at a time; the last one is moved back to end with them, and computed before the others are stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddColumns<TVector, T>(ref T source, nuint sourceWidth, ref T target, nuint targetWidth, nuint rows, nuint width)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = width - (nuint)TVector.Count;
        for (; rows != 0; rows--)
        {
            TVector end = TVector.Load(ref source, last) + TVector.Load(ref target, last);
            for (nuint column = 0; column < last; column += (nuint)TVector.Count)
                (TVector.Load(ref source, column) + TVector.Load(ref target, column)).Store(ref target, column);
            end.Store(ref target, last);
            source = ref Unsafe.Add(ref source, sourceWidth);
            target = ref Unsafe.Add(ref target, targetWidth);
        }
    }
}
