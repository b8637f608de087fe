using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>What is in the packages, and nothing else.</summary>
public partial class ContentsTests(Feed feed)
{
    /// <summary>What every package has.</summary>
    private static readonly string[] s_common = ["LICENSE", "README.md", "icon.png"];

    public static TheoryData<string> Packages() => ["Generated", "Generated.Keras", "Generated.Onnx", "Generated.Tool"];

    [Fact]
    public void ThereAreFourPackagesWithTheirSymbols() => Assert.Equal(
        Packages().SelectMany(row => new[] { $"{row.Data}.{Build.Version}.nupkg", $"{row.Data}.{Build.Version}.snupkg" }).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(feed.Packages).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Fact]
    public void TheRuntimeComesWithTheGeneratorTheAnalyzersTheFixesAndTheBuildsPart() => Assert.Equal(
        Sorted(
        [
            .. s_common, "Generated.nuspec",
            "lib/net10.0/Generated.dll", "lib/net10.0/Generated.xml",
            "analyzers/dotnet/cs/Generated.Generator.dll", "analyzers/dotnet/cs/Generated.CodeFixes.dll",
            "buildTransitive/Generated.targets", "tasks/net10.0/Generated.Build.dll", "tasks/net10.0/Generated.dll",
        ]),
        feed.Files("Generated"));

    [Fact]
    public void OnnxIsALibrary() => Assert.Equal(
        Sorted([.. s_common, "Generated.Onnx.nuspec", "lib/net10.0/Generated.Onnx.dll", "lib/net10.0/Generated.Onnx.xml"]),
        feed.Files("Generated.Onnx"));

    [Fact]
    public void KerasIsALibrary() => Assert.Equal(
        Sorted([.. s_common, "Generated.Keras.nuspec", "lib/net10.0/Generated.Keras.dll", "lib/net10.0/Generated.Keras.xml"]),
        feed.Files("Generated.Keras"));

    [Theory]
    [InlineData("Generated", "lib/net10.0/Generated.pdb")]
    [InlineData("Generated.Keras", "lib/net10.0/Generated.Keras.pdb")]
    [InlineData("Generated.Onnx", "lib/net10.0/Generated.Onnx.pdb")]
    public void SymbolsAreOfTheLibrary(string id, string symbols) => Assert.Equal(Sorted([$"{id}.nuspec", symbols]), feed.Files(id, "snupkg"));

    [Fact]
    public void TheToolHoldsWhatItRunsAndNoDocumentation()
    {
        string[] files = feed.Files("Generated.Tool");
        Assert.Empty(s_common.Except(files));
        Assert.Contains("tools/net10.0/any/DotnetToolSettings.xml", files);
        Assert.Contains("tools/net10.0/any/Generated.Tool.dll", files);
        Assert.DoesNotContain(files, file => file.EndsWith(".xml", StringComparison.Ordinal) && !file.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void APackageSaysWhatItIs(string id)
    {
        XElement metadata = feed.Metadata(id);
        string Value(string name) => metadata.Element(metadata.Name.Namespace + name)?.Value ?? "";
        Assert.Equal(id, Value("id"));
        Assert.Equal(Build.Version, Value("version"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal(Build.RepositoryPages, Value("projectUrl"));
        Assert.DoesNotContain("Package Description", Value("description"), StringComparison.Ordinal);
        Assert.Contains("neural-network", Value("tags").Split(' '));
    }

    [Fact]
    public void TheRuntimeDependsOnNothing() => Assert.Empty(Dependencies("Generated"));

    [Fact]
    public void OnnxBringsTheGeneratorToo() => Assert.Equal(["Generated include=All", "Google.Protobuf include="], Dependencies("Generated.Onnx"));

    [Fact]
    public void KerasBringsTheGeneratorToo() => Assert.Equal(["Generated include=All", "PureHDF include="], Dependencies("Generated.Keras"));

    [Fact]
    public void TheRuntimeRefersToTheFrameworkOnly()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (string name in References("Generated", "lib/net10.0/Generated.dll"))
            Assert.True(File.Exists(Path.Combine(framework, name + ".dll")), name);
    }

    [Fact]
    public void TheGeneratorRefersToWhatTheCompilerHas() =>
        Assert.Empty(References("Generated", "analyzers/dotnet/cs/Generated.Generator.dll").Except(["netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "System.Memory"]));

    [Theory]
    [MemberData(nameof(Packages))]
    public void LinksOfTheReadmeLeadSomewhere(string id)
    {
        foreach (string link in Link().Matches(feed.Read(id, "README.md")).Select(match => match.Groups[1].Value))
        {
            Assert.StartsWith("https://", link, StringComparison.Ordinal);
            string pages = Build.RepositoryPages + "/blob/main/";
            if (link.StartsWith(pages, StringComparison.Ordinal))
                Assert.True(Path.Exists(Path.Combine(Build.Root, link[pages.Length..].Split('#')[0])), link);
        }
    }

    [Fact]
    public void TheIconIs128By128()
    {
        using ZipArchive package = feed.Open("Generated");
        using Stream file = package.GetEntry("icon.png")!.Open();
        byte[] header = new byte[24];
        file.ReadExactly(header);
        Assert.Equal("PNG"u8.ToArray(), header[1..4]);
        Assert.Equal([0, 0, 0, 128, 0, 0, 0, 128], header[16..24]);
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    private string[] Dependencies(string id) => [.. feed.Metadata(id).Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => $"{element.Attribute("id")!.Value} include={element.Attribute("include")?.Value}")];

    private string[] References(string id, string file)
    {
        using ZipArchive package = feed.Open(id);
        using var assembly = new MemoryStream();
        using (Stream entry = package.GetEntry(file)!.Open())
            entry.CopyTo(assembly);
        assembly.Position = 0;
        using var image = new PEReader(assembly);
        MetadataReader reader = image.GetMetadataReader();
        string[] names = [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
        Assert.NotEmpty(names);
        return names;
    }

    [GeneratedRegex(@"\]\(([^)#][^)]*)\)")]
    private static partial Regex Link();
}
