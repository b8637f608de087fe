using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes the emitted file of a network: a header that draws it, its public members, and its kernels.</summary>
internal static class NetworkEmitter
{
    private const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCode(\"Generated.Generator\", \"0.1.0\")";

    public static string Emit(NetworkPlan plan)
    {
        var writer = new SourceWriter();
        HeaderEmitter.Write(writer, plan);
        WriteClass(writer, plan);
        writer.Line();
        KernelsEmitter.Write(writer, plan, GeneratedCode);
        return writer.ToString();
    }

    private static void WriteClass(SourceWriter writer, NetworkPlan plan)
    {
        TargetClass target = plan.Spec.Target;
        var headers = target.ContainingTypes.ToList();
        if (target.Namespace.Length > 0)
            headers.Insert(0, $"namespace {target.Namespace}");

        var open = new System.Collections.Generic.Stack<SourceWriter.Block>();
        foreach (string header in headers)
            open.Push(writer.Open(header));
        writer.Line($"/// <summary>{HoverText.Network(plan)}</summary>");
        string contract = plan.Graph.IsStreaming
            ? $"IStreamingNetwork<{target.Name}, {plan.Type()}, {target.Name}.State>"
            : $"INetwork<{target.Name}, {plan.Type()}>";
        using (writer.Open($"{target.Header} : global::Generated.{contract}"))
        {
            new MembersEmitter(writer, plan, GeneratedCode).Write();
        }

        while (open.Count > 0)
            open.Pop().Dispose();
    }
}
