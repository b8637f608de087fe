using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes the file-local class behind the public members: entry points, passes over all layers, layers, tiles.</summary>
internal static class KernelsEmitter
{
    public static string ClassName(NetworkPlan plan) => plan.Spec.Target.Name.TrimStart('@') + "Kernels";

    public static void Write(SourceWriter writer, NetworkPlan plan, string generatedCode)
    {
        using (writer.Open("namespace Generated.Emitted"))
        {
            writer.Line("""
                using global::System;
                using global::System.Runtime.CompilerServices;
                using global::System.Runtime.InteropServices;
                using global::System.Runtime.Intrinsics;
                using global::Generated.Kernels;
                using global::Generated.Numerics;
                """);
            writer.Line();
            string name = plan.Spec.Target.Name;
            writer.Line($"""
                /// <summary>The kernels of <c>{name}</c>. References point into checked spans, and into buffers with a cache line to spare.</summary>
                [{generatedCode}]
                """);
            using (writer.Open($"file static class {ClassName(plan)}"))
                WriteBody(writer, plan);
            new TileEmitter(plan).Write(writer);
        }
    }

    /// <summary>Writes the choice of registers: a test of constants, of which the JIT keeps one branch.</summary>
    public static void WriteDispatch(SourceWriter writer, string type, string give, string name, string[] registers, string arguments)
    {
        string Call(string vector, string block) => $"{give}{name}<{string.Join(", ", registers.Select(register => register switch
        {
            "TVector" => vector,
            "TBlock" => block,
            _ => register,
        }))}>({arguments});";
        // What returns needs no else.
        (string otherwise, string last) = give == "return " ? ("", "") : ("else ", "else\n    ");
        writer.Line($$"""
            if (Vector512.IsHardwareAccelerated)
                {{Call($"Simd512<{type}>", $"Simd512<{type}>")}}
            {{otherwise}}if (Vector256.IsHardwareAccelerated)
                {{Call($"Simd256<{type}>", $"Pair<Simd256<{type}>, {type}>")}}
            {{last}}{{Call($"Simd128<{type}>", $"Pair<Pair<Simd128<{type}>, {type}>, {type}>")}}
            """);
    }

    private static void WriteBody(SourceWriter writer, NetworkPlan plan)
    {
        LayerEmitter[] layers = [.. plan.Layers.Select(layer => LayerEmitters.Of(plan, layer))];
        new EntryPointsEmitter(writer, plan).Write();
        if (plan.Straight is { } straight)
            LayerEmitters.WriteStraight(writer, plan, straight);
        new PassesEmitter(writer, plan, layers).Write();
        foreach (LayerPlan layer in plan.Layers)
        {
            string gradient = plan.Graph.ProducerOf(layer.Node.Input) is { } below ? layers[below.Number - 1].Gradient : "∂L/∂x";
            layers[layer.Number - 1].WriteKernels(writer, gradient);
        }
    }
}
