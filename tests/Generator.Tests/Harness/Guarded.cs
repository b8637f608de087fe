using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// A span between two fences of NaN. A kernel that reads beyond the span spoils its results; one that writes beyond it
/// breaks a fence. The span starts on no particular boundary.
/// </summary>
internal sealed class Guarded<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Fence = 67;

    private readonly T[] _memory;
    private readonly int _length;

    public Guarded(int length)
    {
        _memory = new T[length + 2 * Fence];
        _length = length;
        _memory.AsSpan().Fill(T.NaN);
        Span.Clear();
    }

    public Guarded(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    public Span<T> Span => _memory.AsSpan(Fence, _length);

    /// <summary>The values, after asserting that nothing was written beside them.</summary>
    public Span<T> Intact()
    {
        Assert.False(_memory.AsSpan(0, Fence).ContainsAnyExcept(T.NaN), "The memory before the span was written to.");
        Assert.False(_memory.AsSpan(Fence + _length).ContainsAnyExcept(T.NaN), "The memory behind the span was written to.");
        return Span;
    }

    /// <summary>Asserts that two spans have the same bits.</summary>
    public static void AssertSameBits(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        if (MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)))
            return;
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(MemoryMarshal.AsBytes(expected.Slice(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.Slice(i, 1))),
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what}[{i}] is {actual[i]:R}, not {expected[i]:R}."));
        }
    }
}
