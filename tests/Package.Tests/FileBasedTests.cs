using System;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>The example as a program that is one file.</summary>
public class FileBasedTests(Feed feed)
{
    private readonly string _program = Build.Read("samples/quickstart.cs");

    [Fact]
    public void TheSampleIsTheQuickStartWithDirectives()
    {
        string example = Build.Read("samples/QuickStart/Program.cs");
        Assert.EndsWith(example, _program, StringComparison.Ordinal);
        foreach (string line in _program[..^example.Length].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.True(line.StartsWith("#:", StringComparison.Ordinal) || line.StartsWith("// ", StringComparison.Ordinal), line);
        Assert.Contains($"\n#:package Generated@{Build.Version}\n", _program, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSampleRunsAndLearns()
    {
        using TemporaryFolder folder = feed.NewFolder();
        folder.Write("quickstart.cs", _program);
        QuickStart.AssertHasLearnt(await feed.RunAsync(folder, "dotnet run quickstart.cs"));
    }
}
