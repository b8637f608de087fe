using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Generated.Numerics;

/// <summary>What is left of a row when no more 128 bits can be filled: 1 to 3 floats or 1 double in a register.</summary>
internal static class PartialVector
{
    /// <summary>128 bits of ones, then 128 of zeros.</summary>
    private static ReadOnlySpan<ulong> Ones => [ulong.MaxValue, ulong.MaxValue, 0, 0];

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

    /// <summary>A mask of the lanes that <see cref="Load"/> fills with elements of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Mask<T>(nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Simd128<T>.Load(ref Unsafe.As<ulong, T>(ref Unsafe.AsRef(in Ones[2])), 0 - count);
}
