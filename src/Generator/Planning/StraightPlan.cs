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
/// <param name="Numbers">The numbers of the layers that compute something, the one after the input first.</param>
/// <param name="Layers">How each of them is computed.</param>
internal sealed record StraightPlan(EquatableArray<int> Numbers, EquatableArray<StraightLayer> Layers)
{
    /// <summary>The most multiply-adds of registers that are written out one by one.</summary>
    private const int MostStatements = 64;

    /// <summary>The plan, or null if the network is not that tiny.</summary>
    public static StraightPlan? Of(IReadOnlyList<LayerPlan> layers, int lanes)
    {
        LayerPlan[] computing = [.. layers.Where(layer => !layer.Node.Spec.DependsOnStep)];
        StraightLayer?[] straight = [.. computing.Select((layer, index) => layer.Straighten(isLast: index == computing.Length - 1, lanes))];
        return straight.Length > 0 && straight.All(layer => layer is not null) && straight.Sum(layer => layer!.Value.Statements) <= MostStatements
            ? new StraightPlan(new(computing.Select(layer => layer.Number)), new(straight.Select(layer => layer!.Value)))
            : null;
    }
}
