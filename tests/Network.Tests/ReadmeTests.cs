using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Generated.Tests;

/// <summary>What the README shows is what is built.</summary>
public partial class ReadmeTests
{
    private static readonly string[] s_blocks =
        [.. CSharpBlock().Matches(Read("README.md")).Select(match => match.Groups[1].Value)];

    [Fact]
    public void TheExampleIsTheQuickStartSample() => Assert.Equal(Read("Program.cs"), s_blocks[0]);

    [Fact]
    public void TheExcerptIsEmitted()
    {
        // The snapshot is indented by the blocks around the excerpt.
        string[] emitted = [.. Read("WideDense.txt").Split('\n').Select(line => line.TrimStart())];
        foreach (string line in s_blocks[1].Split('\n').Select(line => line.TrimStart()).Where(line => line.Length > 0))
            Assert.Contains(line, emitted);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "readme", file)).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
