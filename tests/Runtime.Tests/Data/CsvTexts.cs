using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Generated.Numerics;

namespace Generated.Tests;

/// <summary>Random CSV texts as people have them: headers and none, quotes, other separators and line ends, gaps, faults, a byte-order mark.</summary>
internal static class CsvTexts
{
    private static readonly string[] s_lineEnds = ["\n", "\r\n", "\r"];
    private static readonly string[] s_names = ["x", "y", "petal length", "größe", "class", "target", "0", "1", "2", "2024", "", "1st", "e"];
    private static readonly string[] s_faults = ["?", "", "N/A", "NA", "3..5", "1,5", "inf", "1e999", "abc", "NaN", "a\"b", "line\nbreak"];

    /// <summary>Labels that the texts have, among others.</summary>
    public static readonly IReadOnlyList<string> Classes = ["0", "1", "2", "no", "yes", "größer"];

    /// <summary>Makes a text in UTF-8.</summary>
    public static byte[] Make(RandomGenerator random, out CsvOptions options)
    {
        char separator = ",;\t|"[random.NextInt(4)];
        options = new CsvOptions
        {
            Separator = separator,
            MissingAsNaN = random.NextInt(2) == 0,
            HasHeader = random.NextInt(8) switch { 0 => true, 1 => false, _ => null },
        };
        int columns = 1 + random.NextInt(5), rows = random.NextInt(20);

        // The last column: a number, a class that is a number or not, or one of two.
        int kind = random.NextInt(4), faultEvery = random.NextInt(3) == 0 ? 10 : 1000;
        var lines = new List<string[]>();
        if (random.NextInt(2) == 0)
            lines.Add([.. Enumerable.Range(0, columns).Select(column => random.NextInt(3) == 0 ? s_names[random.NextInt(s_names.Length)] : $"c{column}")]);
        for (int row = 0; row < rows; row++)
        {
            lines.Add([.. Enumerable.Range(0, columns).Select(column => random.NextInt(faultEvery) == 0 ? s_faults[random.NextInt(s_faults.Length)]
                : column < columns - 1 || kind == 0 ? Number(random)
                : kind == 1 ? random.NextInt(3).ToString(CultureInfo.InvariantCulture)
                : kind == 2 ? Classes[3 + random.NextInt(3)]
                : random.NextInt(2).ToString(CultureInfo.InvariantCulture))]);
        }

        string end = s_lineEnds[random.NextInt(3)];
        string text = (random.NextInt(5) == 0 ? "\uFEFF" : "") + string.Join(end,
            lines.Select(line => string.Join(separator, line.Select(field => Field(field, separator, random)))));
        return Encoding.UTF8.GetBytes(random.NextInt(2) == 0 ? text : text + end);
    }

    private static string Number(RandomGenerator random) => random.NextInt(3) switch
    {
        0 => random.NextInt(4).ToString(CultureInfo.InvariantCulture),
        1 => (random.NextInt(1000) / 8.0 - 50).ToString(CultureInfo.InvariantCulture),
        _ => random.NextGaussian().ToString("E5", CultureInfo.InvariantCulture),
    };

    private static string Field(string field, char separator, RandomGenerator random) =>
        field.AsSpan().ContainsAny(['"', '\n', separator]) || random.NextInt(10) == 0 ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : random.NextInt(10) == 0 ? $" {field} "
        : field;
}
