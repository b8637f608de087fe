using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>A buffer of rows in the memory of a pass.</summary>
/// <param name="Place">What lies there.</param>
/// <param name="Row">Elements per row.</param>
/// <param name="RowOffset">Where it begins, in elements per row of the pass's capacity.</param>
/// <param name="FixedOffset">Where it begins, in elements besides.</param>
internal sealed record PlacedBuffer(Place Place, int Row, int RowOffset, int FixedOffset);

/// <summary>A forward pass that keeps nothing: its steps in order and the memory between them.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Last">The number that stands for all layers: that of the last one where it is the output, else one more.</param>
/// <param name="Buffers">The buffers that values share, one after the other.</param>
/// <param name="Packed">Where a strip of weights is copied to, or null if no kernel does that.</param>
/// <param name="Memory">Where they live.</param>
internal sealed record ForwardPlan(EquatableArray<Step> Steps, int Last, EquatableArray<PlacedBuffer> Buffers, PlacedMemory? Packed, BufferPlan Memory);

/// <summary>A pass forward and backward.</summary>
/// <param name="Forward">The steps forward, which keep every activation.</param>
/// <param name="Losses">The loss of each output and the gradient that the way back starts from.</param>
/// <param name="Backward">The steps backward, down to the parameters of the first layer and, where that is asked for, to the inputs.</param>
/// <param name="Buffers">The buffers. Those whose rows fill cache lines come first, so that each starts on one.</param>
/// <param name="Spare">Where the tile lies that goes to spare memory, or null if there is none.</param>
/// <param name="Packed">Where weights lie in the other order, or a strip of them, or null if no kernel takes them so.</param>
/// <param name="InputDeltas">Where the gradients of the inputs go first; empty if the only one goes to the caller's memory at once.</param>
/// <param name="Memory">Where all of this lives.</param>
/// <param name="InputGradientMemory">The same where the gradient of the inputs is computed too.</param>
internal sealed record BackwardPlan(
    EquatableArray<Step> Forward, EquatableArray<Step> Losses, EquatableArray<Step> Backward,
    EquatableArray<PlacedBuffer> Buffers, PlacedMemory? Spare, PlacedMemory? Packed, EquatableArray<PlacedBuffer> InputDeltas,
    BufferPlan Memory, BufferPlan InputGradientMemory);

/// <summary>Memory that kernels take besides their operands, after the buffers of a pass.</summary>
/// <param name="RowOffset">Where it begins, in elements per row of the pass's capacity.</param>
/// <param name="FixedOffset">Where it begins, in elements besides.</param>
internal sealed record PlacedMemory(int RowOffset, int FixedOffset);
