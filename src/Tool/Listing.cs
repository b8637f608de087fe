using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace Generated.Tool;

/// <summary>A table for a person, or, where it is no terminal that it is written to, for a program that looks for lines.</summary>
internal sealed class Listing
{
    // What a file calls its parts may be of any length.
    private const int LongestText = 300;

    private readonly Table _table = new() { Border = TableBorder.Simple };
    private readonly int _columns;

    /// <summary>Starts a table.</summary>
    /// <param name="columns">The columns' names; those that begin with # hold numbers, which stand to the right.</param>
    public Listing(params string[] columns)
    {
        _columns = columns.Length;
        foreach (string column in columns)
        {
            var heading = new TableColumn(new Text(column.TrimStart('#')));
            _table.AddColumn(column.StartsWith('#') ? heading.RightAligned() : heading);
        }
    }

    /// <summary>Adds a row; the cells that are not given are empty.</summary>
    public void Add(params string[] cells) =>
        _table.AddRow(cells.Concat(Enumerable.Repeat("", _columns - cells.Length)).Select(cell => new Text(Printable(cell))));

    /// <summary>Writes the table, as wide as the terminal at most, without the border's empty lines and the spaces that fill lines.</summary>
    public void Show(ToolConsole console)
    {
        using var text = new StringWriter();
        console.Draw(text, isTerminal: false).Write(_table);
        foreach (string line in text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
            console.Out.WriteLine(line);
    }

    /// <summary>Writes names with a text each.</summary>
    public static void ShowPairs(ToolConsole console, IEnumerable<(string Name, string Text)> pairs)
    {
        (string Name, string Text)[] all = [.. pairs];
        int width = all.Select(pair => pair.Name.Length).DefaultIfEmpty().Max();
        foreach ((string name, string text) in all)
            console.Out.WriteLine($"  {Printable(name).PadRight(width)}  {Printable(text)}");
    }

    /// <summary>A text of a file on one line, without what would control the terminal.</summary>
    public static string Printable(string text) => string.Concat((text.Length <= LongestText ? text : text[..LongestText] + "…")
        .Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character));
}
