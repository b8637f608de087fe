using System.Numerics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>The innermost kernel of dot products of rows of a with rows of b. Emitted with the network that it was planned for.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IDotTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows of a; a constant to the JIT.</summary>
    static abstract int Rows { get; }

    /// <summary>The rows of b; a constant to the JIT.</summary>
    static abstract int Units { get; }

    /// <summary>Computes <c>c[r·cRow + u] = start[u] + Σₖ a[r·count + k] · b[u·count + k]</c>, through the epilogue.</summary>
    static abstract void Compute<TBlock, TEpilogue>(
        ref T a, ref T b, nuint count, ref T start, ref T c, nuint cRow, ref T companion)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where TEpilogue : struct, IEpilogue;
}
