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
/// <param name="Buffers">The buffers that values share, one after the other.</param>
/// <param name="Memory">Where they live.</param>
internal sealed record ForwardPlan(EquatableArray<Step> Steps, EquatableArray<PlacedBuffer> Buffers, BufferPlan Memory);

/// <summary>A pass forward and backward.</summary>
/// <param name="Forward">The steps forward, which keep every activation.</param>
/// <param name="Loss">The loss and the gradient that the way back starts from.</param>
/// <param name="Backward">The steps backward, down to the parameters of the first layer.</param>
/// <param name="InputGradient">The steps that besides give the gradient of the network's input.</param>
/// <param name="Buffers">The buffers. Those whose rows fill cache lines come first, so that each starts on one.</param>
/// <param name="Spare">Where the tile lies that goes to spare memory, or null if there is none.</param>
/// <param name="Packed">Where weights lie in the other order, or null if no kernel takes them so.</param>
/// <param name="InputDelta">Where the gradient of the input goes first, if its kernel would write beyond the caller's memory; null if it does not.</param>
/// <param name="Memory">Where all of this lives.</param>
/// <param name="InputGradientMemory">The same where the gradient of the input is computed too.</param>
internal sealed record BackwardPlan(
    EquatableArray<Step> Forward, LossStep Loss, EquatableArray<Step> Backward, EquatableArray<Step> InputGradient,
    EquatableArray<PlacedBuffer> Buffers, PlacedMemory? Spare, PlacedMemory? Packed, PlacedMemory? InputDelta,
    BufferPlan Memory, BufferPlan InputGradientMemory);

/// <summary>Memory that backward kernels take besides their operands, after the buffers of a pass.</summary>
/// <param name="RowOffset">Where it begins, in elements per row of the pass's capacity.</param>
/// <param name="FixedOffset">Where it begins, in elements besides.</param>
internal sealed record PlacedMemory(int RowOffset, int FixedOffset);
