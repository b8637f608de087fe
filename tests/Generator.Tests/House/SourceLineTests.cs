using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Sources are read side by side and without a map: lines and files have a limit.</summary>
public class SourceLineTests
{
    private const int MostColumns = 160, MostLines = 350;

    /// <summary>The sources of the packages, as paths from the repository's root; not what a build has put beside them.</summary>
    private static readonly string[] s_files =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void ASourceLineHasAtMost160Columns()
    {
        string[] tooLong =
        [
            .. from file in s_files
               from line in LinesOf(file).Select((text, index) => (Text: text, Number: index + 1))
               where line.Text.Length > MostColumns
               select $"{file}:{line.Number}: {line.Text.Length} columns",
        ];
        AssertNone(tooLong, $"Expected at most {MostColumns} columns a line. Wrap these:");
    }

    [Fact]
    public void ASourceFileHasAtMost350Lines()
    {
        string[] tooLong =
        [
            .. from file in s_files
               let lines = LinesOf(file).Length
               where lines > MostLines
               select $"{file}:{lines}: {lines} lines",
        ];
        AssertNone(tooLong, $"Expected at most {MostLines} lines a file. Divide these:");
    }

    /// <summary>A search in the wrong place would find nothing to complain of.</summary>
    [Theory]
    [InlineData("src/Generator/NetworkGenerator.cs")]
    [InlineData("src/Runtime/Training/Trainer.cs")]
    [InlineData("src/Tool/Program.cs")]
    public void TheSourcesAreFound(string file) => Assert.Contains(file, s_files);

    private static string[] LinesOf(string file) => File.ReadAllLines(Path.Combine(Repository.Root, file));

    private static void AssertNone(IReadOnlyList<string> places, string message) =>
        Assert.True(places.Count == 0, $"{message}\n{string.Join("\n", places)}");
}
