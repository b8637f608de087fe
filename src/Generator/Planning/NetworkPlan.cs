using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>Every decision about a network's code: the layout of its parameters, its kernels and its buffers.</summary>
/// <param name="Spec">The network as declared.</param>
/// <param name="Layers">The layers, the one after the input first.</param>
internal sealed record NetworkPlan(NetworkSpec Spec, EquatableArray<LayerPlan> Layers)
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

    public int Inputs => Spec.Inputs;

    public int Outputs => Layers[Layers.Count - 1].Units;

    public int ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    public int ElementSize => Spec.Precision == Precision.Single ? 4 : 8;

    /// <summary>The elements of a cache line, which is also the widest register.</summary>
    public int LaneCount => 64 / ElementSize;

    /// <summary>The elements of 128 bits.</summary>
    public int QuarterLaneCount => 16 / ElementSize;

    /// <summary>Multiplications and additions of one inference, without the activation functions.</summary>
    public long OperationsPerInference => Layers.Sum(layer => (layer.Kind == LayerKind.RadialBasis ? 3L : 2L) * layer.Inputs * layer.Units);

    /// <summary>The length of a buffer row, so that a buffer of any number of such rows ends where the next may start on a cache line.</summary>
    public int Padded(int length) => (length + LaneCount - 1) / LaneCount * LaneCount;

    /// <summary>Elements per row of the two buffers that layers alternate between in a forward pass: layers 1, 3, … and 2, 4, ….</summary>
    public (int Odd, int Even) ForwardRow => (WidestInScratch(parity: 1), WidestInScratch(parity: 0));

    /// <summary>Elements of forward scratch per row.</summary>
    public int ForwardRowLength => ForwardRow.Odd + ForwardRow.Even;

    /// <summary>
    /// The buffers of a backward pass, and their elements per row: two of δ, every layer's activations, and the sums that are
    /// kept. Those whose rows fill cache lines come first, so that each starts on one.
    /// </summary>
    public IReadOnlyList<(string Name, int Row)> BackwardBuffers
    {
        get
        {
            var buffers = new List<(string Name, int Row)> { ("deltaOdd", DeltaRow) };
            if (Layers.Count > 1)
                buffers.Add(("deltaEven", DeltaRow));
            foreach (LayerPlan layer in Layers)
            {
                buffers.Add(($"activation{layer.Number}", layer.Units));
                if (layer.KeepsSums)
                    buffers.Add(($"sums{layer.Number}", layer.Units));
            }

            return [.. buffers.OrderBy(buffer => buffer.Row % LaneCount == 0 ? 0 : 1)];
        }
    }

    /// <summary>Elements of backward scratch per row, besides a cache line that each buffer has to spare.</summary>
    public int BackwardRowLength => BackwardBuffers.Sum(buffer => buffer.Row);

    /// <summary>The cache lines that the buffers of a backward pass have to spare.</summary>
    public int BackwardSlack => BackwardBuffers.Count * LaneCount;

    /// <summary>Elements per row of each of the two buffers of δ.</summary>
    public int DeltaRow => Padded(Layers.Max(layer => Math.Max(layer.Units, layer.Number == 1 ? 1 : layer.Inputs)));

    /// <summary>
    /// Whether a layer's product writes beyond its last row, where the caller's memory ends: its last register reaches
    /// beyond the columns. It then writes to scratch memory first.
    /// </summary>
    public bool Overhangs(int columns, ProductPlan? product) => product is not null && columns % LaneCount != 0;

    /// <summary>Elements of the tile that goes to spare memory, where the columns of a weight gradient are no multiple of its tile's; 0 where there is none.</summary>
    public int SpareLength => Layers.Max(layer => layer.WeightGradient is not { } plan ? 0
        : Math.Max(Spare(layer, plan.Narrow, LaneCount / 2), Spare(layer, plan.Wide, LaneCount)));

    /// <summary>Elements of the weights of one layer in the other order: of any layer for the gradient of the inputs, else of any but the first.</summary>
    public int PackedLength(bool firstLayer) => Layers.Where(layer => layer.PacksWeights && (firstLayer || layer.Number > 1))
        .Select(layer => Padded(layer.Inputs * layer.Units)).DefaultIfEmpty().Max();

    public BufferPlan ForwardBuffer => PlanBuffer(ForwardRowLength, shared: 0);

    /// <summary>Whether a buffer for so many rows is put on the stack: few rows may fit there even if a whole chunk does not.</summary>
    public bool IsOnStack(BufferPlan buffer, int rows) =>
        (rows == 1 || buffer.OnStack) && buffer.Length(rows) * ElementSize <= (Spec.AllowsUnsafe ? StackBudget : ClearedStackBudget);

    /// <summary>The buffer of a training step.</summary>
    public BufferPlan BackwardBuffer => PlanBuffer(BackwardRowLength, BackwardSlack + Padded(SpareLength) + PackedLength(firstLayer: false));

    /// <summary>The buffer of a backward pass down to the inputs.</summary>
    public BufferPlan InputGradientBuffer => PlanBuffer(BackwardRowLength,
        BackwardSlack + Padded(SpareLength) + PackedLength(firstLayer: true) + (Overhangs(Inputs, Layers[0].InputGradient) ? Padded(Inputs) : 0));

    private static int Spare(LayerPlan layer, TileShape tile, int lanes)
    {
        int columns = layer.Order == WeightOrder.UnitsByInputs ? layer.Inputs : layer.Units;
        return columns % (tile.Vectors * lanes) == 0 ? 0 : tile.Rows * tile.Vectors * lanes;
    }

    private int WidestInScratch(int parity) => Layers
        .Where(layer => layer.Number % 2 == parity && (layer.Number < Layers.Count || Overhangs(layer.Units, layer.Forward))).Select(layer => Padded(layer.Units)).DefaultIfEmpty().Max();

    private BufferPlan PlanBuffer(int row, int shared)
    {
        int fixedLength = shared + 2 * LaneCount;
        int onStack = row == 0 ? LargestChunk : (StackBudget / ElementSize - fixedLength) / row;
        if (onStack >= SmallestChunk)
            return new BufferPlan(OnStack: true, Math.Min(LargestChunk, onStack / 16 * 16), row, fixedLength);
        int inCache = CacheBudget / ElementSize / row / 16 * 16;
        return new BufferPlan(OnStack: false, Math.Max(SmallestChunk, Math.Min(LargestChunk, inCache)), row, fixedLength);
    }
}

/// <summary>Where the intermediate results of a call live.</summary>
/// <param name="OnStack">Whether a whole chunk fits the stack's budget; if not, it is in scratch memory of the thread, allocated at its first call.</param>
/// <param name="ChunkRows">The rows of a batch that go through the network together.</param>
/// <param name="RowLength">Elements per row.</param>
/// <param name="FixedLength">Elements besides, with a cache line to spare at the end and what it takes to start on one.</param>
internal readonly record struct BufferPlan(bool OnStack, int ChunkRows, int RowLength, int FixedLength)
{
    public int Length(int rows) => rows * RowLength + FixedLength;
}
