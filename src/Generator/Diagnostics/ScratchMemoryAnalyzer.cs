using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Intermediate results fit on the stack.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ScratchMemoryAnalyzer() : DeclarationAnalyzer(Descriptors.ScratchMemory)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        if (!Allow(network) || DeclarationReader.Read(network) is not { } spec)
            yield break;
        NetworkPlan plan = Planner.Plan(NetworkGraph.Of(spec));
        (string Call, BufferPlan Buffer)[] calls = [("ForwardBatch", plan.Forward.Memory), ("BackwardBatch", plan.Backward.Memory)];
        string[] large = [.. from call in calls
                             where !call.Buffer.FitsStack
                             let bytes = (long)call.Buffer.Length(call.Buffer.ChunkRows) * plan.ElementSize
                             select $"{bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes in {call.Call}"];
        if (large.Length > 0)
        {
            yield return new Mistake(
                network.Attribute.Location(), network.Type.Name, string.Join(" and ", large),
                BufferPlan.StackBudget.ToString("N0", CultureInfo.InvariantCulture));
        }
    }
}
