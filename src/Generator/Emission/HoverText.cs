using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>What an editor shows over the network and its members: the architecture and what a call costs.</summary>
internal static class HoverText
{
    /// <summary>The layers on one line: <c>64 → 32 ReLU → 10 Softmax</c>.</summary>
    public static string Architecture(NetworkPlan plan) =>
        $"{plan.Inputs} → {string.Join(" → ", plan.Layers.Select(layer => $"{layer.Units} {Words.Describe(layer)}"))}";

    /// <summary>The network in one sentence.</summary>
    public static string Network(NetworkPlan plan) =>
        $"The network {Architecture(plan)}: {Words.Grouped(plan.ParameterCount)} parameters, {Operations(plan)} per inference, {Forward(plan)}.";

    /// <summary>What one sample takes.</summary>
    public static string ForwardSample(NetworkPlan plan) => $"{Architecture(plan)}: {Operations(plan)}, {Forward(plan)}.";

    /// <summary>What a batch takes.</summary>
    public static string ForwardBatch(NetworkPlan plan) =>
        $"{Architecture(plan)}, in chunks of {plan.ForwardBuffer.ChunkRows} rows: {Memory(plan, plan.ForwardBuffer, plan.ForwardBuffer.ChunkRows)}.";

    /// <summary>What the gradient of one sample takes.</summary>
    public static string BackwardSample(NetworkPlan plan) => $"{Words.Capitalised(Memory(plan, plan.BackwardBuffer, 1))}.";

    /// <summary>What the gradient of a batch takes.</summary>
    public static string BackwardBatch(NetworkPlan plan) =>
        $"In parts of {plan.BackwardBuffer.ChunkRows} rows: {Memory(plan, plan.BackwardBuffer, plan.BackwardBuffer.ChunkRows)}.";

    /// <summary>Where so many rows of a buffer lie, and how large they are.</summary>
    public static string Memory(NetworkPlan plan, BufferPlan buffer, int rows)
    {
        if (buffer.RowLength == 0)
            return "no buffer";
        string bytes = $"{Words.Grouped((long)buffer.Length(rows) * plan.ElementSize)} bytes";
        return plan.IsOnStack(buffer, rows) ? $"{bytes} of stack" : $"{bytes} of scratch memory per thread";
    }

    private static string Forward(NetworkPlan plan) =>
        StraightPlan.Of(plan) is null ? Memory(plan, plan.ForwardBuffer, 1) : "no memory but registers";

    private static string Operations(NetworkPlan plan) => $"{Words.Grouped(plan.OperationsPerInference)} floating-point operations";
}
