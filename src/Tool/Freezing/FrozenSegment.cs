using System.Collections.Generic;
using System.Linq;

namespace Generated.Tool.Freezing;

/// <summary>How some units of a layer are computed.</summary>
internal enum FrozenForm
{
    /// <summary>Registers of neighbouring units: a multiply-add for each register and input.</summary>
    Registers,

    /// <summary>One unit as a chain (or a few) of single multiply-adds, one for each weight that is not zero.</summary>
    Chain,

    /// <summary>One unit as a dot product with registers of inputs.</summary>
    Dot,
}

/// <summary>Neighbouring units of a layer that are computed together.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Form">How they are computed.</param>
/// <param name="FirstUnit">The first unit.</param>
/// <param name="Count">The number of units.</param>
/// <param name="Lanes">The lanes of a register.</param>
internal sealed record FrozenSegment(FrozenLayer Layer, FrozenForm Form, int FirstUnit, int Count, int Lanes)
{
    /// <summary>The units.</summary>
    public IEnumerable<int> Units => Enumerable.Range(FirstUnit, Count);

    /// <summary>The first unit of each register.</summary>
    public IEnumerable<int> Groups => Enumerable.Range(0, (Count + Lanes - 1) / Lanes).Select(group => FirstUnit + group * Lanes);

    /// <summary>The units of the register that begins with one.</summary>
    public IEnumerable<int> Group(int first) => Units.Where(unit => unit >= first && unit < first + Lanes);

    /// <summary>The multiply-adds that are written out.</summary>
    public int Statements => Form switch
    {
        FrozenForm.Registers => Groups.Sum(first => Layer.InputsOf(Group(first)).Length),
        FrozenForm.Chain => Layer.InputsOf(Units).Length,
        _ => Layer.InputsOf(Units).Select(input => Layer.Together(input, Lanes).First).Distinct().Count(),
    };

    /// <summary>Weights that are zero and stand in a register whose other weights are not.</summary>
    public int ZerosInRegisters => Form switch
    {
        FrozenForm.Registers => Groups.Sum(first => Group(first).Sum(unit => Layer.InputsOf(Group(first)).Count(input => Layer.Weight(unit, input) == 0))),
        FrozenForm.Chain => Units.Sum(unit => Layer.InputsOf([unit]).Count(input => Layer.Weight(unit, input) == 0)),
        _ => Layer.InputsOf(Units).Select(input => Layer.Together(input, Lanes)).Distinct()
            .Sum(together => Enumerable.Range(together.First, together.Count).Count(input => Layer.Weight(FirstUnit, input) == 0)),
    };
}
