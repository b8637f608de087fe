using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The loops over tiles. Inlined into the layer that calls them, with all sizes as constants. None of them affects the
/// order of any sum.
/// </summary>
public static class Tiles
{
    /// <summary>How a layer's method is compiled: by itself, and optimised at its first call.</summary>
    public const MethodImplOptions LayerMethod = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>
    /// Writes <c>C = start + A·B</c>, all matrices row-major and without gaps, in tiles of <typeparamref name="TTile"/>, or of
    /// <typeparamref name="TRow"/> where there are fewer rows than that has.
    /// </summary>
    /// <remarks>
    /// Where the columns are no multiple of a register's lanes, the last register of a row goes beyond it: it reads what comes
    /// next and writes into the next row, which is written after it. So all matrices but a have a cache line to spare.
    /// </remarks>
    /// <param name="a">rows × count.</param>
    /// <param name="b">count × columns, and a cache line to spare.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="start">What each row starts from, and a cache line to spare.</param>
    /// <param name="startStep">1 where <paramref name="start"/> has a value per column (the bias), 0 where it has zeros for one tile.</param>
    /// <param name="c">rows × columns, and a cache line to spare.</param>
    /// <param name="companion">rows × columns, and a cache line to spare; what the epilogue may need.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; a tile has no more, but for the last register.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TTile, TRow, TVector, TEpilogue, T>(
        ref T a, ref T b, nuint count, ref T start, nuint startStep, ref T c, ref T companion, nuint rows, nuint columns)
        where TTile : struct, IProductTile<T>
        where TRow : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows >= (nuint)TTile.Rows)
            Multiply<TTile, TVector, TEpilogue, T>(ref a, ref b, count, ref start, startStep, ref c, ref companion, rows, columns);
        else
            Multiply<TRow, TVector, TEpilogue, T>(ref a, ref b, count, ref start, startStep, ref c, ref companion, rows, columns);
    }

    /// <summary>Adds <c>Aᵀ·B</c> to C: each sum starts from zero and is added when it is complete.</summary>
    /// <param name="a">count × at least <paramref name="rows"/>, of which the first so many columns are taken.</param>
    /// <param name="aColumns">The columns that a has.</param>
    /// <param name="b">count × columns.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="c">rows × columns.</param>
    /// <param name="rows">The number of rows, a multiple of a tile's.</param>
    /// <param name="columns">The number of columns, a multiple of a tile's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTransposed<TTile, TVector, T>(ref T a, nuint aColumns, ref T b, nuint count, ref T c, nuint rows, nuint columns)
        where TTile : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)(TTile.Vectors * TVector.Count);
        for (nuint row = 0; row < rows; row += (nuint)TTile.Rows)
        {
            for (nuint column = 0; column < columns; column += width)
            {
                ref T place = ref Unsafe.Add(ref c, row * columns + column);
                TTile.Compute<TVector, AddUp>(
                    ref Unsafe.Add(ref a, row), 1, aColumns, ref Unsafe.Add(ref b, column),
                    columns, count, ref Zeros<T>.Reference, 0, ref place, columns, ref place);
            }
        }
    }

    /// <summary>
    /// Adds <c>Aᵀ·B</c> to C like <see cref="AddTransposed"/>, for columns that are no multiple of a tile's. Nothing may be added
    /// twice, so each tile goes to <paramref name="spare"/>, and what is new is added from there. A last tile that would go beyond
    /// the columns is moved back to end with them; where a tile has more columns than there are, b has a cache line to spare.
    /// </summary>
    /// <param name="a">count × at least <paramref name="rows"/>, of which the first so many columns are taken.</param>
    /// <param name="aColumns">The columns that a has.</param>
    /// <param name="b">count × columns.</param>
    /// <param name="count">The number of terms of each sum.</param>
    /// <param name="c">rows × columns.</param>
    /// <param name="spare">Room for a tile.</param>
    /// <param name="rows">The number of rows, a multiple of a tile's.</param>
    /// <param name="columns">The number of columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTransposedInSpare<TTile, TVector, T>(ref T a, nuint aColumns, ref T b, nuint count, ref T c, ref T spare, nuint rows, nuint columns)
        where TTile : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)(TTile.Vectors * TVector.Count), last = width < columns ? columns - width : 0;
        for (nuint row = 0; row < rows; row += (nuint)TTile.Rows)
        {
            for (nuint column = 0; column < columns; column += width)
            {
                nuint first = nuint.Min(column, last);
                TTile.Compute<TVector, Keep>(
                    ref Unsafe.Add(ref a, row), 1, aColumns, ref Unsafe.Add(ref b, first),
                    columns, count, ref Zeros<T>.Reference, 0, ref spare, width, ref spare);
                Joins.AddColumns(
                    ref Unsafe.Add(ref spare, column - first), width, ref Unsafe.Add(ref c, row * columns + column), columns,
                    (nuint)TTile.Rows, nuint.Min(width, columns - column));
            }
        }
    }

    /// <summary>
    /// Writes <c>c[r][u] = start[u] + Σₖ a[r][k]·b[u][k]</c>, all matrices row-major and without gaps, in tiles of
    /// <typeparamref name="TTile"/>, or of <typeparamref name="TRow"/> where there are fewer rows than that has.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dots<TTile, TRow, TBlock, TEpilogue, T>(
        ref T a, ref T b, nuint count, ref T start, ref T c, ref T companion, nuint rows, nuint units)
        where TTile : struct, IDotTile<T>
        where TRow : struct, IDotTile<T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows >= (nuint)TTile.Rows)
            Dots<TTile, TBlock, TEpilogue, T>(ref a, ref b, count, ref start, ref c, ref companion, rows, units);
        else
            Dots<TRow, TBlock, TEpilogue, T>(ref a, ref b, count, ref start, ref c, ref companion, rows, units);
    }

    /// <summary>Copies results from memory with a cache line to spare to where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<T>(ref T source, ref T target, nuint count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, (int)count).CopyTo(MemoryMarshal.CreateSpan(ref target, (int)count));

    /// <summary>Stores a finished sum by way of the epilogue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, TEpilogue, T>(TVector sum, ref T c, ref T companion, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TEpilogue.Finish<TVector, T>(sum, ref companion, offset).Store(ref c, offset);

    /// <summary>Stores a finished sum of a row by way of the epilogue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, TEpilogue, T>(ref T c, ref T companion, nuint offset, TVector sum)
        where TVector : struct, ISimd<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Store<TVector, TEpilogue, T>(sum, ref c, ref companion, offset);

    /// <summary>Stores two neighbouring sums of a row by way of the epilogue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, TEpilogue, T>(ref T c, ref T companion, nuint offset, TVector sum0, TVector sum1)
        where TVector : struct, ISimd<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Store<TVector, TEpilogue, T>(sum0, ref c, ref companion, offset);
        Store<TVector, TEpilogue, T>(sum1, ref c, ref companion, offset + (nuint)TVector.Count);
    }

    /// <summary>Stores three neighbouring sums of a row by way of the epilogue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, TEpilogue, T>(ref T c, ref T companion, nuint offset, TVector sum0, TVector sum1, TVector sum2)
        where TVector : struct, ISimd<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Store<TVector, TEpilogue, T>(ref c, ref companion, offset, sum0, sum1);
        Store<TVector, TEpilogue, T>(sum2, ref c, ref companion, offset + 2 * (nuint)TVector.Count);
    }

    /// <summary>Stores four neighbouring sums of a row by way of the epilogue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, TEpilogue, T>(ref T c, ref T companion, nuint offset, TVector sum0, TVector sum1, TVector sum2, TVector sum3)
        where TVector : struct, ISimd<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Store<TVector, TEpilogue, T>(ref c, ref companion, offset, sum0, sum1);
        Store<TVector, TEpilogue, T>(ref c, ref companion, offset + 2 * (nuint)TVector.Count, sum2, sum3);
    }

    /// <summary>Stores a dot product of whole blocks: folds its block of partial sums to one value and adds the start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreDot<TBlock, TEpilogue, T>(TBlock sum, ref T start, ref T c, ref T companion, nuint offset)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Store<Scalar<T>, TEpilogue, T>(new Scalar<T>(Simd128<T>.Sum(TBlock.Fold(sum)) + start), ref c, ref companion, offset);

    /// <summary>
    /// Stores a dot product: folds its block of partial sums to 128 bits, takes what is left of the terms in steps of 128 bits,
    /// folds to one value, adds the start, and takes the last few terms one by one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreDot<TBlock, TEpilogue, T>(TBlock sum, ref T a, ref T b, nuint count, ref T start, ref T c, ref T companion, nuint offset)
        where TBlock : struct, ISimdBlock<TBlock, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T total = AddRest(TBlock.Fold(sum), ref a, ref b, count / (nuint)TBlock.Count * (nuint)TBlock.Count, count, start);
        Store<Scalar<T>, TEpilogue, T>(new Scalar<T>(total), ref c, ref companion, offset);
    }

    /// <summary>
    /// Stores four dot products of whole blocks with neighbouring rows of b: each with the bits that it has by
    /// itself, but summed side by side.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFourDots<TBlock, TEpilogue>(
        TBlock sum0, TBlock sum1, TBlock sum2, TBlock sum3, ref float start, ref float c, ref float companion, nuint offset)
        where TBlock : struct, ISimdBlock<TBlock, float>
        where TEpilogue : struct, IEpilogue
    {
        Simd128<float> sums = SideBySide.Sum(TBlock.Fold(sum0), TBlock.Fold(sum1), TBlock.Fold(sum2), TBlock.Fold(sum3));
        Store<Simd128<float>, TEpilogue, float>(sums + Simd128<float>.Load(ref start), ref c, ref companion, offset);
    }

    /// <summary>Stores four dot products with neighbouring rows of b, which leave terms over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFourDots<TBlock, TEpilogue>(
        TBlock sum0, TBlock sum1, TBlock sum2, TBlock sum3, ref float a, ref float b,
        nuint count, ref float start, ref float c, ref float companion, nuint offset)
        where TBlock : struct, ISimdBlock<TBlock, float>
        where TEpilogue : struct, IEpilogue
    {
        nuint k = count / (nuint)TBlock.Count * (nuint)TBlock.Count;
        Simd128<float> totals = new(Vector128.Create(
            AddRest(TBlock.Fold(sum0), ref a, ref b, k, count, start),
            AddRest(TBlock.Fold(sum1), ref a, ref Unsafe.Add(ref b, count), k, count, Unsafe.Add(ref start, 1)),
            AddRest(TBlock.Fold(sum2), ref a, ref Unsafe.Add(ref b, 2 * count), k, count, Unsafe.Add(ref start, 2)),
            AddRest(TBlock.Fold(sum3), ref a, ref Unsafe.Add(ref b, 3 * count), k, count, Unsafe.Add(ref start, 3))));
        Store<Simd128<float>, TEpilogue, float>(totals, ref c, ref companion, offset);
    }

    /// <summary>The terms of a dot product from k on, which do not fill a block.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T AddRest<T>(Simd128<T> folded, ref T a, ref T b, nuint k, nuint count, T start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; k + (nuint)Simd128<T>.Count <= count; k += (nuint)Simd128<T>.Count)
            folded = Simd128<T>.MultiplyAdd(Simd128<T>.Load(ref a, k), Simd128<T>.Load(ref b, k), folded);
        var total = new Scalar<T>(Simd128<T>.Sum(folded) + start);
        for (; k < count; k++)
            total = Scalar<T>.MultiplyAdd(Scalar<T>.Load(ref a, k), Scalar<T>.Load(ref b, k), total);
        return total.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TTile, TVector, TEpilogue, T>(
        ref T a, ref T b, nuint count, ref T start, nuint startStep, ref T c, ref T companion, nuint rows, nuint columns)
        where TTile : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)TVector.Count, height = (nuint)TTile.Rows, width = (nuint)TTile.Vectors * lanes;
        nuint last = (columns + lanes - 1) / lanes * lanes - width;
        // Columns outside: all rows pass over one strip of b, which stays in the cache even where b as a whole does not.
        // The last strip comes first, since what it writes beyond its columns belongs to others.
        for (nuint strip = (columns + width - 1) / width; strip-- > 0;)
        {
            // The last tile may overlap the one before it: it computes the same values again, which is faster than
            // computing what is left over in smaller pieces.
            nuint column = nuint.Min(strip * width, last);
            for (nuint doneRows = 0; doneRows < rows; doneRows += height)
            {
                nuint row = height == 1 ? doneRows : nuint.Min(doneRows, rows - height);
                nuint place = row * columns + column;
                TTile.Compute<TVector, TEpilogue>(
                    ref Unsafe.Add(ref a, row * count), count, 1, ref Unsafe.Add(ref b, column), columns, count,
                    ref Unsafe.Add(ref start, column * startStep), 0, ref Unsafe.Add(ref c, place), columns, ref Unsafe.Add(ref companion, place));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dots<TTile, TBlock, TEpilogue, T>(
        ref T a, ref T b, nuint count, ref T start, ref T c, ref T companion, nuint rows, nuint units)
        where TTile : struct, IDotTile<T>
        where TBlock : struct, ISimdBlock<TBlock, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint height = (nuint)TTile.Rows, width = (nuint)TTile.Units;
        for (nuint doneRows = 0; doneRows < rows; doneRows += height)
        {
            nuint row = height == 1 ? doneRows : Math.Min(doneRows, rows - height);
            for (nuint doneUnits = 0; doneUnits < units; doneUnits += width)
            {
                nuint unit = units % width == 0 ? doneUnits : Math.Min(doneUnits, units - width);
                nuint place = row * units + unit;
                TTile.Compute<TBlock, TEpilogue>(
                    ref Unsafe.Add(ref a, row * count), ref Unsafe.Add(ref b, unit * count), count,
                    ref Unsafe.Add(ref start, unit), ref Unsafe.Add(ref c, place), units, ref Unsafe.Add(ref companion, place));
            }
        }
    }
}
