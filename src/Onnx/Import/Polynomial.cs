using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>
/// What a graph computes elementwise from the output z of a <see cref="Stage"/>: a polynomial in z and in functions of z, the atoms. Its form does not
/// depend on the order in which a graph multiplies and adds: <c>0.5·z·(1 + erf(z/√2))</c> and <c>z·(0.5·erf(z/√2) + 0.5)</c>
/// are both 0.5·z + 0.5·z·erf(…).
/// </summary>
internal sealed class Polynomial
{
    private const int MaxTerms = 16;

    /// <summary>Coefficients by product of atoms: up to four numbers of atoms in ascending order, a byte each, 0 for none.</summary>
    private readonly SortedDictionary<uint, double> _terms;

    private Polynomial(SortedDictionary<uint, double> terms) => _terms = terms;

    /// <summary>z itself, which is atom 1.</summary>
    public static Polynomial Z { get; } = OfAtom(1);

    public double Constant => _terms.GetValueOrDefault(0u);

    public bool IsConstant => _terms.Keys.All(key => key == 0);

    /// <summary>Whether it is a·z + b.</summary>
    public bool IsAffine => _terms.Keys.All(key => key <= 1);

    /// <summary>The coefficient of z.</summary>
    public double Slope => _terms.GetValueOrDefault(1u);

    /// <summary>The numbers of the atoms in it, z apart.</summary>
    public IEnumerable<int> Atoms => _terms.Keys.SelectMany(Factors).Where(atom => atom > 1).Distinct();

    /// <summary>The number of the atom that this is, if it is nothing else.</summary>
    public int? SingleAtom => _terms.Count == 1 && _terms.First() is { Value: 1, Key: > 1 and < 256 } term ? (int)term.Key : null;

    public static Polynomial OfAtom(int atom) => new(new SortedDictionary<uint, double> { [(uint)atom] = 1 });

    public static implicit operator Polynomial(double constant) => new(constant == 0 ? [] : new SortedDictionary<uint, double> { [0] = constant });

    public static Polynomial operator +(Polynomial first, Polynomial second)
    {
        var terms = new SortedDictionary<uint, double>(first._terms);
        foreach ((uint key, double coefficient) in second._terms)
            Add(terms, key, coefficient);
        return Checked(terms);
    }

    public static Polynomial operator *(Polynomial first, Polynomial second)
    {
        var terms = new SortedDictionary<uint, double>();
        foreach ((uint key, double coefficient) in first._terms)
        {
            foreach ((uint otherKey, double otherCoefficient) in second._terms)
                Add(terms, Product(key, otherKey), coefficient * otherCoefficient);
        }

        return Checked(terms);
    }

    public static Polynomial operator -(Polynomial first, Polynomial second) => first + -1 * second;

    public static Polynomial operator -(Polynomial polynomial) => -1 * polynomial;

    /// <summary>Whether all coefficients are the same, but for the rounding of constants to single precision.</summary>
    public bool IsNear(Polynomial other) => FactorOf(other) is { } factor && IsNear(factor, 1) && IsNear(Constant, other.Constant);

    /// <summary>The a and b for which this is a·other + b, but for the rounding of constants to single precision; null if there are none.</summary>
    public (double Scale, double Shift)? InTermsOf(Polynomial other)
    {
        if (other.IsConstant || FactorOf(other) is not { } scale)
            return null;
        // Several terms have the same factor, each with the rounding of its constants.
        scale = other._terms.Count > 1 && IsNear(scale, 1) ? 1 : scale;
        double shift = Constant - scale * other.Constant;
        return (scale, IsNear(Constant, scale * other.Constant) ? 0 : shift);
    }

    private static bool IsNear(double first, double second) => Math.Abs(first - second) <= 1e-6 * Math.Max(Math.Abs(first), Math.Abs(second));

    /// <summary>What the terms with atoms of the other are multiplied by here; 1 if neither has such terms.</summary>
    private double? FactorOf(Polynomial other)
    {
        uint[] keys = [.. _terms.Keys.Where(key => key != 0)];
        if (!keys.SequenceEqual(other._terms.Keys.Where(key => key != 0)))
            return null;
        if (keys.Length == 0)
            return 1;
        uint largest = keys.MaxBy(key => Math.Abs(other._terms[key]));
        double factor = _terms[largest] / other._terms[largest];
        return keys.All(key => IsNear(_terms[key], factor * other._terms[key])) ? factor : null;
    }

    private static void Add(SortedDictionary<uint, double> terms, uint key, double coefficient)
    {
        double before = terms.GetValueOrDefault(key), sum = before + coefficient;
        // What is left where two terms cancel but for rounding is none.
        if (Math.Abs(sum) <= 1e-14 * Math.Abs(before) || sum == 0)
            terms.Remove(key);
        else
            terms[key] = sum;
    }

    private static Polynomial Checked(SortedDictionary<uint, double> terms)
    {
        if (terms.Values.Any(coefficient => !double.IsFinite(coefficient)))
            throw new NodeException("it computes with a constant that is not finite.");
        return terms.Count <= MaxTerms ? new Polynomial(terms) : throw TooLong();
    }

    private static uint Product(uint first, uint second)
    {
        int[] factors = [.. Factors(first), .. Factors(second)];
        if (factors.Length > 4)
            throw TooLong();
        Array.Sort(factors);
        return factors.Aggregate(0u, (key, atom) => key << 8 | (uint)atom);
    }

    private static IEnumerable<int> Factors(uint key)
    {
        for (; key != 0; key >>= 8)
            yield return (int)(key & 255);
    }

    private static NodeException TooLong() => new("with the nodes before it, it computes a longer formula than any known activation is.");
}
