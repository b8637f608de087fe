using System.Globalization;
using System.Linq;
using System.Text;

// Two types of one name would meet in the tool, which sees into both assemblies.
#if NETSTANDARD2_0
namespace Generated.Generator.Declaration;
#else
namespace Generated;
#endif

/// <summary>
/// The one place where text that a file decides on is made fit for an error message, a listing or a log: on one line, without what would control a
/// terminal, and not longer than a person reads. The generator is compiled with this file too.
/// </summary>
internal static class PrintableText
{
    private const int LongestMessage = 1000;

    /// <summary>The text with its control characters escaped as in C#: <c>\n</c>, <c>\u001B</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters; what follows them becomes an ellipsis.</param>
    public static string Of(string text, int longest = LongestMessage)
    {
        string start = text.Length <= longest ? text : text.Substring(0, longest) + "…";
        if (!start.Any(IsControl))
            return start;
        var printable = new StringBuilder();
        foreach (char character in start)
        {
            _ = (IsControl(character), character) switch
            {
                (false, _) => printable.Append(character),
                (_, '\n') => printable.Append("\\n"),
                (_, '\r') => printable.Append("\\r"),
                (_, '\t') => printable.Append("\\t"),
                _ => printable.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture)),
            };
        }

        return printable.ToString();
    }

    /// <summary>Control characters, separators of lines, and those that turn the direction of what follows.</summary>
    private static bool IsControl(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
