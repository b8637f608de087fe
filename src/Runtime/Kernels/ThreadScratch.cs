using System;

namespace Generated.Kernels;

/// <summary>
/// Scratch memory for calls whose buffers exceed the stack budget: allocated at a thread's first such call, kept for its
/// later ones, and grown when a larger network asks. A call made inside another call (by a loss of the user's own,
/// say) finds it taken and gets memory of its own.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct ThreadScratch<T>
    where T : unmanaged
{
    [ThreadStatic]
    private static AlignedBuffer<T> t_free;

    private readonly AlignedBuffer<T> _buffer;

    private ThreadScratch(AlignedBuffer<T> buffer) => _buffer = buffer;

    /// <summary>The first element, which starts a cache line. Its value is arbitrary.</summary>
    public ref T Reference => ref _buffer.Reference;

    /// <summary>Takes at least <paramref name="length"/> elements; <see cref="Dispose"/> gives them back.</summary>
    public static ThreadScratch<T> Rent(int length)
    {
        AlignedBuffer<T> buffer = t_free;
        t_free = default;
        return new ThreadScratch<T>(buffer.Length >= length ? buffer : new AlignedBuffer<T>(length));
    }

    /// <summary>Keeps the memory for the thread's next call.</summary>
    public void Dispose()
    {
        if (_buffer.Length > t_free.Length)
            t_free = _buffer;
    }
}
