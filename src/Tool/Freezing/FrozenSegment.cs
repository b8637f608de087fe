using System.Collections.Generic;
using System.Linq;

namespace Generated.Tool.Freezing;

/// <summary>How the sums of some units are taken.</summary>
internal enum FrozenForm
{
    /// <summary>Registers of neighbouring units: a multiply-add for each register and input.</summary>
    Registers,

    /// <summary>Each unit by itself: a multiply-add of single values for each weight that is not zero.</summary>
    Chains,

    /// <summary>Each unit a dot product with registers of inputs.</summary>
    Dots,
}

/// <summary>Neighbouring units of a layer whose sums are taken together. They become a register, or several.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Form">How their sums are taken.</param>
/// <param name="FirstUnit">The first unit, a multiple of <paramref name="Lanes"/>.</param>
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

    /// <summary>The first inputs of the registers, and the single inputs, that a dot product reads.</summary>
    public int[] DotInputs(int unit) => [.. Layer.InputsOf([unit]).Select(input => Layer.Together(input, Lanes).First).Distinct()];

    /// <summary>The registers that sums are in at the same time. Dot products are taken one by one.</summary>
    public int Sums => Form switch
    {
        FrozenForm.Registers => Groups.Count() * Layer.Parts,
        FrozenForm.Chains => Count * Layer.Parts,
        _ => int.MaxValue,
    };

    /// <summary>The multiply-adds that are written out.</summary>
    public int Statements => Form switch
    {
        FrozenForm.Registers => Groups.Sum(first => Layer.InputsOf(Group(first)).Length),
        FrozenForm.Chains => Units.Sum(unit => Layer.InputsOf([unit]).Length),
        _ => Units.Sum(unit => DotInputs(unit).Length),
    };

    /// <summary>The constants that are written out, weights and biases.</summary>
    public int Constants => Form switch
    {
        FrozenForm.Registers => Groups.Sum(first => Group(first).Count() * (1 + Layer.InputsOf(Group(first)).Length)),
        FrozenForm.Chains => Count + Statements,
        _ => Count + Units.Sum(unit => DotInputs(unit).Sum(first => Layer.Together(first, Lanes).Count)),
    };

    /// <summary>The weights that are zero and written out all the same.</summary>
    public int Zeros => Constants - Count - Units.Sum(unit => Enumerable.Range(0, Layer.Inputs).Count(input => Layer.Weight(unit, input) != 0));
}
