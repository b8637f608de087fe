using System;
using System.Numerics;

namespace Generated.Kernels;

/// <summary>The parts that a batch is taken in: <see cref="BatchGradient.RowsOfPart"/> rows each, the last one what is left.</summary>
/// <param name="rows">The rows of the batch, at least one.</param>
/// <param name="most">The most rows of a part: <see cref="INetwork{TSelf, T}.PartRows"/>.</param>
internal readonly struct BatchParts(int rows, int most)
{
    private readonly int _length = BatchGradient.RowsOfPart(rows, most);

    /// <summary>The rows of the batch.</summary>
    public int Rows => rows;

    /// <summary>The number of parts.</summary>
    public int Count => (rows - 1) / _length + 1;

    /// <summary>A part's first row, and how many rows it has.</summary>
    public (int First, int Count) this[int part] => (part * _length, Math.Min(_length, rows - part * _length));

    /// <summary>The mean loss, given the sum over all parts in their order.</summary>
    public T Mean<T>(double loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(loss / rows);
}
