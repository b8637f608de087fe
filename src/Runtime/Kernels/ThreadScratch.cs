using System;

namespace Generated.Kernels;

/// <summary>
/// Scratch memory for calls whose buffers exceed the stack budget: allocated at a thread's first such call, kept for its
/// later ones, and grown when a larger network asks. There are two, since a call made inside another call (that of a forward pass
/// in the one by names, or by a loss of the user's own) finds the first one taken.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct ThreadScratch<T>
    where T : unmanaged
{
    [ThreadStatic]
    private static AlignedBuffer<T> t_free;

    [ThreadStatic]
    private static AlignedBuffer<T> t_below;

    private readonly AlignedBuffer<T> _buffer;

    private ThreadScratch(AlignedBuffer<T> buffer) => _buffer = buffer;

    /// <summary>The first element, which starts a cache line. Its value is arbitrary.</summary>
    public ref T Reference => ref _buffer.Reference;

    /// <summary>Takes at least <paramref name="length"/> elements; <see cref="Dispose"/> gives them back.</summary>
    public static ThreadScratch<T> Rent(int length)
    {
        (AlignedBuffer<T> buffer, AlignedBuffer<T> other) = (t_free, t_below);
        t_below = default;
        if (buffer.Length < length && other.Length >= length)
            (buffer, other) = (other, buffer);
        t_free = other;
        return new ThreadScratch<T>(buffer.Length >= length ? buffer : new AlignedBuffer<T>(length));
    }

    /// <summary>Keeps the memory for the thread's next call.</summary>
    public void Dispose()
    {
        // The last one taken comes back first, so that calls within calls find what they had.
        if (t_free.Length > 0)
            t_below = t_free;
        t_free = _buffer;
    }
}
