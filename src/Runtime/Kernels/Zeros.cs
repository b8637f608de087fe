namespace Generated.Kernels;

/// <summary>The zeros that a product without a bias starts from: eight registers of them, the most that a row of a tile has.</summary>
/// <typeparam name="T">The element type.</typeparam>
public static class Zeros<T>
    where T : unmanaged
{
    private static readonly AlignedBuffer<T> s_zeros = new(8 * 16);

    /// <summary>The first zero.</summary>
    public static ref T Reference => ref s_zeros.Reference;
}
