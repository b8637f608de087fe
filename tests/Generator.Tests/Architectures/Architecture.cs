using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Tests;

/// <summary>A layer of an <see cref="Architecture"/>.</summary>
internal sealed record Layer(int Units, Activation Activation, LayerKind Kind = LayerKind.Dense)
{
    public override string ToString() => Kind == LayerKind.RadialBasis ? $"RadialBasis({Units})" : $"Dense({Units}, {Activation})";
}

/// <summary>A network as a user would declare it, anywhere and under any name.</summary>
/// <param name="Precision">The floating-point type.</param>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Layers">The layers, the one after the input first.</param>
/// <param name="LongForm">Whether it is declared by one attribute a layer, as it must be with a radial basis layer.</param>
/// <param name="Site">Where the class stands.</param>
internal sealed record Architecture(Precision Precision, int Inputs, IReadOnlyList<Layer> Layers, bool LongForm, Site Site)
{
    public static Architecture Dense(Precision precision, int inputs, params Layer[] layers) =>
        new(precision, inputs, layers, LongForm: false, Site.InNamespace);

    public bool HasRadialBasis => Layers.Any(layer => layer.Kind == LayerKind.RadialBasis);

    public int Outputs => Layers[^1].Units;

    /// <summary>The user's source; <paramref name="number"/> makes its names unique in a compilation.</summary>
    public string Declare(int number) => Site.Declare(number, Attributes());

    public override string ToString() => Declare(0);

    private string Attributes()
    {
        string precision = Precision == Precision.Single ? "" : ", Precision = global::Generated.Precision.Double";
        if (LongForm || HasRadialBasis)
        {
            IEnumerable<string> layers = Layers.Select(layer => layer.Kind == LayerKind.RadialBasis
                ? $" [global::Generated.RadialBasis({Number(layer.Units)})]"
                : $" [global::Generated.Dense({Number(layer.Units)}, global::Generated.Activation.{layer.Activation})]");
            return $"[global::Generated.Network({Number(Inputs)}{precision})]{string.Concat(layers)}";
        }

        string sizes = string.Join(", ", Layers.Select(layer => layer.Units).Prepend(Inputs).Select(Number));
        string activations = string.Join(", ", Layers.Select(layer => $"global::Generated.Activation.{layer.Activation}"));
        return $"[global::Generated.Network({sizes}, Activations = new[] {{ {activations} }}{precision})]";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A place in the user's code where a class can stand, and a name that it can have.</summary>
internal sealed class Site
{
    private readonly Func<int, string, string> _declare;
    private readonly string _name;

    private Site(string name, Func<int, string, string> declare) => (_name, _declare) = (name, declare);

    public static Site InNamespace { get; } = new("namespace", (number, attributes) =>
        $"namespace N{number} {{ {attributes} internal sealed partial class Net {{ }} }}");

    /// <summary>Every site there is, the plain one first.</summary>
    public static IReadOnlyList<Site> All { get; } =
    [
        InNamespace,
        new("global namespace", (number, attributes) => $"{attributes} public partial class InGlobalNamespace{number} {{ }}"),
        new("deep namespace", (number, attributes) => $"namespace N{number}.Generated.System {{ {attributes} public partial class Forwards {{ }} }}"),
        new("keywords", (number, attributes) => $"namespace N{number}.@namespace.@event {{ {attributes} public sealed partial class @class {{ }} }}"),
        new("contextual keyword", (number, attributes) => $"namespace N{number}.@record {{ {attributes} internal partial class @await {{ }} }}"),
        new("letters of other scripts", (number, attributes) => $"namespace N{number} {{ {attributes} internal partial class Größe_数字 {{ }} }}"),
        new("in a class", (number, attributes) => $"namespace N{number} {{ partial class Outer {{ {attributes} private sealed partial class Net {{ }} }} }}"),
        new("in a struct", (number, attributes) => $"namespace N{number} {{ partial struct Outer {{ {attributes} internal partial class Net {{ }} }} }}"),
        new("in a record", (number, attributes) => $"namespace N{number} {{ internal partial record Outer(int Number) {{ {attributes} protected partial class Net {{ }} }} }}"),
        new("in a record struct", (number, attributes) => $"namespace N{number} {{ partial record struct Outer {{ {attributes} public partial class Net {{ }} }} }}"),
        new("in an interface", (number, attributes) => $"namespace N{number} {{ partial interface IOuter {{ {attributes} public partial class Net {{ }} }} }}"),
        new("in a generic class", (number, attributes) =>
            $"namespace N{number} {{ partial class Outer<T, @in> where T : class {{ {attributes} internal partial class Net {{ }} }} }}"),
        new("in two types", (number, attributes) =>
            $"namespace N{number} {{ static partial class @static {{ partial struct Inner<TValue> {{ {attributes} internal partial class Net {{ }} }} }} }}"),
    ];

    public string Declare(int number, string attributes) => _declare(number, attributes);

    /// <summary>Whether a type's full name can be that of network <paramref name="number"/>.</summary>
    public static bool IsNumber(Type type, int number) =>
        type.FullName!.StartsWith($"N{number}.", StringComparison.Ordinal) || type.Name == $"InGlobalNamespace{number}";

    public override string ToString() => _name;
}
