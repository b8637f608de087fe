using System;
using System.Numerics;

namespace Generated.Numerics;

/// <summary>
/// A seeded generator of random numbers: xoshiro256** (Blackman, Vigna: Scrambled linear pseudorandom number generators, 2021),
/// its 256 bits of state filled by SplitMix64. Unlike <see cref="Random"/> it promises its numbers: a seed gives
/// the same ones on every machine and in every version of this library.
/// </summary>
/// <remarks>
/// Known answers. SplitMix64 started with 1234567 gives 6457827717110365317, 3203168211198807973, 9817491932198370423;
/// xoshiro256** in the state (1, 2, 3, 4) gives 11520, 0, 1509978240, 1215971899390074240;
/// <c>new RandomGenerator(42)</c> gives 1546998764402558742, 6990951692964543102, 12544586762248559009.
/// Not for cryptography, and not safe for use by several threads at once.
/// </remarks>
public sealed class RandomGenerator
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareGaussian = double.NaN;

    /// <summary>Starts the generator.</summary>
    /// <param name="seed">Any number, 0 included.</param>
    /// <param name="stream">Which of the sequences that belong to the seed, for example one per epoch. Stream 0 is the seed's own.</param>
    public RandomGenerator(ulong seed, ulong stream = 0) => Restart(seed, stream);

    /// <summary>A generator in a given state, for the known answers.</summary>
    internal RandomGenerator(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);
    }

    /// <summary>Starts again, as if newly constructed.</summary>
    /// <param name="seed">Any number, 0 included.</param>
    /// <param name="stream">Which of the sequences that belong to the seed.</param>
    public void Restart(ulong seed, ulong stream = 0)
    {
        // Mix(0) is 0, so that stream 0 is plain SplitMix64.
        ulong state = seed ^ Mix(stream);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
        _spareGaussian = double.NaN;
    }

    /// <summary>A number from all 2⁶⁴, each equally likely.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A multiple of 2⁻⁵³ in [0, 1), each equally likely.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1, each exactly equally likely.</summary>
    /// <param name="bound">How many numbers there are to choose from; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);

        // The upper half of a 64 × 64-bit product is the number; the lower half tells the few products too many, which
        // are drawn again. Lemire: Fast random integer generation in an interval, 2019.
        ulong range = (ulong)bound;
        ulong number = Math.BigMul(NextUInt64(), range, out ulong lower);
        if (lower < range)
        {
            ulong excess = (0 - range) % range;
            while (lower < excess)
                number = Math.BigMul(NextUInt64(), range, out lower);
        }

        return (int)number;
    }

    /// <summary>A number from the normal distribution of mean 0 and variance 1, by Marsaglia's polar method (1964).</summary>
    /// <remarks>Its logarithm is <see cref="VectorMath"/>'s, so the numbers are the same on every processor with fused multiply-add.</remarks>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            double spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }

        // A point in the unit circle, not its centre, gives two independent normal numbers.
        double x, y, squaredRadius;
        do
        {
            x = 2 * NextDouble() - 1;
            y = 2 * NextDouble() - 1;
            squaredRadius = x * x + y * y;
        }
        while (squaredRadius is >= 1 or 0);

        double factor = Math.Sqrt(-2 * VectorMath.Log(squaredRadius) / squaredRadius);
        _spareGaussian = y * factor;
        return x * factor;
    }

    /// <summary>Puts items into random order, every order equally likely (Fisher, Yates; Durstenfeld, 1964).</summary>
    /// <param name="items">What to shuffle.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int chosen = NextInt(last + 1);
            (items[last], items[chosen]) = (items[chosen], items[last]);
        }
    }

    /// <summary>The next number of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).</summary>
    internal static ulong SplitMix(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);

    /// <summary>The finaliser of SplitMix64: every bit of the result depends on every bit of the value. 0 gives 0.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
