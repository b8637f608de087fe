using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>The gradients of eight neighbouring weights, wherever in the kernel they lie, for one register of filters.</summary>
internal static class ConvolutionGradientTile
{
    /// <summary>The weights of a tile: as many chains of sums as keep two multiply-adds of four cycles busy.</summary>
    public const int Terms = 8;

    /// <summary>Adds the sums over all images and positions of the weights from <paramref name="firstTerm"/> on, in the order of their memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add<TVector, T>(
        ref T input, ref T delta, ref T gradient, int firstTerm, TVector isNew, nuint rows, in ConvolutionShape shape)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int channels = shape.Channels / shape.Groups, terms = shape.KernelHeight * shape.KernelWidth * channels;
        Span<Term> tile = stackalloc Term[Terms];
        for (int i = 0; i < Terms; i++)
            tile[i] = Term.At(Math.Min(firstTerm + i, terms - 1), shape);

        // Where some weights of the tile meet inputs, and where all do.
        Term some = tile[0], all = tile[0];
        foreach (Term term in tile)
        {
            some = some.Union(term);
            all = all.Intersection(term);
        }

        nint term0 = tile[0].Offset, term1 = tile[1].Offset, term2 = tile[2].Offset, term3 = tile[3].Offset;
        nint term4 = tile[4].Offset, term5 = tile[5].Offset, term6 = tile[6].Offset, term7 = tile[7].Offset;
        TVector sum0 = TVector.Zero, sum1 = TVector.Zero, sum2 = TVector.Zero, sum3 = TVector.Zero;
        TVector sum4 = TVector.Zero, sum5 = TVector.Zero, sum6 = TVector.Zero, sum7 = TVector.Zero;
        int outputWidth = shape.OutputWidth, outputHeight = shape.OutputHeight;
        nint step = shape.StrideWidth * shape.Channels, filters = shape.Filters;
        for (nuint row = 0; row < rows; row++)
        {
            for (int y = some.Top; y < some.Bottom; y++)
            {
                nint at = (((nint)row * shape.Height + y * shape.StrideHeight) * shape.Width + some.Left * shape.StrideWidth) * shape.Channels;
                nint place = (((nint)row * outputHeight + y) * outputWidth + some.Left) * filters;
                bool hasAll = y >= all.Top && y < all.Bottom && all.Left < all.Right;
                for (int x = some.Left; x < some.Right; x++, at += step, place += filters)
                {
                    if (hasAll && x == all.Left)
                    {
                        for (; x < all.Right; x++, at += step, place += filters)
                        {
                            TVector upstream = TVector.Load(ref Unsafe.Add(ref delta, place));
                            sum0.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term0)), upstream);
                            sum1.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term1)), upstream);
                            sum2.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term2)), upstream);
                            sum3.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term3)), upstream);
                            sum4.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term4)), upstream);
                            sum5.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term5)), upstream);
                            sum6.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term6)), upstream);
                            sum7.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term7)), upstream);
                        }

                        if (x >= some.Right)
                            break;
                    }

                    TVector edge = TVector.Load(ref Unsafe.Add(ref delta, place));
                    if (tile[0].Covers(y, x))
                        sum0.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term0)), edge);
                    if (tile[1].Covers(y, x))
                        sum1.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term1)), edge);
                    if (tile[2].Covers(y, x))
                        sum2.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term2)), edge);
                    if (tile[3].Covers(y, x))
                        sum3.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term3)), edge);
                    if (tile[4].Covers(y, x))
                        sum4.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term4)), edge);
                    if (tile[5].Covers(y, x))
                        sum5.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term5)), edge);
                    if (tile[6].Covers(y, x))
                        sum6.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term6)), edge);
                    if (tile[7].Covers(y, x))
                        sum7.AddProduct(TVector.Create(Unsafe.Add(ref input, at + term7)), edge);
                }
            }
        }

        AddTo(ref gradient, firstTerm, terms, filters, sum0, isNew);
        AddTo(ref gradient, firstTerm + 1, terms, filters, sum1, isNew);
        AddTo(ref gradient, firstTerm + 2, terms, filters, sum2, isNew);
        AddTo(ref gradient, firstTerm + 3, terms, filters, sum3, isNew);
        AddTo(ref gradient, firstTerm + 4, terms, filters, sum4, isNew);
        AddTo(ref gradient, firstTerm + 5, terms, filters, sum5, isNew);
        AddTo(ref gradient, firstTerm + 6, terms, filters, sum6, isNew);
        AddTo(ref gradient, firstTerm + 7, terms, filters, sum7, isNew);
    }

    /// <summary>Adds a complete sum; lanes that another register has added, and repetitions of the last weight, are left out.</summary>
    private static void AddTo<TVector, T>(ref T gradient, int term, int terms, nint filters, TVector sum, TVector isNew)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (term >= terms)
            return;
        ref T place = ref Unsafe.Add(ref gradient, term * filters);
        TVector before = TVector.Load(ref place);
        TVector.Select(isNew, before + sum, before).Store(ref place);
    }

    /// <summary>A weight: where its input is, seen from the position's, and the outputs for which it meets one.</summary>
    private readonly record struct Term(nint Offset, int Top, int Bottom, int Left, int Right)
    {
        public static Term At(int term, in ConvolutionShape shape)
        {
            int channels = shape.Channels / shape.Groups, tap = term / channels;
            int tapLine = tap / shape.KernelWidth, tapColumn = tap % shape.KernelWidth;
            OutputRange lines = OutputRange.Vertical(shape, tapLine), columns = OutputRange.Horizontal(shape, tapColumn);
            nint line = tapLine * shape.DilationHeight - shape.PadTop, column = tapColumn * shape.DilationWidth - shape.PadLeft;
            nint offset = (line * shape.Width + column) * shape.Channels + term % channels;
            return lines.Count > 0 && columns.Count > 0
                ? new(offset, lines.Start, lines.Start + lines.Count, columns.Start, columns.Start + columns.Count)
                : new(offset, 0, 0, 0, 0);
        }

        public bool Covers(int y, int x) => y >= Top && y < Bottom && x >= Left && x < Right;

        public Term Union(Term other) => new(
            0, Math.Min(Top, other.Top), Math.Max(Bottom, other.Bottom), Math.Min(Left, other.Left), Math.Max(Right, other.Right));

        public Term Intersection(Term other) => new(
            0, Math.Max(Top, other.Top), Math.Min(Bottom, other.Bottom), Math.Max(Left, other.Left), Math.Min(Right, other.Right));
    }
}
