using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// Products with a matrix whose rows are so long that the way down its columns is slow: a strip of a tile's columns at a time is packed, and all rows pass
/// over it. No sum has another order than in <see cref="Tiles"/>.
/// </summary>
public static class Strips
{
    /// <summary>The fewest rows that are worth a copy of the matrix that they pass over.</summary>
    private const int ManyRows = 32;

    /// <summary>Writes <c>C = start + A·B</c>. Of many rows, strips of B are copied to <paramref name="packed"/>.</summary>
    /// <param name="a">rows × count.</param>
    /// <param name="b">count × columns, and a cache line to spare.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="start">What each row starts from, and a cache line to spare.</param>
    /// <param name="startStep">1 where <paramref name="start"/> has a value per column (the bias), 0 where it has zeros for one tile.</param>
    /// <param name="c">rows × columns, and a cache line to spare.</param>
    /// <param name="companion">rows × columns, and a cache line to spare; what the epilogue may need.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; a tile has no more, but for the last register.</param>
    /// <param name="packed">Room for count × the columns of a tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TTile, TRow, TVector, TEpilogue, T>(
        ref T a, ref T b, nuint count, ref T start, nuint startStep, ref T c, ref T companion, nuint rows, nuint columns, ref T packed)
        where TTile : struct, IProductTile<T>
        where TRow : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows >= (nuint)TTile.Rows)
        {
            Multiply<TTile, TVector, TEpilogue, CopiedStrip<TVector, T>, T>(
                ref a, ref b, count, ref start, startStep, ref c, ref companion, rows, columns, ref packed, packs: rows >= ManyRows);
        }
        else
        {
            Tiles.Multiply<TRow, TRow, TVector, TEpilogue, T>(ref a, ref b, count, ref start, startStep, ref c, ref companion, rows, columns);
        }
    }

    /// <summary>Writes <c>C = start + A·Bᵀ</c>: strips of Bᵀ are packed.</summary>
    /// <param name="a">rows × count.</param>
    /// <param name="b">columns × count.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="start">What each row starts from, and a cache line to spare.</param>
    /// <param name="startStep">1 where <paramref name="start"/> has a value per column (the bias), 0 where it has zeros for one tile.</param>
    /// <param name="c">rows × columns, and a cache line to spare.</param>
    /// <param name="companion">rows × columns, and a cache line to spare; what the epilogue may need.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; a tile has no more, but for the last register.</param>
    /// <param name="packed">Room for count × the columns of a tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyTransposed<TTile, TRow, TVector, TEpilogue, T>(
        ref T a, ref T b, nuint count, ref T start, nuint startStep, ref T c, ref T companion, nuint rows, nuint columns, ref T packed)
        where TTile : struct, IProductTile<T>
        where TRow : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows >= (nuint)TTile.Rows)
        {
            Multiply<TTile, TVector, TEpilogue, TransposedStrip<T>, T>(
                ref a, ref b, count, ref start, startStep, ref c, ref companion, rows, columns, ref packed, packs: true);
        }
        else
        {
            Multiply<TRow, TVector, TEpilogue, TransposedStrip<T>, T>(
                ref a, ref b, count, ref start, startStep, ref c, ref companion, rows, columns, ref packed, packs: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TTile, TVector, TEpilogue, TStrip, T>(
        ref T a, ref T b, nuint count, ref T start, nuint startStep, ref T c, ref T companion, nuint rows, nuint columns, ref T packed, bool packs)
        where TTile : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where TStrip : struct, IStrip<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)TVector.Count, height = (nuint)TTile.Rows, width = (nuint)TTile.Vectors * lanes;
        nuint last = (columns + lanes - 1) / lanes * lanes - width, step = packs ? width : columns;
        // As in Tiles: the last strip first, and the last tile may overlap the one before it.
        for (nuint strip = (columns + width - 1) / width; strip-- > 0;)
        {
            nuint column = nuint.Min(strip * width, last);
            if (packs)
                TStrip.Pack(ref b, count, columns, column, width, ref packed);
            ref T terms = ref packs ? ref packed : ref Unsafe.Add(ref b, column);
            for (nuint doneRows = 0; doneRows < rows; doneRows += height)
            {
                nuint row = height == 1 ? doneRows : nuint.Min(doneRows, rows - height);
                nuint place = row * columns + column;
                TTile.Compute<TVector, TEpilogue>(
                    ref Unsafe.Add(ref a, row * count), count, 1, ref terms, step, count,
                    ref Unsafe.Add(ref start, column * startStep), 0, ref Unsafe.Add(ref c, place), columns, ref Unsafe.Add(ref companion, place));
            }
        }
    }
}

/// <summary>How a strip of a matrix, some neighbouring columns of all rows, comes to lie without gaps.</summary>
internal interface IStrip<T>
    where T : unmanaged
{
    /// <summary>Writes a strip of B.</summary>
    /// <param name="b">B, or what B is the transpose of.</param>
    /// <param name="count">The rows of B.</param>
    /// <param name="columns">The columns of B.</param>
    /// <param name="column">The first column of the strip.</param>
    /// <param name="width">The columns of the strip, whole registers; those beyond the last column of B may be anything.</param>
    /// <param name="packed">count × width.</param>
    static abstract void Pack(ref T b, nuint count, nuint columns, nuint column, nuint width, ref T packed);
}

/// <summary>Columns of a matrix of count × columns, which has a cache line to spare.</summary>
internal readonly struct CopiedStrip<TVector, T> : IStrip<T>
    where TVector : struct, ISimdBlock<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many rows ahead the next ones are asked for.</summary>
    private const int Ahead = 16;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ref T b, nuint count, nuint columns, nuint column, nuint width, ref T packed)
    {
        ref T from = ref Unsafe.Add(ref b, column);
        for (; count != 0; count--)
        {
            Processor.Prefetch(ref from, Ahead * columns);
            for (nuint i = 0; i < width; i += (nuint)TVector.Count)
                TVector.Load(ref from, i).Store(ref packed, i);
            from = ref Unsafe.Add(ref from, columns);
            packed = ref Unsafe.Add(ref packed, width);
        }
    }
}

/// <summary>Rows of a matrix of columns × count, which are columns of its transpose.</summary>
internal readonly struct TransposedStrip<T> : IStrip<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Pack(ref T b, nuint count, nuint columns, nuint column, nuint width, ref T packed) =>
        MatrixOperations.Transpose(ref Unsafe.Add(ref b, column * count), nuint.Min(width, columns - column), count, ref packed, width);
}
