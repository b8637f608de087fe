namespace Generated.Kernels;

/// <summary>
/// The zeros that a product without a bias starts from: as many as a convolution without a bias may have filters; a row of a
/// tile takes eight registers of them.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public static class Zeros<T>
    where T : unmanaged
{
    /// <summary>How many there are.</summary>
    public const int Count = 1024;

    private static readonly AlignedBuffer<T> s_zeros = new(Count);

    /// <summary>The first zero.</summary>
    public static ref T Reference => ref s_zeros.Reference;
}
