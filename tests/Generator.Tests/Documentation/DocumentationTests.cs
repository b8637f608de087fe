using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>What README.md and docs show compiles, prints what it says and leads somewhere. <see cref="EveryRuleTests"/> compiles the rules' pages.</summary>
public partial class DocumentationTests
{
    /// <summary>What may follow a fence. C# is compiled; commands name what there is; the others are for people and other programs.</summary>
    private static readonly string[] s_languages = ["csharp", "sh", "text", "xml", "ini", "python"];

    private static readonly Dictionary<string, MarkdownPage> s_pages = MarkdownPage.All.ToDictionary(name => name, name => new MarkdownPage(name));

    public static TheoryData<string> Pages() => [.. s_pages.Keys];

    public static TheoryData<string> PagesWithCode() =>
        [.. s_pages.Values.Where(page => !IsRule(page) && page.Blocks.Any(PageProgram.IsCompiled)).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void ItsCodeCompilesWithoutAWarning(string page) => AssertNone(PageProgram.Of(s_pages[page]).SelectMany(Warnings));

    [Fact]
    public void AProgramPrintsWhatItSays()
    {
        PageProgram[] programs = [.. s_pages.Values.Where(page => !IsRule(page)).SelectMany(PageProgram.Of).Where(program => program.Output is not null)];
        Assert.Equal(s_pages.Values.Sum(page => page.Blocks.Count(block => block.IsOutput)), programs.Length);
        foreach (PageProgram program in programs)
        {
            using var child = new ChildProgram(Assert.Single(program.Sources), program.Options);
            string printed = child.Run(("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")).ReplaceLineEndings("\n");
            Assert.True(program.Output == printed, $"{program.Name} (- shown, + printed)\n{LineDifference.Describe(program.Output!, printed)}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void NoBlockIsPassedOver(string name)
    {
        MarkdownPage page = s_pages[name];
        Assert.All(page.Blocks, block => Assert.Contains(block.Language, s_languages.Append(MarkdownPage.Block.Given)));

        // Every fence of the text is an end of a block that was found; there is no other way to write code.
        string text = File.ReadAllText(Path.Combine(Repository.Root, name));
        Assert.Equal(text.Split("```").Length - 1, 2 * page.Blocks.Count(block => block.Language != MarkdownPage.Block.Given));
        Assert.DoesNotContain("~~~", text, StringComparison.Ordinal);
        MarkdownPage.Block[] code = [.. page.Blocks.Where(block => block.Language == "csharp")];

        // A rule's page has its two examples, which EveryRuleTests compiles.
        if (IsRule(page))
        {
            Assert.Equal(["Invalid", "Fixed"], page.Sections.Where(section => section.Blocks.Any(code.Contains)).Select(section => section.Heading));
            Assert.Equal(2, code.Length);
        }
        else
        {
            Assert.All(code, block => Assert.True(PageProgram.IsCompiled(block) || block.ExcerptOf is not null));
        }
    }

    [Fact]
    public void AnExcerptStandsInItsFile()
    {
        MarkdownPage.Block[] excerpts = [.. s_pages.Values.SelectMany(page => page.Blocks).Where(block => block.ExcerptOf is not null)];
        Assert.NotEmpty(excerpts);
        foreach (MarkdownPage.Block excerpt in excerpts)
            Assert.Contains(Unindented(excerpt.Text), Unindented(File.ReadAllText(Path.Combine(Repository.Root, excerpt.ExcerptOf!))), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ItsLinksLeadSomewhere(string page) => AssertNone(DeadLinks(s_pages[page]));

    [Theory]
    [MemberData(nameof(Pages))]
    public void ItsCommandsNameWhatThereIs(string page) => AssertNone(MissingPaths(s_pages[page]));

    [Fact]
    public void EveryPageIsReachedFromTheReadme()
    {
        var reached = new HashSet<string> { "README.md" };
        var waiting = new Queue<string>(reached);
        while (waiting.TryDequeue(out string? name))
        {
            foreach (string target in s_pages[name].Links.Where(IsOfRepository).Select(link => Resolve(name, link).Path).Where(s_pages.ContainsKey).Where(reached.Add))
                waiting.Enqueue(target);
        }

        Assert.Empty(s_pages.Keys.Except(reached));
    }

    /// <summary>The checks above find what they are there for.</summary>
    [Fact]
    public void AMistakeOnAPageIsFound()
    {
        var page = new MarkdownPage("docs/made-up.md", """
            # Made up
            [a](training.md#optimisers), [a](nowhere.md), [a](training.md#nowhere), [a](#made-up), [a](#made-down)
            `dotnet run --project samples/Gates`, `dotnet run --project samples/Nothing`, bench/nothing.sh
            ## Kept
            <!-- given
            int known = 1;
            -->
            ```csharp
            [Network(2, 1, Output = Activation.Softmax)]
            public partial class Net;

            Console.WriteLine(known + unknown);
            ```
            ## Apart
            ```csharp
            Console.WriteLine(known);
            ```
            """);
        Assert.Equal(
            ["docs/made-up.md(12,27): error CS0103", "docs/made-up.md(9,25): warning GEN0021", "docs/made-up.md(16,19): error CS0103", "docs/made-up.md(9,25): warning GEN0021"],
            PageProgram.Of(page).SelectMany(Warnings).Select(warning => warning[..warning.IndexOf(": ", warning.IndexOf("): ", StringComparison.Ordinal) + 3, StringComparison.Ordinal)]));
        Assert.Equal(["nowhere.md", "training.md#nowhere", "#made-down"], DeadLinks(page));
        Assert.Equal(["samples/Nothing", "samples/Nothing", "bench/nothing.sh"], MissingPaths(page));
    }

    private static IEnumerable<string> Warnings(PageProgram program)
    {
        (IReadOnlyList<Diagnostic> reported, CSharpCompilation complete) = AnalyzerHarness.Diagnose(program.Sources, program.Options);
        return complete.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Id != "CS1591") // examples are not documented
            .Concat(reported)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !program.Reports.Contains(diagnostic.Id))
            .Select(diagnostic => diagnostic.ToString())
            .Concat(program.Reports.Except(reported.Select(diagnostic => diagnostic.Id)).Select(id => $"{program.Name}: {id} is not reported."));
    }

    private static IEnumerable<string> DeadLinks(MarkdownPage page) => page.Links.Where(IsOfRepository).Where(link =>
    {
        (string path, string? anchor) = Resolve(page.Name, link);
        bool isPage = s_pages.TryGetValue(path, out MarkdownPage? target) || path == page.Name;
        return anchor is null ? !Path.Exists(Path.Combine(Repository.Root, path)) : !isPage || !(target ?? page).Anchors.Contains(anchor);
    });

    /// <summary>Projects, scripts and files of this repository that commands and text name, but that there are not.</summary>
    private static IEnumerable<string> MissingPaths(MarkdownPage page)
    {
        string text = string.Concat(page.Blocks.Where(block => block.Language == "sh").Select(block => block.Text)) + page.Prose;
        string[] imported = [.. Imported().Matches(text).Select(match => match.Groups[1].Value)];
        return Project().Matches(text).Select(match => match.Groups[1].Value).Except(imported)
            .Where(project => !Directory.Exists(Path.Combine(Repository.Root, project)) || !Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.csproj").Any())
            .Concat(RepositoryPath().Matches(text).Select(match => match.Value)
                .Where(path => !Placeholder().IsMatch(path) && !Path.Exists(Path.Combine(Repository.Root, path))));
    }

    private static (string Path, string? Anchor) Resolve(string page, string link)
    {
        string[] parts = link.Split('#', 2);
        string path = parts[0].Length == 0 ? page
            : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, parts[0]))).Replace('\\', '/');
        return (path, parts.Length == 2 ? parts[1] : null);
    }

    private static bool IsOfRepository(string link) => !link.StartsWith("https://", StringComparison.Ordinal);

    private static bool IsRule(MarkdownPage page) => Regex.IsMatch(page.Name, @"^docs/diagnostics/GEN\d+\.md$");

    private static string Unindented(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimStart()));

    private static void AssertNone(IEnumerable<string> mistakes)
    {
        string[] found = [.. mistakes];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [GeneratedRegex(@"--project ([^\s`]+)")]
    private static partial Regex Project();

    /// <summary>A project that the tool writes.</summary>
    [GeneratedRegex(@"generated import \S+ -o (\S+)[^\n]* --project$", RegexOptions.Multiline)]
    private static partial Regex Imported();

    /// <summary>A path that starts in one of the repository's folders; a pattern ends it.</summary>
    [GeneratedRegex(@"(?<![\w/.…-])(bench|docs|samples|src|tests|\.ci)/[\w./-]*[\w/]")]
    private static partial Regex RepositoryPath();

    /// <summary>The names of what a reader adds: Foo and GENxxxx.</summary>
    [GeneratedRegex("Foo|xxxx")]
    private static partial Regex Placeholder();
}
