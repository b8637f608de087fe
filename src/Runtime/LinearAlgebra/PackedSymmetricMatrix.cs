using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.Kernels;

namespace Generated.LinearAlgebra;

/// <summary>A symmetric matrix whose elements are known, packed once for all products.</summary>
internal readonly struct PackedSymmetricMatrix<T> : ISymmetricOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _packed;

    /// <summary>Packs a matrix, n × n, row-major.</summary>
    public PackedSymmetricMatrix(Span<T> matrix, int order)
    {
        Order = order;
        _packed = new AlignedBuffer<T>(Panels.Length<T>(order, order));
        Panels.PackAll(Factor<T>.Columns(ref matrix[0], order), order, order, ref _packed.Reference);
    }

    /// <inheritdoc/>
    public int Order { get; }

    /// <inheritdoc/>
    public void Multiply(ReadOnlySpan<T> vectors, Span<T> products)
    {
        products.Clear();
        MatrixProduct.AddPacked(Factor<T>.Rows(ref MemoryMarshal.GetReference(vectors), Order),
            ref _packed.Reference, vectors.Length / Order, Order, Order, ref products[0], Order);
    }
}
