using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>A blank project to which the package is added, as a user does it.</summary>
public partial class ConsumerTests(Feed feed)
{
    [Fact]
    public async Task TheReadmesExampleCompilesWithoutAWarningAndLearns()
    {
        using TemporaryFolder folder = await feed.NewProjectAsync(ReadmesExample());
        QuickStart.AssertHasLearnt(await feed.RunAsync(folder, "dotnet run -c Release -p:TreatWarningsAsErrors=true"));

        // Nothing is put beside the program but the runtime.
        string[] assemblies = [.. Directory.EnumerateFiles(folder["bin", "Release", "net10.0"], "*.dll").Select(file => Path.GetFileName(file)).Order()];
        Assert.Equal(["App.dll", "Generated.dll"], assemblies);
    }

    [Fact]
    public async Task AMistakeIsReportedWithALinkToItsPageAndTheFixMendsIt()
    {
        string mistaken = ReadmesExample().Replace("sealed partial class Xor", "sealed class Xor", StringComparison.Ordinal);
        Assert.NotEqual(ReadmesExample(), mistaken);
        using TemporaryFolder folder = await feed.NewProjectAsync(mistaken);

        string output = await feed.FailAsync(folder, "dotnet build --no-restore -c Release");
        Match report = Report().Match(output);
        Assert.True(report.Success, output);
        Assert.StartsWith(Build.RepositoryPages + "/blob/main/", report.Groups["page"].Value, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Build.Root, report.Groups["page"].Value[(Build.RepositoryPages + "/blob/main/").Length..])));

        // dotnet format is a host of analyzers and fixes that come in packages.
        await feed.RunAsync(folder, "dotnet format analyzers --no-restore --diagnostics GEN0001 --severity error");
        Assert.Equal(ReadmesExample(), (await File.ReadAllTextAsync(folder["Program.cs"], TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"));
        await feed.RunAsync(folder, "dotnet build --no-restore -c Release -p:TreatWarningsAsErrors=true");
    }

    [Fact]
    public async Task WeightsOfAFileAreCompiledIntoTheProgram()
    {
        using TemporaryFolder folder = await feed.NewProjectAsync("""
            float[] y = new float[1];
            Line.Pretrained.Forward([1], y);
            System.Console.WriteLine(y[0]);

            [Generated.Network(1, 1, Weights = "line.safetensors")]
            internal sealed partial class Line;
            """);
        TensorFile.Save(folder["line.safetensors"], [new NamedTensor<float>("weight", [1, 1], new float[] { 2 }), new NamedTensor<float>("bias", [1], new float[] { 3 })]);
        string project = await File.ReadAllTextAsync(folder["App.csproj"], TestContext.Current.CancellationToken);
        folder.Write("App.csproj", project.Replace("</Project>", "<ItemGroup><NetworkWeights Include=\"line.safetensors\" /></ItemGroup></Project>", StringComparison.Ordinal));
        Assert.Equal("5\n", await feed.RunAsync(folder, "dotnet run -c Release -p:TreatWarningsAsErrors=true"));
    }

    /// <summary>The first program of the README that is in the package.</summary>
    private string ReadmesExample() => FirstProgram().Match(feed.Read("Generated", "README.md")).Groups[1].Value;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex FirstProgram();

    [GeneratedRegex(@"Program\.cs\(20,21\): error GEN0001: Network 'Xor' must be partial.* \((?<page>https:.*/GEN0001\.md)\)")]
    private static partial Regex Report();
}
