using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Generated.Bench;

/// <summary>A view of numbers as a matrix: element (i, j) lies i row steps and j column steps behind the first.</summary>
/// <param name="first">Element (0, 0).</param>
/// <param name="rowStep">The distance from one row to the next; 0 repeats the row.</param>
/// <param name="columnStep">The distance from one column to the next.</param>
internal readonly ref struct Matrix(ref float first, nint rowStep, nint columnStep = 1)
{
    /// <summary>The distance from one row to the next.</summary>
    public readonly nint RowStep = rowStep;

    /// <summary>The distance from one column to the next.</summary>
    public readonly nint ColumnStep = columnStep;

    private readonly ref float _first = ref first;

    /// <summary>Rows of adjacent columns.</summary>
    public Matrix(ReadOnlySpan<float> values, nint rowStep)
        : this(ref MemoryMarshal.GetReference(values), rowStep)
    {
    }

    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix Transposed => new(ref _first, ColumnStep, RowStep);

    /// <summary>The part from element (<paramref name="row"/>, <paramref name="column"/>) on. Not checked.</summary>
    public Matrix From(nint row, nint column) => new(ref At(row, column), RowStep, ColumnStep);

    /// <summary>Element (<paramref name="row"/>, <paramref name="column"/>). Not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float At(nint row, nint column) => ref Unsafe.Add(ref _first, row * RowStep + column * ColumnStep);
}
