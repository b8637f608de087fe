using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>How a tiny layer is computed without a loop, its values staying in registers.</summary>
internal enum StraightForm
{
    /// <summary>128-bit registers of units. The last one may reach beyond the units; what is in its further lanes is never used.</summary>
    Bits128,

    /// <summary>All units in one block of 64 bytes.</summary>
    Block,

    /// <summary>All inputs in one block of 64 bytes; each unit is a dot product.</summary>
    Dots,
}

/// <summary>Decides which networks are tiny enough for straight-line code for a single sample.</summary>
internal static class StraightPlan
{
    /// <summary>The most multiply-adds of registers that are written out one by one.</summary>
    private const int MostStatements = 64;

    /// <summary>The form of each layer, or null if the network is not that tiny. The order of summation is that of the tiles.</summary>
    public static IReadOnlyList<StraightForm>? Of(NetworkPlan plan)
    {
        var forms = new List<StraightForm>();
        int statements = 0;
        foreach (LayerPlan layer in plan.Layers)
        {
            bool last = layer.Number == plan.Layers.Count;
            if (layer.Kind != LayerKind.Dense || (layer.Activation == Activation.Softmax && !last) || Form(plan, layer) is not { } form)
                return null;
            forms.Add(form);
            statements += form switch
            {
                StraightForm.Bits128 => layer.Inputs * Registers(plan, layer),
                StraightForm.Block => layer.Inputs,
                _ => layer.Units,
            };
        }

        return statements <= MostStatements ? forms : null;
    }

    /// <summary>The 128-bit registers that hold a layer's units.</summary>
    public static int Registers(NetworkPlan plan, LayerPlan layer) => (layer.Units + plan.QuarterLaneCount - 1) / plan.QuarterLaneCount;

    private static StraightForm? Form(NetworkPlan plan, LayerPlan layer) =>
        layer.ForwardDots is not null ? layer.Inputs == plan.LaneCount ? StraightForm.Dots : null
        : layer.Forward!.Wide.Parts > 1 ? null
        : layer.Units == plan.LaneCount && layer.Inputs <= plan.LaneCount ? StraightForm.Block
        : layer.Units < plan.LaneCount ? StraightForm.Bits128
        : null;
}
