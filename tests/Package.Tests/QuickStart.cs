using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Generated.Tests;

/// <summary>What the README's example prints.</summary>
internal static class QuickStart
{
    /// <summary>Asserts that the network computes the exclusive or, and that nothing else is printed, such as a warning.</summary>
    public static void AssertHasLearnt(string output)
    {
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length == 5 && Regex.IsMatch(lines[0], @"^Loss 0\.0\d+ after 1000 epochs$"), output);
        foreach ((string line, int row) in lines[1..].Select((line, row) => (line, row)))
        {
            (int x, int y) = (row / 2, row % 2);
            string start = $"{x} xor {y} = ";
            Assert.StartsWith(start, line, StringComparison.Ordinal);
            Assert.Equal(x ^ y, double.Parse(line[start.Length..], CultureInfo.InvariantCulture), 0.05);
        }
    }
}
