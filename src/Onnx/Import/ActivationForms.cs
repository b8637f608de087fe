using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>
/// What each activation looks like in a graph: as an operator of its own, or as exporters write it with others. A further activation, or form of one, is a
/// line here (and, if it has an operator of its own, one in <see cref="Operators.ActivationOperators"/>).
/// </summary>
internal static class ActivationForms
{
    private const double Lambda = 1.0507009873554805, Alpha = 1.6732632423543772;

    /// <summary>The forms of each activation of u, over the functions that a graph computes.</summary>
    private static IEnumerable<(Activation Activation, Polynomial Form)> Of(Polynomial u, Stage stage)
    {
        Polynomial F(string function, Polynomial argument) => stage.Find(function, argument);
        Polynomial Clip(double lower, double upper) => stage.Find("Clip", u, lower, upper);

        // 1 where u ≥ 0, and where u > 0, otherwise 0.
        Polynomial isPositive = F("Step", u), isStrictlyPositive = 1 - F("Step", -u);
        Polynomial[] signs = [isPositive, isStrictlyPositive];
        Polynomial relu = Clip(0, double.PositiveInfinity), exp = F("Exp", u);
        Polynomial[] sigmoids = [F("Sigmoid", u), F("Reciprocal", 1 + F("Exp", -u))];

        // PyTorch's newer exporter passes over the logarithm above 20, where it makes no difference in single precision. The last form does not overflow.
        Polynomial softplus = F("Softplus", u), isLarge = 1 - F("Step", 20 - u);
        Polynomial[] softpluses = [softplus, F("Log", 1 + exp), softplus + isLarge * (u - softplus), relu + F("Log", 1 + F("Exp", -F("Abs", u)))];

        yield return (Activation.ReLU, relu);
        yield return (Activation.HardTanh, Clip(-1, 1));
        yield return (Activation.Tanh, F("Tanh", u));
        yield return (Activation.Softmax, F("Softmax", u));
        yield return (Activation.Step, isPositive);
        foreach (Polynomial sigmoid in sigmoids)
        {
            yield return (Activation.Sigmoid, sigmoid);
            yield return (Activation.SiLU, u * sigmoid);
        }

        yield return (Activation.SiLU, F("Swish", u));
        yield return (Activation.LeakyReLU, F("LeakyRelu", u));
        yield return (Activation.LeakyReLU, 0.01 * u + 0.99 * relu);
        yield return (Activation.LeakyReLU, 0.01 * u + stage.Find("Clip", 0.99 * u, 0, double.PositiveInfinity));
        yield return (Activation.ELU, F("Elu", u));
        yield return (Activation.SELU, F("Selu", u));
        foreach (Polynomial sign in signs)
        {
            yield return (Activation.ReLU, sign * u);
            yield return (Activation.LeakyReLU, 0.01 * u + 0.99 * sign * u);
            yield return (Activation.ELU, exp - 1 + sign * (u - (exp - 1)));
            yield return (Activation.SELU, Lambda * (Alpha * (exp - 1) + sign * (u - Alpha * (exp - 1))));
        }

        yield return (Activation.GELU, F("Gelu", u));
        yield return (Activation.GELU, 0.5 * u * (1 + F("Erf", Math.Sqrt(0.5) * u)));
        yield return (Activation.Mish, F("Mish", u));
        foreach (Polynomial form in softpluses)
        {
            yield return (Activation.Softplus, form);
            yield return (Activation.Mish, u * F("Tanh", form));
        }

        yield return (Activation.Softsign, F("Softsign", u));
        yield return (Activation.Softsign, u * F("Reciprocal", 1 + F("Abs", u)));
    }

    /// <summary>Reads a signal as <c>scale·f(slope·z + offset) + shift</c>.</summary>
    /// <exception cref="NodeException">It is not of that form.</exception>
    public static ActivationMatch Recognize(Signal signal)
    {
        Polynomial formula = signal.Formula;
        if (formula.IsAffine)
            return new ActivationMatch(Activation.Linear, formula.Slope, formula.Constant, 1, 0);

        // u is the argument of one of the functions, or what PyTorch divides by √2 to make it one.
        IReadOnlyList<Atom> atoms = signal.Stage.AtomsOf(formula);
        if (ScaledHardTanh(formula, atoms) is { } scaled)
            return scaled;
        List<Polynomial> arguments = [.. atoms.Select(atom => atom.Argument).Where(argument => argument.IsAffine && !argument.IsConstant)];
        IEnumerable<Polynomial> candidates = [Polynomial.Z, .. arguments, .. arguments.Select(argument => -argument), .. arguments.Select(TimesRootOf2)];
        foreach (Polynomial u in candidates)
        {
            foreach ((Activation activation, Polynomial form) in Of(u, signal.Stage))
            {
                if (formula.InTermsOf(form) is ({ } scale, { } shift))
                    return new ActivationMatch(activation, u.Slope, u.Constant, scale, shift);
            }
        }

        throw new NodeException(WhyNot(signal.Stage, atoms));
    }

    /// <summary>What a node limits to, if that is a range around 0 other than HardTanh's; null for anything else.</summary>
    public static string? OtherLimitsOf(Signal signal) => signal.Stage.AtomsOf(signal.Formula) is [var atom] && IsAround0(atom)
        ? $"it limits to {TextOf(atom.Lower)} and {TextOf(atom.Upper)}; HardTanh here limits to −1 and 1"
        : null;

    /// <summary>A range from −c to c is c·HardTanh(u/c). Where the result is divided by c, as ML-Agents does, nothing is left to scale.</summary>
    private static ActivationMatch? ScaledHardTanh(Polynomial formula, IReadOnlyList<Atom> atoms)
    {
        if (atoms is not [{ Argument: { IsAffine: true, IsConstant: false } u } atom] || !IsAround0(atom)
            || formula.InTermsOf(Polynomial.OfAtom(atom.Number)) is not ({ } factor, { } shift))
            return null;
        double limit = atom.Upper, scale = factor * limit;
        // A factor in single precision is 1/c but for its rounding.
        return new ActivationMatch(Activation.HardTanh, u.Slope / limit, u.Constant / limit, Math.Abs(scale - 1) <= Math.ScaleB(1, -23) ? 1 : scale, shift);
    }

    /// <summary>A range from a to b as c·HardTanh((u − m)/c) + m, with its middle m and half its length c; null if it is not such a range.</summary>
    public static ActivationMatch? Limits(Signal signal)
    {
        if (signal.Stage.AtomsOf(signal.Formula) is not [{ Function: "Clip", Argument: { IsAffine: true, IsConstant: false } u } atom]
            || !double.IsFinite(atom.Lower) || !double.IsFinite(atom.Upper) || !(atom.Lower < atom.Upper) || IsAround0(atom) || atom is { Lower: -1, Upper: 1 }
            || signal.Formula.InTermsOf(Polynomial.OfAtom(atom.Number)) is not ({ } factor, { } shift))
            return null;
        double middle = (atom.Lower + atom.Upper) / 2, half = (atom.Upper - atom.Lower) / 2;
        return new ActivationMatch(Activation.HardTanh, u.Slope / half, (u.Constant - middle) / half, factor * half, factor * middle + shift);
    }

    private static bool IsAround0(Atom atom) => atom is { Function: "Clip", Upper: > 0 and not 1 and < double.PositiveInfinity } && atom.Lower == -atom.Upper;

    /// <summary>What is wrong with functions that are close to an activation.</summary>
    private static string WhyNot(Stage stage, IReadOnlyList<Atom> atoms)
    {
        foreach (Atom atom in atoms)
        {
            if (atom is { Function: "Clip", Argument.IsAffine: true } && !(atom is { Lower: -1, Upper: 1 } or { Lower: 0, Upper: double.PositiveInfinity }))
            {
                return $"'{atom.Node.Name}' ({atom.Node.Operator}) limits to {TextOf(atom.Lower)} and {TextOf(atom.Upper)}; "
                    + "HardTanh here limits to −1 and 1, and ReLU to 0 and ∞.";
            }

            if (atom.Function == "Tanh" && !atom.Argument.IsAffine && stage.AtomsOf(atom.Argument).Count == 0)
                return "it looks like GELU's approximation by tanh; GELU here is its exact form, x/2·(1 + erf(x/√2)).";
        }

        string functions = string.Join(", ", atoms.Take(8).Select(atom => $"'{atom.Node.Name}' ({atom.Node.Operator})"));
        return $"what it computes with {functions} is none of the known activations.";
    }

    private static string TextOf(double limit) => double.IsInfinity(limit)
        ? limit > 0 ? "∞" : "−∞"
        : limit.ToString("G9", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>z/√2 times √2 is z, though the constants are rounded.</summary>
    private static Polynomial TimesRootOf2(Polynomial argument) =>
        Math.Sqrt(2) * argument is var product && product.InTermsOf(Polynomial.Z) is (var slope, 0) && Math.Abs(slope - 1) <= 1e-6 ? Polynomial.Z : product;
}

/// <summary>A signal as <c>scale·f(slope·z + offset) + shift</c>, with f an activation function.</summary>
internal sealed record ActivationMatch(Activation Activation, double Slope, double Offset, double Scale, double Shift);
