using System;
using System.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>A symmetric positive semidefinite matrix of which only products are known.</summary>
internal interface ISymmetricOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The order n.</summary>
    int Order { get; }

    /// <summary>Writes the products of the matrix with vectors, which are rows of <see cref="Order"/>.</summary>
    void Multiply(ReadOnlySpan<T> vectors, Span<T> products);
}
