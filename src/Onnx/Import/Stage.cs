using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>
/// An affine map <c>z = W·v + b</c> of what comes before it, or the network's input. Everything that is computed elementwise from z is a
/// <see cref="Polynomial"/> over it.
/// </summary>
/// <param name="previous">v; null at the network's input.</param>
/// <param name="node">What computes z.</param>
internal sealed class Stage(Signal? previous, Node? node)
{
    /// <summary>Atom 1 is z, and no template finds this one.</summary>
    public const int Absent = 255;

    private const int MaxAtoms = 100;

    private readonly List<Atom> _atoms = [];

    public Signal? Previous { get; } = previous;

    public Node? Node { get; } = node;

    /// <summary>What the network's input is called, where this is one.</summary>
    public string? InputName { get; init; }

    /// <summary>The input that everything here is computed from.</summary>
    public Stage Root
    {
        get
        {
            Stage stage = this;
            while (stage.Previous is { } previous)
                stage = previous.Stage;
            return stage;
        }
    }

    /// <summary>W, [units][inputs], if it is a matrix.</summary>
    public double[]? Weights { get; init; }

    /// <summary>The diagonal of W, if it is one; null with <see cref="Weights"/> null stands for ones.</summary>
    public double[]? Scale { get; init; }

    /// <summary>Which values of v these are, where a part of them is taken; W then has a one in each row.</summary>
    public int[]? Selected { get; init; }

    /// <summary>What z is, where no value before it leads to it by an affine map: <see cref="Previous"/> is then null.</summary>
    public Join? Join { get; init; }

    /// <summary>What the weights are, if a convolution's.</summary>
    public Convolution? Convolution { get; init; }

    /// <summary>The lengths of a network's input that has positions, features last; null for a vector.</summary>
    public int[]? Lengths { get; set; }

    /// <summary>b; null for zeros.</summary>
    public double[]? Shift { get; init; }

    /// <summary>What the weights are called.</summary>
    public string? WeightsName { get; init; }

    /// <summary>Whether the weights are stored in double precision.</summary>
    public bool IsDouble { get; init; }

    public int Inputs { get; init; }

    public int Units { get; init; }

    /// <summary>A function of a polynomial over z; the same one for the same function of the same argument.</summary>
    public Polynomial Apply(string function, Polynomial argument, Node node, double lower = 0, double upper = 0)
    {
        if (_atoms.Find(atom => atom.Is(function, argument, lower, upper)) is { } known)
            return Polynomial.OfAtom(known.Number);
        if (_atoms.Count == MaxAtoms)
            throw new NodeException("more functions are computed of one layer's output than any activation needs.");
        var added = new Atom(_atoms.Count + 2, function, argument, node, lower, upper);
        _atoms.Add(added);
        return Polynomial.OfAtom(added.Number);
    }

    /// <summary>A function that the graph computes, or <see cref="Absent"/>.</summary>
    public Polynomial Find(string function, Polynomial argument, double lower = 0, double upper = 0) =>
        Polynomial.OfAtom(_atoms.Find(atom => atom.Is(function, argument, lower, upper))?.Number ?? Absent);

    public Atom Atom(int number) => _atoms[number - 2];

    /// <summary>The atoms in a polynomial, and in their arguments.</summary>
    public IReadOnlyList<Atom> AtomsOf(Polynomial polynomial)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>(polynomial.Atoms);
        while (open.TryPop(out int number))
        {
            if (!found.Add(number))
                continue;
            foreach (int inner in Atom(number).Argument.Atoms)
                open.Push(inner);
        }

        return [.. found.Order().Select(Atom)];
    }
}

/// <summary>A function of a polynomial, which polynomials contain like a variable.</summary>
/// <param name="Number">From 2.</param>
/// <param name="Function">What the operator is called.</param>
/// <param name="Argument">What it is computed of.</param>
/// <param name="Node">The node that computes it.</param>
/// <param name="Lower">The lower limit of a Clip.</param>
/// <param name="Upper">The upper limit of a Clip.</param>
internal sealed record Atom(int Number, string Function, Polynomial Argument, Node Node, double Lower, double Upper)
{
    public bool Is(string function, Polynomial argument, double lower, double upper) =>
        Function == function && Lower == lower && Upper == upper && Argument.IsNear(argument);
}
