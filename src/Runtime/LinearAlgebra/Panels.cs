using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>
/// Factors of a product, packed into panels: 192 bytes of neighbouring rows or columns, one panel row a term, block of terms by block of
/// terms. So a tile reads memory in its order, and three registers of any width fill a panel.
/// </summary>
internal static class Panels
{
    /// <summary>The terms that are packed at a time.</summary>
    private const int PackedTerms = 8;

    /// <summary>The elements of a panel's row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Width<T>()
        where T : unmanaged => 192 / Unsafe.SizeOf<T>();

    /// <summary>The elements that a packed factor takes.</summary>
    /// <param name="units">Its rows or columns.</param>
    /// <param name="terms">The terms of a sum.</param>
    public static int Length<T>(int units, int terms)
        where T : unmanaged => checked((units + Width<T>() - 1) / Width<T>() * Width<T>() * terms);

    /// <summary>Packs a factor whole, block of terms by block of terms, for products that need it often.</summary>
    /// <param name="factor">What to pack.</param>
    /// <param name="units">Its rows or columns.</param>
    /// <param name="terms">The terms of a sum.</param>
    /// <param name="packed">Receives <see cref="Length"/> elements.</param>
    public static void PackAll<T>(Factor<T> factor, int units, int terms, ref T packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int term = 0; term < terms; term += MatrixProduct.BlockTerms)
            Pack(factor, 0, units, term, Math.Min(MatrixProduct.BlockTerms, terms - term), ref Unsafe.Add(ref packed, Length<T>(units, term)));
    }

    /// <summary>
    /// Packs some terms of some units: panel after panel, in each the panel's units of one term after those of the other, zeros behind the
    /// last unit.
    /// </summary>
    public static void Pack<T>(Factor<T> factor, int firstUnit, int units, int firstTerm, int terms, ref T packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T source = ref Unsafe.Add(ref factor.First, (nint)firstUnit * factor.UnitStride + (nint)firstTerm * factor.TermStride);
        ref T origin = ref Unsafe.Add(ref factor.Origin, (nint)firstUnit * factor.OriginUnitStride + (nint)firstTerm * factor.OriginTermStride);
        int panel = Width<T>(), whole = factor.UnitStride == 1 ? units / panel * panel : 0;
        for (int term = 0; term < terms && whole > 0; term += PackedTerms)
        {
            // Some rows of the matrix from end to end, so that memory is read in its order.
            int count = Math.Min(PackedTerms, terms - term);
            for (int unit = 0; unit < whole; unit += panel)
            {
                ref T from = ref Unsafe.Add(ref source, (nint)term * factor.TermStride + unit);
                ref T fromOrigin = ref Unsafe.Add(ref origin, (nint)term * factor.OriginTermStride + (nint)unit * factor.OriginUnitStride);
                ref T to = ref Unsafe.Add(ref packed, (nint)unit * terms + (nint)term * panel);
                if (Vector512.IsHardwareAccelerated)
                    PackRows<Simd512<T>, T>(ref from, factor, ref fromOrigin, count, ref to);
                else if (Vector256.IsHardwareAccelerated)
                    PackRows<Simd256<T>, T>(ref from, factor, ref fromOrigin, count, ref to);
                else
                    PackRows<Simd128<T>, T>(ref from, factor, ref fromOrigin, count, ref to);
            }
        }

        for (int unit = whole; unit < units; unit += panel)
        {
            PackElements(
                ref Unsafe.Add(ref source, (nint)unit * factor.UnitStride), factor, ref Unsafe.Add(ref origin, (nint)unit * factor.OriginUnitStride),
                Math.Min(panel, units - unit), terms, ref Unsafe.Add(ref packed, (nint)unit * terms));
        }
    }

    /// <summary>A whole panel whose units are neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows<TVector, T>(ref T source, Factor<T> factor, ref T origin, int terms, ref T packed)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = Width<T>();
        bool perUnit = factor.OriginUnitStride != 0;
        nint stride = factor.TermStride, originStride = factor.OriginTermStride;
        for (int term = 0; term < terms; term++)
        {
            var same = TVector.Create(origin);
            for (nuint unit = 0; unit < (nuint)panel; unit += (nuint)TVector.Count)
                (TVector.Load(ref source, unit) - (perUnit ? TVector.Load(ref origin, unit) : same)).Store(ref packed, unit);
            source = ref Unsafe.Add(ref source, stride);
            origin = ref Unsafe.Add(ref origin, originStride);
            packed = ref Unsafe.Add(ref packed, panel);
        }
    }

    /// <summary>A panel of any kind, some terms of every unit at a time: a cache line of double precision where terms are neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackElements<T>(ref T source, Factor<T> factor, ref T origin, int units, int terms, ref T packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = Width<T>();
        nint stride = factor.TermStride, originStride = factor.OriginTermStride;
        for (int term0 = 0; term0 < terms; term0 += PackedTerms)
        {
            int count = Math.Min(PackedTerms, terms - term0);
            for (int unit = 0; unit < panel; unit++)
            {
                ref T to = ref Unsafe.Add(ref packed, (nint)term0 * panel + unit);
                if (unit >= units)
                {
                    for (int term = 0; term < count; term++)
                        Unsafe.Add(ref to, (nint)term * panel) = T.Zero;
                    continue;
                }

                ref T from = ref Unsafe.Add(ref source, (nint)unit * factor.UnitStride + term0 * stride);
                ref T fromOrigin = ref Unsafe.Add(ref origin, (nint)unit * factor.OriginUnitStride + term0 * originStride);
                for (int term = 0; term < count; term++)
                    Unsafe.Add(ref to, (nint)term * panel) = Unsafe.Add(ref from, term * stride) - Unsafe.Add(ref fromOrigin, term * originStride);
            }
        }
    }
}
