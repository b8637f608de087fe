using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Generated.Numerics;

/// <summary>Rows that do not fill their registers. The few elements of <see cref="Load"/> and <see cref="Store"/> are 1 to 3 floats or 1 double.</summary>
internal static class PartialVector
{
    /// <summary>128 bytes of zeros, 128 of ones, as two registers of 512 bits have, and 16 of zeros.</summary>
    private static ReadOnlySpan<ulong> Ones =>
    [
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0,
        ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue,
        ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue,
        0, 0,
    ];

    /// <summary>Loads the elements; the lanes behind repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Load<T>(ref T source, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
            return Simd128<T>.Create(source);
        // Element count / 2 is 0 of 1, 1 of 2 and 1 of 3: no branch on the count.
        float middle = Unsafe.BitCast<T, float>(Unsafe.Add(ref source, count >> 1));
        float last = Unsafe.BitCast<T, float>(Unsafe.Add(ref source, count - 1));
        return new(Vector128.Create(Unsafe.BitCast<T, float>(source), middle, last, last).As<float, T>());
    }

    /// <summary>Stores the lanes that <see cref="Load"/> has filled with elements of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Simd128<T> value, ref T destination, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        destination = value.Value.GetElement(0);
        if (typeof(T) == typeof(double))
            return;
        Unsafe.Add(ref destination, count >> 1) = value.Value.GetElement(1);
        Unsafe.Add(ref destination, count - 1) = value.Value.GetElement(2);
    }

    /// <summary>A mask of the first <paramref name="count"/> lanes, those that <see cref="Load"/> fills with elements of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> FirstLanes<T>(nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Simd128<T>.Load(ref Unsafe.As<ulong, T>(ref Unsafe.AsRef(in Ones[32])), 0 - count);

    /// <summary>
    /// A mask of the lanes that a row's last register, moved back to end with the row, does not share with the register
    /// before it.
    /// </summary>
    /// <param name="length">The length of the row, at least the number of lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LastLanes<TVector, T>(nuint length)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)TVector.Count;
        return TVector.Load(ref Unsafe.As<ulong, T>(ref Unsafe.AsRef(in Ones[16])), (length - 1) % lanes + 1 - lanes);
    }
}
