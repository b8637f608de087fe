using System.Linq;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;

namespace Generated.Generator.Emission;

/// <summary>What an editor shows over the network and its members: the architecture and what a call costs.</summary>
internal static class HoverText
{
    /// <summary>The layers on one line: <c>64 → 32 ReLU → 10 Softmax</c>.</summary>
    public static string Architecture(NetworkPlan plan) => plan.Graph.IsChain
        ? $"{plan.Inputs} → {string.Join(" → ", plan.Layers.Select(layer => $"{layer.Units} {LayerEmitters.Of(plan, layer).Label}"))}"
        : Drawing.Of(plan.Graph);

    /// <summary>The network in one sentence.</summary>
    public static string Network(NetworkPlan plan) =>
        $"The network {Architecture(plan)}: {Words.Grouped(plan.ParameterCount)} parameters, {Operations(plan)} per inference, {Forward(plan)}.";

    /// <summary>What one sample takes.</summary>
    public static string ForwardSample(NetworkPlan plan) => $"{Architecture(plan)}: {Operations(plan)}, {Forward(plan)}.";

    /// <summary>What a batch takes.</summary>
    public static string ForwardBatch(NetworkPlan plan) =>
        $"{Architecture(plan)}, in chunks of {plan.Forward.Memory.ChunkRows} rows: {Memory(plan, plan.Forward.Memory, plan.Forward.Memory.ChunkRows)}.";

    /// <summary>What the gradient of one sample takes.</summary>
    public static string BackwardSample(NetworkPlan plan) => $"{Words.Capitalised(Memory(plan, plan.Backward.Memory, 1))}.";

    /// <summary>What the gradient of a batch takes.</summary>
    public static string BackwardBatch(NetworkPlan plan) =>
        $"In parts of {plan.Backward.Memory.ChunkRows} rows: {Memory(plan, plan.Backward.Memory, plan.Backward.Memory.ChunkRows)}.";

    /// <summary>Where so many rows of a buffer lie, and how large they are.</summary>
    public static string Memory(NetworkPlan plan, BufferPlan buffer, int rows)
    {
        if (buffer.RowLength == 0)
            return "no buffer";
        string bytes = $"{Words.Grouped((long)buffer.Length(rows) * plan.ElementSize)} bytes";
        return (rows == 1 ? buffer.RowOnStack : buffer.ChunkOnStack) ? $"{bytes} of stack" : $"{bytes} of scratch memory per thread";
    }

    private static string Forward(NetworkPlan plan) =>
        plan.Straight is null ? Memory(plan, plan.Forward.Memory, 1) : "no memory but registers";

    private static string Operations(NetworkPlan plan) => $"{Words.Grouped(plan.Graph.OperationsPerInference)} floating-point operations";
}
