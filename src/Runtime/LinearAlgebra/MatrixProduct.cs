using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated.LinearAlgebra;

/// <summary>
/// Products of matrices too large for the caches. Both factors are packed into panels of 192 bytes of neighbouring rows
/// or columns, one panel row a term, as in Goto, van de Geijn: Anatomy of high-performance matrix multiplication, 2008; tiles of
/// 8 rows by three registers (4 by three where there are 16 registers) are summed in registers.
/// </summary>
/// <remarks>
/// The terms of an element are summed one after the other in blocks of <see cref="BlockTerms"/>, each with one chain of fused multiply-adds from zero;
/// a finished block is added to the element. Neither the register width nor a matrix's other elements change that order,
/// and long sums in single precision lose fewer digits than in one chain.
/// </remarks>
internal static class MatrixProduct
{
    /// <summary>The terms that are summed before they are added to the result; 256 terms of 8 rows are a third of a first-level cache.</summary>
    public const int BlockTerms = 256;

    /// <summary>
    /// The columns of the second factor that a pass over the first one meets: half a megabyte in double precision, for the second-level
    /// cache.
    /// </summary>
    private const int GroupPanels = 10;

    /// <summary>The rows of the first factor, and the columns of the second, that are packed at a time; they bound the scratch memory.</summary>
    private const int ChunkRows = 384, ChunkColumns = 1920;

    /// <summary>Adds <c>sign · a·bᵀ</c> to C, for factors of rows or of columns; see <see cref="Factor{T}"/>.</summary>
    /// <param name="a">As many units as C has rows.</param>
    /// <param name="b">As many units as C has columns.</param>
    /// <param name="rows">The rows of C.</param>
    /// <param name="columns">The columns of C.</param>
    /// <param name="terms">The terms of each sum.</param>
    /// <param name="c">The first element of C, row-major.</param>
    /// <param name="stride">The distance of C's rows.</param>
    /// <param name="sign">1 or −1.</param>
    public static void Add<T>(Factor<T> a, Factor<T> b, int rows, int columns, int terms, ref T c, int stride, int sign = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int chunkRows = Math.Min(rows, ChunkRows), chunkColumns = Math.Min(columns, ChunkColumns), block = Math.Min(terms, BlockTerms);
        int packedA = Panels.Length<T>(chunkRows, block);
        using var scratch = ThreadScratch<T>.Rent(packedA + Panels.Length<T>(chunkColumns, block));
        ref T first = ref scratch.Reference;
        ref T second = ref Unsafe.Add(ref first, packedA);
        for (int term = 0; term < terms; term += BlockTerms)
        {
            int count = Math.Min(BlockTerms, terms - term);
            for (int column = 0; column < columns; column += chunkColumns)
            {
                int someColumns = Math.Min(chunkColumns, columns - column);
                Panels.Pack(b, column, someColumns, term, count, ref second);
                for (int row = 0; row < rows; row += chunkRows)
                {
                    int someRows = Math.Min(chunkRows, rows - row);
                    Panels.Pack(a, row, someRows, term, count, ref first);
                    AddBlock(ref first, someRows, ref second, someColumns, count,
                        ref Unsafe.Add(ref c, (nint)row * stride + column), stride, sign, symmetric: false);
                }
            }
        }
    }

    /// <summary>Adds <c>a·bᵀ</c> to C, where b has been packed by <see cref="Panels.PackAll"/>.</summary>
    public static void AddPacked<T>(Factor<T> a, ref T packedB, int rows, int columns, int terms, ref T c, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int chunkRows = Math.Min(rows, ChunkRows);
        using var scratch = ThreadScratch<T>.Rent(Panels.Length<T>(chunkRows, Math.Min(terms, BlockTerms)));
        for (int term = 0; term < terms; term += BlockTerms)
        {
            int count = Math.Min(BlockTerms, terms - term);
            ref T b = ref Unsafe.Add(ref packedB, Panels.Length<T>(columns, term));
            for (int row = 0; row < rows; row += chunkRows)
            {
                int someRows = Math.Min(chunkRows, rows - row);
                ref T target = ref Unsafe.Add(ref c, (nint)row * stride);
                if (someRows < 4)
                {
                    // A panel would be mostly zeros.
                    for (int single = row; single < row + someRows; single++, target = ref Unsafe.Add(ref target, stride))
                        AddSingleRow(a, single, term, ref scratch.Reference, ref b, columns, count, ref target);
                    continue;
                }

                Panels.Pack(a, row, someRows, term, count, ref scratch.Reference);
                AddBlock(ref scratch.Reference, someRows, ref b, columns, count, ref target, stride, sign: 1, symmetric: false);
            }
        }
    }

    /// <summary>
    /// Adds <c>a·aᵀ</c> to the symmetric matrix C: what lies on and above the diagonal is computed, and what lies below is copied.
    /// </summary>
    /// <param name="a">As many units as C has rows.</param>
    /// <param name="order">The rows of C.</param>
    /// <param name="terms">The terms of each sum.</param>
    /// <param name="c">The first element of C, row-major without gaps.</param>
    public static void AddSymmetric<T>(Factor<T> a, int order, int terms, ref T c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var packed = new AlignedBuffer<T>(Panels.Length<T>(order, Math.Min(terms, BlockTerms)));
        for (int term = 0; term < terms; term += BlockTerms)
        {
            int count = Math.Min(BlockTerms, terms - term);
            Panels.Pack(a, 0, order, term, count, ref packed.Reference);
            AddBlock(ref packed.Reference, order, ref packed.Reference, order, count, ref c, order, sign: 1, symmetric: true);
        }

        MirrorUpper(ref c, order);
    }

    /// <summary>Copies what lies above the diagonal to below it, in squares that stay in the first-level cache.</summary>
    private static void MirrorUpper<T>(ref T c, int order)
        where T : unmanaged
    {
        const int Square = 32;
        for (int row0 = 0; row0 < order; row0 += Square)
        {
            for (int column0 = row0; column0 < order; column0 += Square)
            {
                int rowEnd = Math.Min(row0 + Square, order), columnEnd = Math.Min(column0 + Square, order);
                for (int column = column0; column < columnEnd; column++)
                {
                    ref T target = ref Unsafe.Add(ref c, (nint)column * order);
                    for (int row = row0; row < Math.Min(rowEnd, column); row++)
                        Unsafe.Add(ref target, row) = Unsafe.Add(ref c, (nint)row * order + column);
                }
            }
        }
    }

    private static void AddBlock<T>(ref T a, int rows, ref T b, int columns, int terms, ref T c, int stride, int sign, bool symmetric)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sign > 0)
            AddBlock<AddUp, T>(ref a, rows, ref b, columns, terms, ref c, stride, symmetric);
        else
            AddBlock<TakeAway, T>(ref a, rows, ref b, columns, terms, ref c, stride, symmetric);
    }

    private static void AddBlock<TEpilogue, T>(ref T a, int rows, ref T b, int columns, int terms, ref T c, int stride, bool symmetric)
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            AddBlock<Simd512<T>, TEpilogue, T>(ref a, rows, ref b, columns, terms, ref c, stride, symmetric);
        else if (Vector256.IsHardwareAccelerated)
            AddBlock<Simd256<T>, TEpilogue, T>(ref a, rows, ref b, columns, terms, ref c, stride, symmetric);
        else
            AddBlock<Simd128<T>, TEpilogue, T>(ref a, rows, ref b, columns, terms, ref c, stride, symmetric);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock<TVector, TEpilogue, T>(ref T a, int rows, ref T b, int columns, int terms, ref T c, int stride, bool symmetric)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = Panels.Width<T>(), tileColumns = 3 * TVector.Count;
        Span<T> spare = stackalloc T[8 * tileColumns];
        for (int group = 0; group < columns; group += GroupPanels * panel)
        {
            int groupEnd = Math.Min(group + GroupPanels * panel, columns);
            int lastRow = symmetric ? Math.Min(rows, groupEnd) : rows;
            for (int row = 0; row < lastRow;)
            {
                // A row tile stays in the first-level cache while the panels of the group pass by.
                int tileRows = TileRows<TVector>(lastRow - row);
                ref T left = ref Unsafe.Add(ref a, (nint)(row / panel) * panel * terms + row % panel);
                int firstColumn = symmetric ? Math.Max(group, row / panel * panel) : group;
                for (int column = firstColumn; column < groupEnd; column += tileColumns)
                {
                    ref T right = ref Unsafe.Add(ref b, (nint)(column / panel) * panel * terms + column % panel);
                    ref T target = ref Unsafe.Add(ref c, (nint)row * stride + column);
                    if (columns - column >= tileColumns)
                    {
                        AddTile<TVector, TEpilogue, T>(tileRows, ref left, ref right, (nuint)terms, ref target, (nuint)stride);
                        continue;
                    }

                    // The last columns do not fill a tile.
                    spare.Clear();
                    AddTile<TVector, TEpilogue, T>(tileRows, ref left, ref right, (nuint)terms, ref spare[0], (nuint)tileColumns);
                    for (int r = 0; r < tileRows; r++)
                    {
                        for (int k = 0; k < columns - column; k++)
                            Unsafe.Add(ref target, (nint)r * stride + k) += spare[r * tileColumns + k];
                    }
                }

                row += tileRows;
            }
        }
    }

    /// <summary>One unit of the first factor, its terms gathered but not packed into a panel.</summary>
    private static void AddSingleRow<T>(Factor<T> a, int unit, int firstTerm, ref T scratch, ref T b, int columns, int terms, ref T c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T source = ref Unsafe.Add(ref a.First, (nint)unit * a.UnitStride + (nint)firstTerm * a.TermStride);
        ref T origin = ref Unsafe.Add(ref a.Origin, (nint)unit * a.OriginUnitStride + (nint)firstTerm * a.OriginTermStride);
        for (int term = 0; term < terms; term++)
            Unsafe.Add(ref scratch, term) = Unsafe.Add(ref source, (nint)term * a.TermStride) - Unsafe.Add(ref origin, (nint)term * a.OriginTermStride);
        if (Vector512.IsHardwareAccelerated)
            AddSingleRow<Simd512<T>, T>(ref scratch, ref b, columns, terms, ref c);
        else if (Vector256.IsHardwareAccelerated)
            AddSingleRow<Simd256<T>, T>(ref scratch, ref b, columns, terms, ref c);
        else
            AddSingleRow<Simd128<T>, T>(ref scratch, ref b, columns, terms, ref c);
    }

    private static void AddSingleRow<TVector, T>(ref T a, ref T b, int columns, int terms, ref T c)
        where TVector : struct, ISimdBlock<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = Panels.Width<T>(), tileColumns = 3 * TVector.Count;
        Span<T> spare = stackalloc T[tileColumns];
        for (int column = 0; column < columns; column += tileColumns)
        {
            ref T right = ref Unsafe.Add(ref b, (nint)(column / panel) * panel * terms + column % panel);
            if (columns - column >= tileColumns)
            {
                AddTile<ThreeVectorRow<T>, TVector, AddUp, T>(ref a, 1, ref right, (nuint)terms, ref Unsafe.Add(ref c, column), 0);
                continue;
            }

            spare.Clear();
            AddTile<ThreeVectorRow<T>, TVector, AddUp, T>(ref a, 1, ref right, (nuint)terms, ref spare[0], 0);
            for (int k = 0; k < columns - column; k++)
                Unsafe.Add(ref c, column + k) += spare[k];
        }
    }

    /// <summary>The rows of the tile that comes next: eight where there are 32 registers, four where there are 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TileRows<TVector>(int left)
    {
        bool has32Registers = typeof(TVector) == typeof(Simd512<double>) || typeof(TVector) == typeof(Simd512<float>);
        return has32Registers && left >= 8 ? 8 : left >= 4 ? 4 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTile<TVector, TEpilogue, T>(int rows, ref T a, ref T b, nuint terms, ref T c, nuint stride)
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows == 8)
            AddTile<ThreeVectorRows8<T>, TVector, TEpilogue, T>(ref a, (nuint)Panels.Width<T>(), ref b, terms, ref c, stride);
        else if (rows == 4)
            AddTile<ThreeVectorRows4<T>, TVector, TEpilogue, T>(ref a, (nuint)Panels.Width<T>(), ref b, terms, ref c, stride);
        else
            AddTile<ThreeVectorRow<T>, TVector, TEpilogue, T>(ref a, (nuint)Panels.Width<T>(), ref b, terms, ref c, stride);
    }

    /// <summary>Adds a tile's sums to C, or takes them from it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddTile<TTile, TVector, TEpilogue, T>(ref T a, nuint aStep, ref T b, nuint terms, ref T c, nuint stride)
        where TTile : struct, IProductTile<T>
        where TVector : struct, ISimdBlock<TVector, T>
        where TEpilogue : struct, IEpilogue
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TTile.Compute<TVector, TEpilogue>(ref a, 1, aStep, ref b, (nuint)Panels.Width<T>(), terms, ref Zeros<T>.Reference, 0, ref c, stride, ref c);
}
