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

/// <summary>One layer of straight-line code.</summary>
/// <param name="Form">The form.</param>
/// <param name="Registers">The 128-bit registers that hold its units.</param>
/// <param name="Statements">The multiply-adds of registers that are written out.</param>
internal readonly record struct StraightLayer(StraightForm Form, int Registers, int Statements);

/// <summary>Straight-line code for a single sample of a tiny network. The order of summation is that of the tiles.</summary>
/// <param name="Layers">The layers, the one after the input first.</param>
internal sealed record StraightPlan(EquatableArray<StraightLayer> Layers)
{
    /// <summary>The most multiply-adds of registers that are written out one by one.</summary>
    private const int MostStatements = 64;

    /// <summary>The plan, or null if the network is not that tiny.</summary>
    public static StraightPlan? Of(IReadOnlyList<LayerPlan> layers, int lanes)
    {
        StraightLayer?[] straight = [.. layers.Select(layer => layer.Straighten(isLast: layer.Number == layers.Count, lanes))];
        return straight.All(layer => layer is not null) && straight.Sum(layer => layer!.Value.Statements) <= MostStatements
            ? new StraightPlan(new EquatableArray<StraightLayer>(straight.Select(layer => layer!.Value)))
            : null;
    }
}
