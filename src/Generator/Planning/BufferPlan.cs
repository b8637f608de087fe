using System;

namespace Generated.Generator.Planning;

/// <summary>Where the intermediate results of a call live.</summary>
/// <param name="FitsStack">Whether a whole chunk fits the stack's budget; if not, it is in scratch memory of the thread, allocated at its first call.</param>
/// <param name="ChunkRows">The rows of a batch that go through the network together.</param>
/// <param name="RowLength">Elements per row.</param>
/// <param name="FixedLength">Elements besides, with a cache line to spare at the end and what it takes to start on one.</param>
/// <param name="ChunkLength">Elements besides that a single row does not need, behind all others.</param>
/// <param name="RowOnStack">Whether a single row is put on the stack: it may fit there even if a whole chunk does not.</param>
/// <param name="ChunkOnStack">Whether a chunk is put on the stack.</param>
internal sealed record BufferPlan(bool FitsStack, int ChunkRows, int RowLength, int FixedLength, int ChunkLength, bool RowOnStack, bool ChunkOnStack)
{
    /// <summary>The most that a call puts on the stack, in bytes.</summary>
    public const int StackBudget = 32 * 1024;

    /// <summary>
    /// The most that a call puts on the stack where the compilation does not allow unsafe code: stack memory is then cleared at
    /// every call, which takes longer than to ask for scratch memory.
    /// </summary>
    private const int ClearedStackBudget = 2 * 1024;

    /// <summary>The most that a chunk of rows takes of the second-level cache, in bytes.</summary>
    private const int CacheBudget = 512 * 1024;

    /// <summary>The rows of a chunk at the most. Chunks are multiples of 16 rows, so that buffers end with a cache line.</summary>
    private const int LargestChunk = 128;

    /// <summary>The rows of a chunk below which the tiles' overheads show: with fewer on the stack, scratch memory serves better.</summary>
    private const int SmallestChunk = 64;

    /// <summary>The same where each step of a sequence is a row, too.</summary>
    private const int SmallestOfSteps = 16;

    public int Length(int rows) => rows * RowLength + FixedLength + (rows > 1 ? ChunkLength : 0);

    /// <summary>The buffer of a pass.</summary>
    /// <param name="row">Elements per row.</param>
    /// <param name="besides">Elements that all rows share.</param>
    /// <param name="ofChunk">Elements that the rows of a chunk share and a single row does not need.</param>
    /// <param name="elementSize">The bytes of an element.</param>
    /// <param name="allowsUnsafe">Whether the compilation allows unsafe code.</param>
    /// <param name="ofSteps">Whether rows go through the steps of a sequence together, so that they are long and few are enough.</param>
    public static BufferPlan Of(int row, int besides, int ofChunk, int elementSize, bool allowsUnsafe, bool ofSteps = false)
    {
        // A cache line to spare, and another to start on one.
        int fixedLength = besides + 2 * (64 / elementSize), smallest = ofSteps ? SmallestOfSteps : SmallestChunk;
        int left = StackBudget / elementSize - fixedLength - ofChunk, onStack = row > 0 ? left / row : left >= 0 ? LargestChunk : 0;
        bool fits = onStack >= smallest;
        int rows = fits ? Math.Min(LargestChunk, onStack / 16 * 16)
            : Math.Max(smallest, Math.Min(LargestChunk, CacheBudget / elementSize / Math.Max(1, row) / 16 * 16));
        int budget = (allowsUnsafe ? StackBudget : ClearedStackBudget) / elementSize;
        return new BufferPlan(fits, rows, row, fixedLength, ofChunk, row + fixedLength <= budget, fits && rows * row + fixedLength + ofChunk <= budget);
    }
}
