using System.Collections.Generic;
using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>What is done with the sums of a tile while they are in registers.</summary>
internal enum EpilogueKind
{
    /// <summary>Nothing.</summary>
    Keep,

    /// <summary>The activation function f.</summary>
    ApplyActivation,

    /// <summary>The sums, which are a gradient, are multiplied by f′.</summary>
    TimesDerivative,
}

/// <summary>What is done with the sums of a tile while they are in registers, and with which function.</summary>
internal readonly record struct Epilogue(EpilogueKind Kind, Activation Activation)
{
    public static Epilogue Keep => default;
}

/// <summary>
/// How a matrix product <c>C = start + A·B</c> is tiled. Each element of C has one order of summation, whatever the
/// tile: the terms k ≡ p (mod parts) make part p, in order; part 0 begins with the start and takes what is left over
/// when the parts do not divide the terms; then (0 + 1) + (2 + 3).
/// </summary>
/// <param name="Count">The number of terms of each sum.</param>
/// <param name="Epilogue">What is done with the sums.</param>
/// <param name="Wide">The tile on 32 registers of 64 bytes.</param>
/// <param name="WideRow">The same for a single row.</param>
/// <param name="Narrow">The tile on 16 registers.</param>
/// <param name="NarrowRow">The same for a single row.</param>
internal sealed record ProductPlan(int Count, Epilogue Epilogue, TileShape Wide, TileShape WideRow, TileShape Narrow, TileShape NarrowRow)
{
    /// <summary>
    /// Elements of the memory to which B is copied a strip of a tile's columns at a time, so that many rows find it without gaps; 0 where B is
    /// taken from where it lies.
    /// </summary>
    public int StripLength { get; init; }

    /// <summary>The part of a sum to which a term belongs.</summary>
    public int PartOf(int term) => term < Count / Wide.Parts * Wide.Parts ? term % Wide.Parts : 0;

    public IEnumerable<TileShape> Tiles => [Wide, WideRow, Narrow, NarrowRow];
}

/// <summary>
/// How dot products of rows with rows are tiled: <see cref="TileShape.Vectors"/> is the number of units at once. A sum
/// is taken in a block of 64 bytes of lanes, lane l taking the terms k ≡ l; the block is folded in halves to 128 bits,
/// takes what is left over in steps of 128 bits, is folded to one value, then come the bias and the last few terms.
/// </summary>
/// <param name="Count">The number of terms of each sum.</param>
/// <param name="Epilogue">What is done with the sums.</param>
/// <param name="Wide">The tile on 32 registers of 64 bytes.</param>
/// <param name="WideRow">The same for a single row.</param>
/// <param name="Narrow">The tile on 16 registers, for any number of rows.</param>
internal sealed record DotPlan(int Count, Epilogue Epilogue, TileShape Wide, TileShape WideRow, TileShape Narrow)
{
    public IEnumerable<TileShape> Tiles => [Wide, WideRow, Narrow];
}

/// <summary>How a product of a known number of rows is added to a gradient, each sum having a term for every row of the batch.</summary>
/// <param name="Wide">The passes over the rows on 32 registers of 64 bytes: whole tiles, then one tile of exactly the rows left over.</param>
/// <param name="Narrow">The passes on 16 registers.</param>
internal sealed record AdditionPlan(EquatableArray<AdditionPass> Wide, EquatableArray<AdditionPass> Narrow);

/// <summary>Some rows of an addition, taken by one tile.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="FirstRow">The first row.</param>
/// <param name="Rows">How many rows, a multiple of the tile's.</param>
/// <param name="InSpare">Whether the last tile of a row goes by way of spare memory, since its registers do not end with the columns.</param>
internal sealed record AdditionPass(TileShape Tile, int FirstRow, int Rows, bool InSpare);
