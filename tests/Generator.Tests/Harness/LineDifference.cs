using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Generated.Tests;

/// <summary>The difference of two texts as a person reads it: changed lines with a little of what surrounds them.</summary>
internal static class LineDifference
{
    private const int Context = 2, MostLines = 120;

    public static string Describe(string before, string after)
    {
        List<(char Mark, string Line, int Number)> lines = Lines(before.Split('\n'), after.Split('\n'));
        var text = new StringBuilder();
        int written = 0, last = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            bool isNear = Enumerable.Range(Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1) - Math.Max(0, i - Context)).Any(near => lines[near].Mark != ' ');
            if (!isNear)
                continue;
            if (written++ == MostLines)
                return text.AppendLine("…").ToString();
            if (last != i - 1)
                text.AppendLine(CultureInfo.InvariantCulture, $"@@ line {lines[i].Number}");
            text.Append(lines[i].Mark).Append(' ').AppendLine(lines[i].Line);
            last = i;
        }

        return text.ToString();
    }

    /// <summary>All lines of both, in order, each marked as kept, removed or added, with its number in <paramref name="after"/>.</summary>
    private static List<(char Mark, string Line, int Number)> Lines(string[] before, string[] after)
    {
        // common[i, j]: the length of the longest common subsequence of what follows.
        var common = new int[before.Length + 1, after.Length + 1];
        for (int i = before.Length - 1; i >= 0; i--)
        {
            for (int j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<(char, string, int)>();
        (int at, int to) = (0, 0);
        while (at < before.Length || to < after.Length)
        {
            if (at < before.Length && to < after.Length && before[at] == after[to])
                lines.Add((' ', before[at++], ++to));
            else if (to == after.Length || (at < before.Length && common[at + 1, to] >= common[at, to + 1]))
                lines.Add(('-', before[at++], to + 1));
            else
                lines.Add(('+', after[to], ++to));
        }

        return lines;
    }
}
