using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The mask of dropout (Srivastava et al., 2014): a hash of seed, step, layer, row and unit, so nothing is stored, and any thread
/// that computes any rows gets the same mask. The same call masks values and their gradients.
/// </summary>
/// <remarks>
/// Seed, step, layer and row are folded into 64 bits by SplitMix64's finaliser (Steele, Lea, Flood, 2014); the unit is hashed into these by
/// two rounds of 32-bit multiplications (Wellons: Prospecting for hash functions, 2018), the second keyed by the upper half.
/// </remarks>
public static class DropoutMask
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;
    private const uint GoldenRatio32 = 0x9E3779B9, FirstFactor = 0x7FEB352D, SecondFactor = 0x846CA68B;

    /// <summary>
    /// output = x/(1 − rate) where the hash, as a number in [0, 1), is at least <paramref name="rate"/>; elsewhere 0. Without a step
    /// output = x.
    /// </summary>
    /// <param name="input">The first of <c>rows · features</c> values.</param>
    /// <param name="output">The first of as many results; may be <paramref name="input"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="features">The number of values in a row.</param>
    /// <param name="rate">The share that is dropped, from 0 to less than 1.</param>
    /// <param name="layer">Which layer of the network.</param>
    /// <param name="step">The step of the training.</param>
    public static void Apply<T>(ref T input, ref T output, nuint rows, nuint features, double rate, int layer, in DropoutStep step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!step.IsStep)
        {
            Tiles.Copy(ref input, ref output, rows * features);
            return;
        }

        ulong seed = RandomGenerator.Mix(step.Seed + GoldenRatio), key = RandomGenerator.Mix(RandomGenerator.Mix(seed ^ (ulong)step.Step) ^ (uint)layer);
        uint threshold = Threshold(rate);
        T scale = T.CreateTruncating(1 / (1 - rate));
        for (nuint row = 0; row < rows; row++)
        {
            ulong rowKey = RandomGenerator.Mix(key + ((ulong)step.FirstRow + row + 1) * GoldenRatio);
            ApplyToRow(ref Unsafe.Add(ref input, row * features), ref Unsafe.Add(ref output, row * features), features, threshold, scale, rowKey);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToRow<T>(ref T input, ref T output, nuint features, uint threshold, T scale, ulong rowKey)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Eight units at a time on any processor: where registers have 128 bits, the runtime takes two for one.
        nuint unit = 0;
        Vector256<uint> least = Vector256.Create(threshold), keyed = Vector256.Create((uint)rowKey) + Vector256<uint>.Indices * GoldenRatio32;
        for (; unit + 8 <= features; unit += 8)
        {
            Vector256<uint> hash = (keyed ^ (keyed >>> 16)) * FirstFactor;
            hash = ((hash ^ (hash >>> 15)) + Vector256.Create((uint)(rowKey >> 32))) * SecondFactor;
            Vector256<int> isKept = Vector256.GreaterThanOrEqual(hash ^ (hash >>> 16), least).AsInt32();
            if (typeof(T) == typeof(float))
            {
                Scale(ref input, ref output, unit, scale, isKept.As<int, T>());
            }
            else
            {
                Scale(ref input, ref output, unit, scale, Vector256.WidenLower(isKept).As<long, T>());
                Scale(ref input, ref output, unit + 4, scale, Vector256.WidenUpper(isKept).As<long, T>());
            }

            keyed += Vector256.Create(unchecked(8 * GoldenRatio32));
        }

        for (; unit < features; unit++)
            Unsafe.Add(ref output, unit) = Hash(rowKey, (uint)unit) >= threshold ? Unsafe.Add(ref input, unit) * scale : T.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<T>(ref T input, ref T output, nuint unit, T scale, Vector256<T> isKept)
        where T : unmanaged => (Vector256.LoadUnsafe(ref input, unit) * scale & isKept).StoreUnsafe(ref output, unit);

    /// <summary>The least hash that is kept: the rate in units of 2⁻³², rounded up.</summary>
    private static uint Threshold(double rate) => (uint)Math.Min(Math.Ceiling(rate * 4294967296.0), uint.MaxValue);

    private static uint Hash(ulong rowKey, uint unit)
    {
        uint hash = unit * GoldenRatio32 + (uint)rowKey;
        hash = (hash ^ (hash >> 16)) * FirstFactor;
        hash = ((hash ^ (hash >> 15)) + (uint)(rowKey >> 32)) * SecondFactor;
        return hash ^ (hash >> 16);
    }
}
