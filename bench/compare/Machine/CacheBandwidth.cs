using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Bench;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated.Compare;

/// <summary>How many bytes a second a core reads from its caches: aligned registers of the full width, summed in eight chains.</summary>
/// <remarks>What exceeds the first level is asked for ahead of time, eight kilobytes, which is faster than leaving it to the processor.</remarks>
internal sealed class CacheBandwidth
{
    private const nuint Ahead = 2048;

    private readonly AlignedBuffer<float> _data;

    private CacheBandwidth(int bytes)
    {
        _data = new AlignedBuffer<float>(bytes / sizeof(float));
        _data.Span.Fill(1);
    }

    /// <summary>16 KB, which every first-level cache holds.</summary>
    public static CacheBandwidth Level1 { get; } = new(16 * 1024);

    /// <summary>384 KB, about what 784-128-10 has in weights: more than any first-level cache holds, and what most second-level ones do.</summary>
    public static CacheBandwidth Level2 { get; } = new(384 * 1024);

    /// <summary>The bytes that one call reads.</summary>
    public double Bytes => (double)_data.Length * sizeof(float);

    /// <summary>Reads everything, as many times as told.</summary>
    public void Run(int calls)
    {
        bool ahead = Bytes > Level1.Bytes;
        for (int i = 0; i < calls; i++)
            SideBySide.Consume(MultiplyAddPeak.Width == 512 ? Sum512(ref _data.Reference, (nuint)_data.Length, ahead) : Sum256(ref _data.Reference, (nuint)_data.Length, ahead));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Sum512(ref float data, nuint length, bool ahead)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (nuint i = 0; i < length; i += 128)
        {
            if (ahead)
            {
                Processor.Prefetch(ref data, i + Ahead);
                s0 += Vector512.LoadUnsafe(ref data, i);
                Processor.Prefetch(ref data, i + 16 + Ahead);
                s1 += Vector512.LoadUnsafe(ref data, i + 16);
                Processor.Prefetch(ref data, i + 32 + Ahead);
                s2 += Vector512.LoadUnsafe(ref data, i + 32);
                Processor.Prefetch(ref data, i + 48 + Ahead);
                s3 += Vector512.LoadUnsafe(ref data, i + 48);
                Processor.Prefetch(ref data, i + 64 + Ahead);
                s4 += Vector512.LoadUnsafe(ref data, i + 64);
                Processor.Prefetch(ref data, i + 80 + Ahead);
                s5 += Vector512.LoadUnsafe(ref data, i + 80);
                Processor.Prefetch(ref data, i + 96 + Ahead);
                s6 += Vector512.LoadUnsafe(ref data, i + 96);
                Processor.Prefetch(ref data, i + 112 + Ahead);
                s7 += Vector512.LoadUnsafe(ref data, i + 112);
            }
            else
            {
                s0 += Vector512.LoadUnsafe(ref data, i);
                s1 += Vector512.LoadUnsafe(ref data, i + 16);
                s2 += Vector512.LoadUnsafe(ref data, i + 32);
                s3 += Vector512.LoadUnsafe(ref data, i + 48);
                s4 += Vector512.LoadUnsafe(ref data, i + 64);
                s5 += Vector512.LoadUnsafe(ref data, i + 80);
                s6 += Vector512.LoadUnsafe(ref data, i + 96);
                s7 += Vector512.LoadUnsafe(ref data, i + 112);
            }
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Sum256(ref float data, nuint length, bool ahead)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (nuint i = 0; i < length; i += 64)
        {
            if (ahead)
            {
                Processor.Prefetch(ref data, i + Ahead);
                s0 += Vector256.LoadUnsafe(ref data, i);
                s1 += Vector256.LoadUnsafe(ref data, i + 8);
                Processor.Prefetch(ref data, i + 16 + Ahead);
                s2 += Vector256.LoadUnsafe(ref data, i + 16);
                s3 += Vector256.LoadUnsafe(ref data, i + 24);
                Processor.Prefetch(ref data, i + 32 + Ahead);
                s4 += Vector256.LoadUnsafe(ref data, i + 32);
                s5 += Vector256.LoadUnsafe(ref data, i + 40);
                Processor.Prefetch(ref data, i + 48 + Ahead);
                s6 += Vector256.LoadUnsafe(ref data, i + 48);
                s7 += Vector256.LoadUnsafe(ref data, i + 56);
            }
            else
            {
                s0 += Vector256.LoadUnsafe(ref data, i);
                s1 += Vector256.LoadUnsafe(ref data, i + 8);
                s2 += Vector256.LoadUnsafe(ref data, i + 16);
                s3 += Vector256.LoadUnsafe(ref data, i + 24);
                s4 += Vector256.LoadUnsafe(ref data, i + 32);
                s5 += Vector256.LoadUnsafe(ref data, i + 40);
                s6 += Vector256.LoadUnsafe(ref data, i + 48);
                s7 += Vector256.LoadUnsafe(ref data, i + 56);
            }
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }
}
