using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Tests;

/// <summary>A page of docs/diagnostics.</summary>
internal sealed class RulePage
{
    private readonly string _text;

    public RulePage(string id)
    {
        Id = id;
        _text = File.ReadAllText(Path.Combine(Folder, id + ".md")).ReplaceLineEndings("\n");
    }

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Repository.TestProject, "..", "..", "docs", "diagnostics"));

    public string Id { get; }

    /// <summary>The first line, without its mark.</summary>
    public string Heading => _text.Split('\n')[0].TrimStart('#', ' ');

    /// <summary>The line below the heading: the severity, and whether there is a code fix.</summary>
    public string Severity => _text.Split('\n')[2];

    /// <summary>What stands between the severity and the first example.</summary>
    public string Why => _text[(_text.IndexOf(Severity, StringComparison.Ordinal) + Severity.Length).._text.IndexOf("\n## Invalid\n", StringComparison.Ordinal)].Trim();

    /// <summary>The example under <c>## Invalid</c>.</summary>
    public Example Invalid => new(Section("Invalid"));

    /// <summary>The example under <c>## Fixed</c>.</summary>
    public Example Fixed => new(Section("Fixed"));

    private string Section(string name)
    {
        string[] parts = Regex.Split(_text, "^## ", RegexOptions.Multiline);
        return parts.SingleOrDefault(part => part.StartsWith(name + "\n", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{Id}.md has no section {name}.");
    }

    /// <summary>An example: source text, and how it is to be compiled.</summary>
    internal sealed class Example
    {
        public Example(string section)
        {
            Source = Regex.Match(section, "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
            bool isProgram = CSharpSyntaxTree.ParseText(Source).GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
            Options = ProjectOptions.Default with { Output = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary };
            if (Regex.Match(section, "<LangVersion>(.*?)</LangVersion>") is { Success: true } language && LanguageVersionFacts.TryParse(language.Groups[1].Value, out LanguageVersion version))
                Options = Options with { Language = version };
            Options = Options with { Weights = [.. Regex.Matches(section, "<NetworkWeights Include=\"(.*?)\"").Select(item => ProjectWeights.OfExample(item.Groups[1].Value))] };
        }

        public string Source { get; }

        public ProjectOptions Options { get; }
    }
}
