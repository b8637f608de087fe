using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Planning;
using PlannedOrder = Generated.Generator.Planning.WeightOrder;

namespace Generated.Tool.Freezing;

/// <summary>One layer of a network that is frozen: its parameters, and which terms of its sums are computed.</summary>
/// <remarks>
/// <para>
/// A term x·0 adds ±0, which changes a sum only if that is −0. Sums begin with a bias or with +0, so they are −0 if the bias is, which
/// is seen here; or once a product or a sum underflows, which is not.
/// </para>
/// <para>
/// A sum of several parts, or of lanes that are folded, adds +0 to its bias at the end, so there −0 and +0 are the same bias. In a sum that is
/// one chain −0 lasts until a product is not −0, so nothing is left out of it.
/// </para>
/// </remarks>
internal sealed class FrozenLayer
{
    private readonly double[] _weights;
    private readonly double[] _bias;
    private readonly bool[] _isRead;

    /// <param name="plan">How the generator computes the layer.</param>
    /// <param name="weights">The weights, <c>[units][inputs]</c>, as the network's type holds them.</param>
    /// <param name="bias">The biases, as the network's type holds them.</param>
    /// <param name="isRead">Which units something reads.</param>
    public FrozenLayer(DensePlan plan, double[] weights, double[] bias, bool[] isRead)
    {
        (Plan, _weights, _bias) = (plan, weights, bias);
        // Every output of softmax depends on all sums.
        _isRead = plan.Activation == Generator.Declaration.Activation.Softmax && isRead.Contains(true) ? [.. isRead.Select(_ => true)] : isRead;
    }

    public DensePlan Plan { get; }

    public int Number => Plan.Number;

    public int Inputs => Plan.Inputs;

    public int Units => Plan.Units;

    public Generator.Declaration.Activation Activation => Plan.Activation;

    /// <summary>Whether lanes hold inputs: each unit is a dot product.</summary>
    public bool IsDots => Plan.Order == PlannedOrder.UnitsByInputs;

    /// <summary>In how many interleaved parts a sum is taken, where lanes hold units.</summary>
    public int Parts => Plan.Forward?.Wide.Parts ?? 1;

    /// <summary>Whether something reads a unit. One that nothing reads is not computed, or for nothing beside others.</summary>
    public bool IsRead(int unit) => _isRead[unit];

    /// <summary>The weight of a unit for an input; 0 if nothing reads the unit.</summary>
    public double Weight(int unit, int input) => _isRead[unit] ? _weights[unit * Inputs + input] : 0;

    /// <summary>What a unit's sum begins with, or has added to it; 0 if nothing reads the unit.</summary>
    public double Bias(int unit) => !_isRead[unit] || (_bias[unit] == 0 && !StartsNegative(unit)) ? 0 : _bias[unit];

    /// <summary>Whether a unit's sum has a term for an input.</summary>
    public bool Takes(int unit, int input) => Weight(unit, input) != 0 || (_isRead[unit] && StartsNegative(unit));

    /// <summary>The part of the sum that a term belongs to.</summary>
    public int Part(int input) => Plan.Forward?.PartOf(input) ?? 0;

    /// <summary>The inputs for which one of some units has a term.</summary>
    public int[] InputsOf(IEnumerable<int> units) => [.. Enumerable.Range(0, Inputs).Where(input => units.Any(unit => Takes(unit, input)))];

    /// <summary>The inputs that are read together by a dot product: those of a register, or a single one of the last few.</summary>
    /// <param name="lanes">The lanes of a register.</param>
    /// <param name="input">One of them.</param>
    public (int First, int Count) Together(int input, int lanes) =>
        IsDots && input < Inputs / lanes * lanes ? (input / lanes * lanes, lanes) : (input, 1);

    /// <summary>Which inputs are read.</summary>
    /// <param name="lanes">The lanes of a register.</param>
    public bool[] Reads(int lanes)
    {
        var reads = new bool[Inputs];
        foreach (int input in InputsOf(Enumerable.Range(0, Units)))
        {
            (int first, int count) = Together(input, lanes);
            Array.Fill(reads, true, first, count);
        }

        return reads;
    }

    /// <summary>The terms that are zero and could be left out, of all units.</summary>
    public int ZeroWeights => _weights.Count(weight => weight == 0);

    /// <summary>The units that are the same for every input, whose weights are all zero.</summary>
    public int ConstantUnits => Enumerable.Range(0, Units).Count(unit => _isRead[unit] && !Enumerable.Range(0, Inputs).Any(input => Takes(unit, input)));

    /// <summary>The units that nothing reads.</summary>
    public int UnreadUnits => _isRead.Count(isRead => !isRead);

    /// <summary>Whether the sum is one chain of multiply-adds from a bias of −0.</summary>
    private bool StartsNegative(int unit) => !IsDots && Parts == 1 && _bias[unit] == 0 && double.IsNegative(_bias[unit]);
}
