using Generated.Generator.Emission;

namespace Generated.Tool.Freezing;

/// <summary>How emitted code names what a layer reads: elements of memory, or lanes of the registers that the layer below left its values in.</summary>
/// <param name="Reference">The name of the reference, or null for registers.</param>
/// <param name="Below">The layer below, for registers.</param>
/// <param name="Lanes">The lanes of a register.</param>
internal sealed record LayerValues(string? Reference, FrozenLayer? Below, int Lanes)
{
    /// <summary>One value.</summary>
    public string Single(int index) => Reference is null ? $"{Register(index / Lanes * Lanes)}.GetElement({index % Lanes})" : Element(Reference, index);

    /// <summary>A register of neighbouring values.</summary>
    public string Register(int first) => Reference is null
        ? RegisterName(Below!, first, System.Math.Min(Lanes, Below!.Units - first), isHidden: true)
        : $"Vector128.LoadUnsafe({Words.At(Reference, first)})";

    /// <summary>An element behind a reference.</summary>
    public static string Element(string reference, int index) => index == 0 ? reference : $"Unsafe.Add(ref {reference}, {index})";

    /// <summary>The name of a register of units: <c>units0To3</c>, <c>hidden2Units4</c>.</summary>
    public static string RegisterName(FrozenLayer layer, int first, int count, bool isHidden) =>
        $"{(isHidden ? $"hidden{layer.Number}Units" : "units")}{first}{(count == 1 ? "" : $"To{first + count - 1}")}";
}
