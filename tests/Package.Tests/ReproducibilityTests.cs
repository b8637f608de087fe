using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>The same sources give the same bits, wherever and whenever they are built.</summary>
public class ReproducibilityTests
{
    /// <summary>What the packages are made of.</summary>
    private static readonly string[] s_sources = ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "LICENSE", "README.md", "src", "samples/Directory.Build.props", "samples/QuickStart"];

    /// <summary>Packs what is to be packed; then builds a program as a user's build server does, and keeps what is emitted into it.</summary>
    private const string Steps = """
        <Project DefaultTargets="Build">
          <ItemGroup>
            <Packed Include="src/*/*.csproj" />
            <Program Include="samples/QuickStart/QuickStart.csproj" />
          </ItemGroup>
          <Target Name="Restore">
            <MSBuild Projects="@(Packed);@(Program)" Targets="Restore" />
          </Target>
          <Target Name="Build">
            <MSBuild Projects="@(Packed)" Targets="Build" BuildInParallel="true" />
            <MSBuild Projects="@(Packed)" Targets="Pack" Properties="NoBuild=true" />
            <MSBuild Projects="@(Program)" Targets="Build" Properties="BuildProjectReferences=false;ContinuousIntegrationBuild=true;EmitCompilerGeneratedFiles=true" />
          </Target>
        </Project>
        """;

    [Fact]
    public async Task TwoCleanBuildsInDifferentFoldersGiveTheSameBits()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyDictionary<string, string> first = await BuildAsync(folder["first"]);
        IReadOnlyDictionary<string, string> second = await BuildAsync(folder["at", "another", "time"]);

        Assert.Equal(first, second);
        string[] names = [.. first.Keys.Select(file => Path.GetFileName(file))];
        Assert.Contains("Generated.dll", names);
        Assert.Contains("Generated.Generator.dll", names);
        Assert.Contains("Generated.CodeFixes.dll", names);
        Assert.Contains("Xor.g.cs", names);
        Assert.Contains($"Generated.{Build.Version}.nupkg", names);
        Assert.Contains($"Generated.{Build.Version}.snupkg", names);
    }

    /// <summary>Copies the sources into a folder, builds them, and tells what was made: paths within the folder, and hashes.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> BuildAsync(string folder)
    {
        foreach (string source in s_sources)
            Copy(Path.Combine(Build.Root, source), Path.Combine(folder, source));
        await File.WriteAllTextAsync(Path.Combine(folder, "Steps.proj"), Steps, TestContext.Current.CancellationToken);

        // Only a package holds times, those of its files, which this variable gives instead.
        await Command.RunAsync(folder, "dotnet build Steps.proj -p:Configuration=Release -p:RunAnalyzers=false -p:PackageOutputPath=" + Path.Combine(folder, "packages"), ("SOURCE_DATE_EPOCH", "1735689600"));

        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".dll" or ".pdb" or ".xml" or ".nupkg" or ".snupkg" || file.EndsWith(".g.cs", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }

    private static void Copy(string source, string target)
    {
        if (File.Exists(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
            return;
        }

        foreach (string entry in Directory.EnumerateFileSystemEntries(source).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj")))
            Copy(entry, Path.Combine(target, Path.GetFileName(entry)));
    }
}
