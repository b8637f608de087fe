using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>What README.md and docs show compiles, runs and leads somewhere. <see cref="EveryRuleTests"/> does the rules' pages.</summary>
public partial class DocumentationTests
{
    /// <summary>What may follow a fence. C# is compiled; commands name what there is; the others are for people and other programs.</summary>
    private static readonly string[] s_languages = ["csharp", "sh", "text", "xml", "ini", "python"];

    private static readonly Dictionary<string, MarkdownPage> s_pages = MarkdownPage.All.ToDictionary(name => name, name => new MarkdownPage(name));

    /// <summary>All pages but those of the rules.</summary>
    private static IEnumerable<MarkdownPage> Compiled => s_pages.Values.Where(page => !IsRule(page));

    public static TheoryData<string> Pages() => [.. s_pages.Keys];

    public static TheoryData<string> PagesWithCode() => [.. Compiled.Where(page => page.Blocks.Any(PageProgram.IsCompiled)).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void ItsCodeCompilesWithoutAWarning(string page)
    {
        foreach ((string name, string[] sources, ProjectOptions options) in PageProgram.Of(s_pages[page]))
        {
            (IReadOnlyList<Diagnostic> reported, CSharpCompilation complete) = AnalyzerHarness.Diagnose(sources, options);
            IEnumerable<Diagnostic> compiler = complete.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Id is not ("CS1591" or "CS8019")); // examples are not documented, and do not need each using
            string[] shown = [.. compiler.Concat(reported).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString())];
            Assert.True(shown.Length == 0, string.Join('\n', shown.Prepend(name)));
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
    public void ItsLinksLeadSomewhere(string name)
    {
        MarkdownPage page = s_pages[name];
        foreach (string link in page.Links.Where(link => !link.StartsWith("https://", StringComparison.Ordinal)))
        {
            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? name
                : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(name)!, parts[0]))).Replace('\\', '/');
            Assert.True(Path.Exists(Path.Combine(Repository.Root, target)), $"{name}: nothing is at {link}.");
            if (parts.Length == 2)
                Assert.True(s_pages.TryGetValue(target, out MarkdownPage? linked) && linked.Anchors.Contains(parts[1]), $"{name}: there is no heading {link}.");
        }
    }

    /// <summary>Commands, in blocks and within text, name projects, scripts and files of this repository that exist.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void ItsCommandsNameWhatThereIs(string name)
    {
        MarkdownPage page = s_pages[name];
        string commands = string.Concat(page.Blocks.Where(block => block.Language == "sh").Select(block => block.Text)) + page.Prose;
        foreach (Match project in Project().Matches(commands))
            Assert.True(Directory.EnumerateFiles(Path.Combine(Repository.Root, project.Groups[1].Value), "*.csproj").Any(), $"{name}: {project.Value} is no project.");
        foreach (Match path in RepositoryPath().Matches(commands))
            Assert.True(path.Value.Contains("Foo", StringComparison.Ordinal) || path.Value.Contains("xxxx", StringComparison.Ordinal) || Path.Exists(Path.Combine(Repository.Root, path.Value)), $"{name}: there is no {path.Value}.");
    }

    private static bool IsRule(MarkdownPage page) => Regex.IsMatch(page.Name, @"^docs/diagnostics/GEN\d+\.md$");

    private static string Unindented(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimStart()));

    [GeneratedRegex(@"--project ([^\s`]+)")]
    private static partial Regex Project();

    /// <summary>A path that starts in one of the repository's folders; patterns end it.</summary>
    [GeneratedRegex(@"(?<![\w/.…-])(bench|docs|samples|src|tests|\.ci)/[\w./-]*[\w/]")]
    private static partial Regex RepositoryPath();
}
