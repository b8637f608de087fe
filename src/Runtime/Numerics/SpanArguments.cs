using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Generated.Numerics;

/// <summary>The checks at the entry of every generated member, made before anything is written.</summary>
public static class SpanArguments
{
    /// <summary>Requires a length.</summary>
    /// <exception cref="ArgumentException">The length is another; the message says which is given and which is wanted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireLength(int given, long wanted, string parameter)
    {
        if (given != wanted)
            ThrowLength(given, wanted, parameter);
    }

    /// <summary>Requires whole rows.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of the row length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RequireRows(int given, int rowLength, string parameter)
    {
        int rows = given / rowLength;
        if (given != rows * rowLength)
            ThrowRows(given, rowLength, parameter);
        return rows;
    }

    /// <summary>Requires at least one row, since there is no mean over none.</summary>
    /// <exception cref="ArgumentException">There is no row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireAnyRow(int rows, string parameter)
    {
        if (rows == 0)
            ThrowNoRow(parameter);
    }

    /// <summary>Requires that what is read and what is written do not share memory.</summary>
    /// <exception cref="ArgumentException">They overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireApart<T>(ReadOnlySpan<T> read, Span<T> written, string parameter, string other)
    {
        if (read.Overlaps(written))
            ThrowOverlap(parameter, other);
    }

    /// <summary>Requires a layer number from 1 to <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static void RequireLayer(int layer, int count, string parameter)
    {
        if (layer < 1 || layer > count)
        {
            throw new ArgumentOutOfRangeException(parameter, layer, string.Create(CultureInfo.InvariantCulture,
                $"There is no layer {layer}: the network's layers are numbered from 1 to {count}."));
        }
    }

    /// <summary>The rows of a chunk, at most <paramref name="most"/>, so that all chunks are about equal: a short last one would cost nearly as much as a full one.</summary>
    public static int EqualChunks(int rows, int most)
    {
        int chunks = Math.Max(1, (rows + most - 1) / most);
        return (rows + chunks - 1) / chunks;
    }

    /// <summary>The first element of a stack buffer that starts a cache line. The buffer has a cache line to spare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref T StartOfCacheLine<T>(Span<T> stack)
        where T : unmanaged
    {
        // Stack memory does not move, so the address holds for as long as the reference does.
        ref T start = ref MemoryMarshal.GetReference(stack);
        nint past = (nint)Unsafe.AsPointer(ref start) & 63;
        return ref Unsafe.AddByteOffset(ref start, (64 - past) & 63);
    }

    [DoesNotReturn]
    private static void ThrowLength(int given, long wanted, string parameter) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"The length is {given}, but {wanted} is wanted."), parameter);

    [DoesNotReturn]
    private static void ThrowRows(int given, int rowLength, string parameter) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"The length is {given}, but whole rows of {rowLength} are wanted."), parameter);

    [DoesNotReturn]
    private static void ThrowNoRow(string parameter) => throw new ArgumentException("There is no row; at least one is wanted.", parameter);

    [DoesNotReturn]
    private static void ThrowOverlap(string parameter, string other) => throw new ArgumentException(
        $"It shares memory with '{other}', which is written before all of it is read; memory of its own is wanted.", parameter);
}
