using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Generated.Kernels;

/// <summary>Transposes a square block of a matrix in registers.</summary>
internal interface ITransposeBlock
{
    /// <summary>The number of rows and columns of the block.</summary>
    static abstract nuint Size { get; }

    /// <summary>Transposes one block of float or double, as the block is for.</summary>
    /// <param name="source">The block's first element.</param>
    /// <param name="sourceStride">From row to row of the source, in elements.</param>
    /// <param name="destination">Where the first element of the transposed block goes.</param>
    /// <param name="destinationStride">From row to row of the destination, in elements.</param>
    static abstract void Transpose<T>(ref T source, nuint sourceStride, ref T destination, nuint destinationStride)
        where T : unmanaged;
}

/// <summary>8×8 floats in 256-bit registers.</summary>
internal readonly struct SingleBlock8 : ITransposeBlock
{
    public static nuint Size => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<T>(ref T source, nuint sourceStride, ref T destination, nuint destinationStride)
        where T : unmanaged
    {
        ref float from = ref Unsafe.As<T, float>(ref source);
        ref float to = ref Unsafe.As<T, float>(ref destination);

        // Rows i and i + 4 share a register: what crosses the 128-bit lanes is done by the loads.
        Vector256<float> column0Low = Halves(ref from, sourceStride, 0, 0), column0High = Halves(ref from, sourceStride, 0, 4);
        Vector256<float> column1Low = Halves(ref from, sourceStride, 1, 0), column1High = Halves(ref from, sourceStride, 1, 4);
        Vector256<float> column2Low = Halves(ref from, sourceStride, 2, 0), column2High = Halves(ref from, sourceStride, 2, 4);
        Vector256<float> column3Low = Halves(ref from, sourceStride, 3, 0), column3High = Halves(ref from, sourceStride, 3, 4);
        StoreColumns(column0Low, column1Low, column2Low, column3Low, ref to, destinationStride);
        StoreColumns(column0High, column1High, column2High, column3High, ref Unsafe.Add(ref to, 4 * destinationStride), destinationStride);
    }

    /// <summary>Four elements of row <paramref name="row"/> and, above them, the same four of row + 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(ref float source, nuint stride, nuint row, nuint column) => Vector256.Create(
        Vector128.LoadUnsafe(ref source, row * stride + column),
        Vector128.LoadUnsafe(ref source, (row + 4) * stride + column));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumns(
        Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3, ref float destination, nuint stride)
    {
        Vector256<float> even01 = Avx.UnpackLow(row0, row2), even23 = Avx.UnpackLow(row1, row3);
        Vector256<float> odd01 = Avx.UnpackHigh(row0, row2), odd23 = Avx.UnpackHigh(row1, row3);
        Avx.UnpackLow(even01, even23).StoreUnsafe(ref destination);
        Avx.UnpackHigh(even01, even23).StoreUnsafe(ref destination, stride);
        Avx.UnpackLow(odd01, odd23).StoreUnsafe(ref destination, 2 * stride);
        Avx.UnpackHigh(odd01, odd23).StoreUnsafe(ref destination, 3 * stride);
    }
}

/// <summary>4×4 doubles in 256-bit registers.</summary>
internal readonly struct DoubleBlock4 : ITransposeBlock
{
    public static nuint Size => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<T>(ref T source, nuint sourceStride, ref T destination, nuint destinationStride)
        where T : unmanaged
    {
        ref double from = ref Unsafe.As<T, double>(ref source);
        ref double to = ref Unsafe.As<T, double>(ref destination);
        Vector256<double> row02Low = Halves(ref from, sourceStride, 0, 0), row02High = Halves(ref from, sourceStride, 0, 2);
        Vector256<double> row13Low = Halves(ref from, sourceStride, 1, 0), row13High = Halves(ref from, sourceStride, 1, 2);
        Avx.UnpackLow(row02Low, row13Low).StoreUnsafe(ref to);
        Avx.UnpackHigh(row02Low, row13Low).StoreUnsafe(ref to, destinationStride);
        Avx.UnpackLow(row02High, row13High).StoreUnsafe(ref to, 2 * destinationStride);
        Avx.UnpackHigh(row02High, row13High).StoreUnsafe(ref to, 3 * destinationStride);
    }

    /// <summary>Two elements of row <paramref name="row"/> and, above them, the same two of row + 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Halves(ref double source, nuint stride, nuint row, nuint column) => Vector256.Create(
        Vector128.LoadUnsafe(ref source, row * stride + column),
        Vector128.LoadUnsafe(ref source, (row + 2) * stride + column));
}

/// <summary>4×4 floats in 128-bit registers.</summary>
internal readonly struct SingleBlock4 : ITransposeBlock
{
    public static nuint Size => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<T>(ref T source, nuint sourceStride, ref T destination, nuint destinationStride)
        where T : unmanaged
    {
        ref float from = ref Unsafe.As<T, float>(ref source);
        ref float to = ref Unsafe.As<T, float>(ref destination);
        Vector128<float> row0 = Vector128.LoadUnsafe(ref from), row1 = Vector128.LoadUnsafe(ref from, sourceStride);
        Vector128<float> row2 = Vector128.LoadUnsafe(ref from, 2 * sourceStride), row3 = Vector128.LoadUnsafe(ref from, 3 * sourceStride);
        Vector128<float> low02 = ZipLow(row0, row2), low13 = ZipLow(row1, row3);
        Vector128<float> high02 = ZipHigh(row0, row2), high13 = ZipHigh(row1, row3);
        ZipLow(low02, low13).StoreUnsafe(ref to);
        ZipHigh(low02, low13).StoreUnsafe(ref to, destinationStride);
        ZipLow(high02, high13).StoreUnsafe(ref to, 2 * destinationStride);
        ZipHigh(high02, high13).StoreUnsafe(ref to, 3 * destinationStride);
    }

    /// <summary>left₀, right₀, left₁, right₁.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> left, Vector128<float> right)
    {
        if (Sse.IsSupported)
            return Sse.UnpackLow(left, right);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipLow(left, right);
        return Vector128.Create(left.GetElement(0), right.GetElement(0), left.GetElement(1), right.GetElement(1));
    }

    /// <summary>left₂, right₂, left₃, right₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> left, Vector128<float> right)
    {
        if (Sse.IsSupported)
            return Sse.UnpackHigh(left, right);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipHigh(left, right);
        return Vector128.Create(left.GetElement(2), right.GetElement(2), left.GetElement(3), right.GetElement(3));
    }
}

/// <summary>2×2 doubles in 128-bit registers.</summary>
internal readonly struct DoubleBlock2 : ITransposeBlock
{
    public static nuint Size => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<T>(ref T source, nuint sourceStride, ref T destination, nuint destinationStride)
        where T : unmanaged
    {
        ref double from = ref Unsafe.As<T, double>(ref source);
        ref double to = ref Unsafe.As<T, double>(ref destination);
        Vector128<double> row0 = Vector128.LoadUnsafe(ref from), row1 = Vector128.LoadUnsafe(ref from, sourceStride);
        Vector128.Create(row0.GetLower(), row1.GetLower()).StoreUnsafe(ref to);
        Vector128.Create(row0.GetUpper(), row1.GetUpper()).StoreUnsafe(ref to, destinationStride);
    }
}
