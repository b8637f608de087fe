using System.Globalization;
using System.Linq;
using System.Text;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>How numbers, shapes and names are worded.</summary>
internal static class Words
{
    /// <summary>The buffers that the layers of a chain take in turn.</summary>
    private static readonly string[] s_turns = ["odd", "even", "third", "fourth", "fifth", "sixth"];

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>With separated thousands, for prose.</summary>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A text as a literal of C#.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char character in text)
        {
            if (character is '"' or '\\')
                literal.Append('\\').Append(character);
            else if (character is >= ' ' and <= '~')
                literal.Append(character);
            else
                literal.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A text on one line of a comment or of its XML.</summary>
    public static string InComment(string text) => string.Concat(text.Select(character =>
        char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' ? "?" : character switch
        {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            _ => character.ToString(),
        }));

    /// <summary>"1 row", "6 rows".</summary>
    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    public static string Type(this NetworkPlan plan) => plan.Spec.Precision == Precision.Single ? "float" : "double";

    public static string Subscript(int number)
    {
        string digits = Number(number);
        var subscript = new char[digits.Length];
        for (int i = 0; i < digits.Length; i++)
            subscript[i] = (char)('₀' + (digits[i] - '0'));
        return new string(subscript);
    }

    /// <summary>The name of a product tile: of the network's, or of the runtime's own.</summary>
    public static string Name(TileShape tile, string type) => tile.Reading == TileReading.Shared
        ? $"{(tile.Vectors == 1 ? "One" : "Four")}VectorRow<{type}>"
        : $"{(tile.Reading == TileReading.Plain ? $"Rows{Number(tile.Rows)}" : $"{tile.Reading}Row")}"
            + $"Vectors{Number(tile.Vectors)}{(tile.Parts == 1 ? "" : $"Parts{Number(tile.Parts)}")}";

    /// <summary>The name of a tile of dot products.</summary>
    public static string DotName(TileShape tile) => $"Rows{Number(tile.Rows)}Dots{Number(tile.Vectors)}";

    /// <summary>What a place in memory is called.</summary>
    public static string Name(Place place) => place.Role switch
    {
        PlaceRole.Input => "input",
        PlaceRole.Output => "output",
        PlaceRole.Value => Turn(place.Number),
        PlaceRole.InputValue => $"input{Number(place.Number + 1)}",
        PlaceRole.Activation => $"activation{Number(place.Number)}",
        PlaceRole.Sums => $"sums{Number(place.Number)}",
        PlaceRole.Kept => place.Number == 0 ? "kept" : $"kept{Number(place.Number)}",
        PlaceRole.Delta => $"delta{Capitalised(Turn(place.Number))}",
        PlaceRole.Contribution => "contribution",
        PlaceRole.Target => $"target{Number(place.Number + 1)}",
        PlaceRole.InputDelta => place.Number == 0 ? "inputDelta" : $"inputDelta{Number(place.Number + 1)}",
        _ => "inputGradient",
    };

    private static string Turn(int number) => number < s_turns.Length ? s_turns[number] : $"number{Number(number + 1)}";

    /// <summary>The offset of an element: <c>ref Unsafe.Add(ref name, offset)</c>, or just the reference where it is zero.</summary>
    public static string At(string name, string offset) => offset == "0" ? $"ref {name}" : $"ref Unsafe.Add(ref {name}, {offset})";

    public static string At(string name, int offset) => At(name, Number(offset));

    /// <summary>A variable times a constant: <c>rows * 10</c>, or <c>rows</c> where that is 1.</summary>
    public static string Times(string variable, int factor) => factor == 1 ? variable : $"{variable} * {Number(factor)}";
}
