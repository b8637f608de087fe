using System;
using System.Collections.Generic;
using System.Text;

namespace Generated.Bench;

/// <summary>A Markdown table with its heading and its notes.</summary>
/// <param name="heading">What is shown.</param>
/// <param name="note">How it is to be read; may be empty.</param>
/// <param name="columns">The names of the columns; all but the first hold numbers.</param>
internal sealed class MarkdownTable(string heading, string note, params IReadOnlyList<string> columns)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("### ").Append(heading).Append("\n\n");
        if (note.Length > 0)
            text.Append(note).Append("\n\n");
        Row(text, columns);
        text.Append("|---").Insert(text.Length, "|--:", columns.Count - 1).Append("|\n");
        foreach (IReadOnlyList<string> cells in _rows)
            Row(text, cells);
        return text.Append('\n').ToString();
    }

    /// <summary>A time in the unit in which it has one to four digits.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 100 => FormattableString.Invariant($"{nanoseconds:0.0} ns"),
        < 2_000 => FormattableString.Invariant($"{nanoseconds:#,0} ns"),
        < 100_000 => FormattableString.Invariant($"{nanoseconds / 1e3:0.00} µs"),
        < 2_000_000 => FormattableString.Invariant($"{nanoseconds / 1e3:#,0.0} µs"),
        _ => FormattableString.Invariant($"{nanoseconds / 1e6:0.00} ms"),
    };

    /// <summary>A number of operations or bytes per nanosecond.</summary>
    public static string Rate(double perNanosecond) =>
        perNanosecond < 10 ? FormattableString.Invariant($"{perNanosecond:0.0}") : FormattableString.Invariant($"{perNanosecond:0}");

    /// <summary>A part of a whole.</summary>
    public static string Share(double share) => FormattableString.Invariant($"{100 * share:0.0} %");

    /// <summary>How many times as much.</summary>
    public static string Ratio(double ratio) => FormattableString.Invariant($"{ratio:0.00}×");

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
