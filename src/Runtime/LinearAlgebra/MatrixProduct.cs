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

    /// <summary>The columns of the second factor that a pass over the first one meets: half a megabyte in double precision, for the second-level cache.</summary>
    private const int GroupPanels = 10;

    /// <summary>The terms that are packed at a time.</summary>
    private const int PackedTerms = 8;

    /// <summary>The rows of the first factor, and the columns of the second, that are packed at a time; they bound the scratch memory.</summary>
    private const int ChunkRows = 384, ChunkColumns = 1920;

    /// <summary>The elements of a panel's row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PanelWidth<T>()
        where T : unmanaged => 192 / Unsafe.SizeOf<T>();

    /// <summary>The elements that a packed factor takes.</summary>
    /// <param name="units">Its rows or columns.</param>
    /// <param name="terms">The terms of a sum.</param>
    public static int PackedLength<T>(int units, int terms)
        where T : unmanaged => checked((units + PanelWidth<T>() - 1) / PanelWidth<T>() * PanelWidth<T>() * terms);

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
        int packedA = PackedLength<T>(chunkRows, block);
        using var scratch = ThreadScratch<T>.Rent(packedA + PackedLength<T>(chunkColumns, block));
        ref T first = ref scratch.Reference;
        ref T second = ref Unsafe.Add(ref first, packedA);
        for (int term = 0; term < terms; term += BlockTerms)
        {
            int count = Math.Min(BlockTerms, terms - term);
            for (int column = 0; column < columns; column += chunkColumns)
            {
                int someColumns = Math.Min(chunkColumns, columns - column);
                Pack(b, column, someColumns, term, count, ref second);
                for (int row = 0; row < rows; row += chunkRows)
                {
                    int someRows = Math.Min(chunkRows, rows - row);
                    Pack(a, row, someRows, term, count, ref first);
                    AddBlock(ref first, someRows, ref second, someColumns, count, ref Unsafe.Add(ref c, (nint)row * stride + column), stride, sign, symmetric: false);
                }
            }
        }
    }

    /// <summary>Adds <c>a·bᵀ</c> to C, where b has been packed by <see cref="PackAll"/>.</summary>
    public static void AddPacked<T>(Factor<T> a, ref T packedB, int rows, int columns, int terms, ref T c, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int chunkRows = Math.Min(rows, ChunkRows);
        using var scratch = ThreadScratch<T>.Rent(PackedLength<T>(chunkRows, Math.Min(terms, BlockTerms)));
        for (int term = 0; term < terms; term += BlockTerms)
        {
            int count = Math.Min(BlockTerms, terms - term);
            ref T b = ref Unsafe.Add(ref packedB, PackedLength<T>(columns, term));
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

                Pack(a, row, someRows, term, count, ref scratch.Reference);
                AddBlock(ref scratch.Reference, someRows, ref b, columns, count, ref target, stride, sign: 1, symmetric: false);
            }
        }
    }

    /// <summary>Packs a factor whole, block of terms by block of terms, for products that need it often.</summary>
    /// <param name="factor">What to pack.</param>
    /// <param name="units">Its rows or columns.</param>
    /// <param name="terms">The terms of a sum.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> elements.</param>
    public static void PackAll<T>(Factor<T> factor, int units, int terms, ref T packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int term = 0; term < terms; term += BlockTerms)
            Pack(factor, 0, units, term, Math.Min(BlockTerms, terms - term), ref Unsafe.Add(ref packed, PackedLength<T>(units, term)));
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
        var packed = new AlignedBuffer<T>(PackedLength<T>(order, Math.Min(terms, BlockTerms)));
        for (int term = 0; term < terms; term += BlockTerms)
        {
            int count = Math.Min(BlockTerms, terms - term);
            Pack(a, 0, order, term, count, ref packed.Reference);
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
        if (Vector512.IsHardwareAccelerated)
            AddBlock<Simd512<T>, T>(ref a, rows, ref b, columns, terms, ref c, stride, sign, symmetric);
        else if (Vector256.IsHardwareAccelerated)
            AddBlock<Simd256<T>, T>(ref a, rows, ref b, columns, terms, ref c, stride, sign, symmetric);
        else
            AddBlock<Simd128<T>, T>(ref a, rows, ref b, columns, terms, ref c, stride, sign, symmetric);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock<TVector, T>(ref T a, int rows, ref T b, int columns, int terms, ref T c, int stride, int sign, bool symmetric)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = PanelWidth<T>(), tileColumns = 3 * TVector.Count;
        TVector factor = VectorMath.Constant<TVector, T>(sign);
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
                        AddTile(tileRows, ref left, ref right, (nuint)panel, (nuint)terms, factor, ref target, (nuint)stride);
                        continue;
                    }

                    // The last columns do not fill a tile.
                    spare.Clear();
                    AddTile(tileRows, ref left, ref right, (nuint)panel, (nuint)terms, factor, ref spare[0], (nuint)tileColumns);
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
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = PanelWidth<T>(), tileColumns = 3 * TVector.Count;
        TVector one = VectorMath.Constant<TVector, T>(1);
        Span<T> spare = stackalloc T[tileColumns];
        for (int column = 0; column < columns; column += tileColumns)
        {
            ref T right = ref Unsafe.Add(ref b, (nint)(column / panel) * panel * terms + column % panel);
            if (columns - column >= tileColumns)
            {
                AddTile1(ref a, 1, ref right, (nuint)panel, (nuint)terms, one, ref Unsafe.Add(ref c, column));
                continue;
            }

            spare.Clear();
            AddTile1(ref a, 1, ref right, (nuint)panel, (nuint)terms, one, ref spare[0]);
            for (int k = 0; k < columns - column; k++)
                Unsafe.Add(ref c, column + k) += spare[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TileRows<TVector>(int left) =>
        typeof(TVector) == typeof(Simd512<double>) || typeof(TVector) == typeof(Simd512<float>) ? left >= 8 ? 8 : left >= 4 ? 4 : 1 : left >= 4 ? 4 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTile<TVector, T>(int rows, ref T a, ref T b, nuint step, nuint terms, TVector factor, ref T c, nuint stride)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows == 8)
            AddTile8(ref a, ref b, step, terms, factor, ref c, stride);
        else if (rows == 4)
            AddTile4(ref a, ref b, step, terms, factor, ref c, stride);
        else
            AddTile1(ref a, step, ref b, step, terms, factor, ref c);
    }

    /// <summary>Eight rows by three registers, for 32 registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddTile8<TVector, T>(ref T a, ref T b, nuint step, nuint terms, TVector factor, ref T c, nuint stride)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector c00 = TVector.Zero, c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00, c20 = c00, c21 = c00, c22 = c00, c30 = c00, c31 = c00, c32 = c00;
        TVector c40 = c00, c41 = c00, c42 = c00, c50 = c00, c51 = c00, c52 = c00, c60 = c00, c61 = c00, c62 = c00, c70 = c00, c71 = c00, c72 = c00;
        nuint width = (nuint)TVector.Count;
        for (; terms > 0; terms--)
        {
            TVector b0 = TVector.Load(ref b), b1 = TVector.Load(ref b, width), b2 = TVector.Load(ref b, 2 * width);
            var x = TVector.Create(a);
            c00 = TVector.MultiplyAdd(x, b0, c00);
            c01 = TVector.MultiplyAdd(x, b1, c01);
            c02 = TVector.MultiplyAdd(x, b2, c02);
            x = TVector.Create(Unsafe.Add(ref a, 1));
            c10 = TVector.MultiplyAdd(x, b0, c10);
            c11 = TVector.MultiplyAdd(x, b1, c11);
            c12 = TVector.MultiplyAdd(x, b2, c12);
            x = TVector.Create(Unsafe.Add(ref a, 2));
            c20 = TVector.MultiplyAdd(x, b0, c20);
            c21 = TVector.MultiplyAdd(x, b1, c21);
            c22 = TVector.MultiplyAdd(x, b2, c22);
            x = TVector.Create(Unsafe.Add(ref a, 3));
            c30 = TVector.MultiplyAdd(x, b0, c30);
            c31 = TVector.MultiplyAdd(x, b1, c31);
            c32 = TVector.MultiplyAdd(x, b2, c32);
            x = TVector.Create(Unsafe.Add(ref a, 4));
            c40 = TVector.MultiplyAdd(x, b0, c40);
            c41 = TVector.MultiplyAdd(x, b1, c41);
            c42 = TVector.MultiplyAdd(x, b2, c42);
            x = TVector.Create(Unsafe.Add(ref a, 5));
            c50 = TVector.MultiplyAdd(x, b0, c50);
            c51 = TVector.MultiplyAdd(x, b1, c51);
            c52 = TVector.MultiplyAdd(x, b2, c52);
            x = TVector.Create(Unsafe.Add(ref a, 6));
            c60 = TVector.MultiplyAdd(x, b0, c60);
            c61 = TVector.MultiplyAdd(x, b1, c61);
            c62 = TVector.MultiplyAdd(x, b2, c62);
            x = TVector.Create(Unsafe.Add(ref a, 7));
            c70 = TVector.MultiplyAdd(x, b0, c70);
            c71 = TVector.MultiplyAdd(x, b1, c71);
            c72 = TVector.MultiplyAdd(x, b2, c72);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, step);
        }

        AddRow(c00, c01, c02, factor, ref c);
        AddRow(c10, c11, c12, factor, ref Unsafe.Add(ref c, stride));
        AddRow(c20, c21, c22, factor, ref Unsafe.Add(ref c, 2 * stride));
        AddRow(c30, c31, c32, factor, ref Unsafe.Add(ref c, 3 * stride));
        AddRow(c40, c41, c42, factor, ref Unsafe.Add(ref c, 4 * stride));
        AddRow(c50, c51, c52, factor, ref Unsafe.Add(ref c, 5 * stride));
        AddRow(c60, c61, c62, factor, ref Unsafe.Add(ref c, 6 * stride));
        AddRow(c70, c71, c72, factor, ref Unsafe.Add(ref c, 7 * stride));
    }

    /// <summary>Four rows by three registers, for 16 registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddTile4<TVector, T>(ref T a, ref T b, nuint step, nuint terms, TVector factor, ref T c, nuint stride)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector c00 = TVector.Zero, c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00, c20 = c00, c21 = c00, c22 = c00, c30 = c00, c31 = c00, c32 = c00;
        nuint width = (nuint)TVector.Count;
        for (; terms > 0; terms--)
        {
            TVector b0 = TVector.Load(ref b), b1 = TVector.Load(ref b, width), b2 = TVector.Load(ref b, 2 * width);
            var x = TVector.Create(a);
            c00 = TVector.MultiplyAdd(x, b0, c00);
            c01 = TVector.MultiplyAdd(x, b1, c01);
            c02 = TVector.MultiplyAdd(x, b2, c02);
            x = TVector.Create(Unsafe.Add(ref a, 1));
            c10 = TVector.MultiplyAdd(x, b0, c10);
            c11 = TVector.MultiplyAdd(x, b1, c11);
            c12 = TVector.MultiplyAdd(x, b2, c12);
            x = TVector.Create(Unsafe.Add(ref a, 2));
            c20 = TVector.MultiplyAdd(x, b0, c20);
            c21 = TVector.MultiplyAdd(x, b1, c21);
            c22 = TVector.MultiplyAdd(x, b2, c22);
            x = TVector.Create(Unsafe.Add(ref a, 3));
            c30 = TVector.MultiplyAdd(x, b0, c30);
            c31 = TVector.MultiplyAdd(x, b1, c31);
            c32 = TVector.MultiplyAdd(x, b2, c32);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, step);
        }

        AddRow(c00, c01, c02, factor, ref c);
        AddRow(c10, c11, c12, factor, ref Unsafe.Add(ref c, stride));
        AddRow(c20, c21, c22, factor, ref Unsafe.Add(ref c, 2 * stride));
        AddRow(c30, c31, c32, factor, ref Unsafe.Add(ref c, 3 * stride));
    }

    /// <summary>One row by three registers, for the rows that are left over.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddTile1<TVector, T>(ref T a, nuint aStep, ref T b, nuint bStep, nuint terms, TVector factor, ref T c)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector c0 = TVector.Zero, c1 = c0, c2 = c0;
        nuint width = (nuint)TVector.Count;
        for (; terms > 0; terms--)
        {
            var x = TVector.Create(a);
            c0 = TVector.MultiplyAdd(x, TVector.Load(ref b), c0);
            c1 = TVector.MultiplyAdd(x, TVector.Load(ref b, width), c1);
            c2 = TVector.MultiplyAdd(x, TVector.Load(ref b, 2 * width), c2);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        AddRow(c0, c1, c2, factor, ref c);
    }

    /// <summary>c += factor · sum; the factor is ±1, so that the product is exact with or without a fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TVector, T>(TVector sum0, TVector sum1, TVector sum2, TVector factor, ref T c)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TVector.Count;
        TVector.MultiplyAdd(sum0, factor, TVector.Load(ref c)).Store(ref c);
        TVector.MultiplyAdd(sum1, factor, TVector.Load(ref c, width)).Store(ref c, width);
        TVector.MultiplyAdd(sum2, factor, TVector.Load(ref c, 2 * width)).Store(ref c, 2 * width);
    }

    /// <summary>Packs some terms of some units: panel after panel, in each the panel's units of one term after those of the other, zeros behind the last unit.</summary>
    private static void Pack<T>(Factor<T> factor, int firstUnit, int units, int firstTerm, int terms, ref T packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T source = ref Unsafe.Add(ref factor.First, (nint)firstUnit * factor.UnitStride + (nint)firstTerm * factor.TermStride);
        ref T origin = ref Unsafe.Add(ref factor.Origin, (nint)firstUnit * factor.OriginUnitStride + (nint)firstTerm * factor.OriginTermStride);
        int panel = PanelWidth<T>(), whole = factor.UnitStride == 1 ? units / panel * panel : 0;
        for (int term = 0; term < terms && whole > 0; term += PackedTerms)
        {
            // Some rows of the matrix from end to end, so that memory is read in its order.
            int count = Math.Min(PackedTerms, terms - term);
            for (int unit = 0; unit < whole; unit += panel)
            {
                ref T from = ref Unsafe.Add(ref source, (nint)term * factor.TermStride + unit);
                ref T fromOrigin = ref Unsafe.Add(ref origin, (nint)term * factor.OriginTermStride + (nint)unit * factor.OriginUnitStride);
                ref T to = ref Unsafe.Add(ref packed, (nint)unit * terms + (nint)term * panel);
                if (Vector512.IsHardwareAccelerated)
                    PackRows<Simd512<T>, T>(ref from, factor, ref fromOrigin, count, ref to);
                else if (Vector256.IsHardwareAccelerated)
                    PackRows<Simd256<T>, T>(ref from, factor, ref fromOrigin, count, ref to);
                else
                    PackRows<Simd128<T>, T>(ref from, factor, ref fromOrigin, count, ref to);
            }
        }

        for (int unit = whole; unit < units; unit += panel)
        {
            PackElements(
                ref Unsafe.Add(ref source, (nint)unit * factor.UnitStride), factor, ref Unsafe.Add(ref origin, (nint)unit * factor.OriginUnitStride),
                Math.Min(panel, units - unit), terms, ref Unsafe.Add(ref packed, (nint)unit * terms));
        }
    }

    /// <summary>A whole panel whose units are neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows<TVector, T>(ref T source, Factor<T> factor, ref T origin, int terms, ref T packed)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = PanelWidth<T>();
        bool perUnit = factor.OriginUnitStride != 0;
        nint stride = factor.TermStride, originStride = factor.OriginTermStride;
        for (int term = 0; term < terms; term++)
        {
            var same = TVector.Create(origin);
            for (nuint unit = 0; unit < (nuint)panel; unit += (nuint)TVector.Count)
                (TVector.Load(ref source, unit) - (perUnit ? TVector.Load(ref origin, unit) : same)).Store(ref packed, unit);
            source = ref Unsafe.Add(ref source, stride);
            origin = ref Unsafe.Add(ref origin, originStride);
            packed = ref Unsafe.Add(ref packed, panel);
        }
    }

    /// <summary>A panel of any kind, some terms of every unit at a time: a cache line of double precision where terms are neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackElements<T>(ref T source, Factor<T> factor, ref T origin, int units, int terms, ref T packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int panel = PanelWidth<T>();
        nint stride = factor.TermStride, originStride = factor.OriginTermStride;
        for (int term0 = 0; term0 < terms; term0 += PackedTerms)
        {
            int count = Math.Min(PackedTerms, terms - term0);
            for (int unit = 0; unit < panel; unit++)
            {
                ref T to = ref Unsafe.Add(ref packed, (nint)term0 * panel + unit);
                if (unit >= units)
                {
                    for (int term = 0; term < count; term++)
                        Unsafe.Add(ref to, (nint)term * panel) = T.Zero;
                    continue;
                }

                ref T from = ref Unsafe.Add(ref source, (nint)unit * factor.UnitStride + term0 * stride);
                ref T fromOrigin = ref Unsafe.Add(ref origin, (nint)unit * factor.OriginUnitStride + term0 * originStride);
                for (int term = 0; term < count; term++)
                    Unsafe.Add(ref to, (nint)term * panel) = Unsafe.Add(ref from, term * stride) - Unsafe.Add(ref fromOrigin, term * originStride);
            }
        }
    }
}
