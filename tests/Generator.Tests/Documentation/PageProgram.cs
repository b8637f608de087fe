using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Tests;

/// <summary>
/// The C# of a page as programs. A block with <c>using Generated;</c> is a file and a program of its own. All others are fragments: those under
/// one heading of level two follow each other in one program, which begins with what is given before the first such heading; the types that a
/// page's fragments declare are known on the whole page. What the rules object to is compiled by itself.
/// </summary>
internal sealed record PageProgram
{
    /// <summary>What a fragment need not say: the usings of a new project, and <c>using Generated;</c>.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Generated;
        """;

    private static readonly CSharpParseOptions s_parse = ProjectOptions.Default.Parse;

    /// <summary>Its page, and the heading or the line at which it starts.</summary>
    public required string Name { get; init; }

    /// <summary>Its files.</summary>
    public required string[] Sources { get; init; }

    /// <summary>How it is compiled.</summary>
    public required ProjectOptions Options { get; init; }

    /// <summary>The rules that object to it, each once.</summary>
    public required string[] Reports { get; init; }

    /// <summary>What it prints, if the page says that.</summary>
    public string? Output { get; init; }

    /// <summary>The programs of a page.</summary>
    public static IEnumerable<PageProgram> Of(MarkdownPage page)
    {
        var fragments = page.Sections
            .Select(section => (section.Heading, Blocks: section.Blocks.Where(block => IsCompiled(block) && !IsAlone(block)).ToArray()))
            .ToArray();
        MarkdownPage.Block[] given = [.. fragments[0].Blocks.Where(block => block.Language == MarkdownPage.Block.Given)];
        var types = new StringBuilder();
        foreach (string directive in Directives(fragments.SelectMany(section => section.Blocks)))
            types.AppendLine(directive);
        foreach (MarkdownPage.Block block in fragments.SelectMany(section => section.Blocks))
            Append(types, page, block, member => member is not GlobalStatementSyntax);

        foreach ((string heading, MarkdownPage.Block[] own) in fragments.Where(section => section.Blocks.Any(block => block.Language == "csharp")))
        {
            MarkdownPage.Block[] all = heading.Length == 0 ? own : [.. given, .. own];
            var program = new StringBuilder();
            foreach (string directive in Directives(all))
                program.AppendLine(directive);
            bool runs = false;
            foreach (MarkdownPage.Block block in all)
                runs |= Append(program, page, block, member => member is GlobalStatementSyntax);
            yield return new() { Name = $"{page.Name}#{heading}", Sources = [Usings, program.ToString(), types.ToString()], Options = OptionsOf(page, runs), Reports = [] };
        }

        MarkdownPage.Block[] blocks = [.. page.Blocks];
        for (int i = 0; i < blocks.Length; i++)
        {
            MarkdownPage.Block block = blocks[i];
            if (!IsCompiled(block) || !IsAlone(block))
                continue;
            string text = $"#line {block.Line} \"{page.Name}\"\n{block.Text}";
            yield return new()
            {
                Name = $"{page.Name}({block.Line})",
                Sources = IsFile(block) ? [text] : [Usings, text],
                Options = OptionsOf(page, Parse(block).Members.OfType<GlobalStatementSyntax>().Any()),
                Reports = block.Reports is { } id ? [id] : [],
                Output = blocks.Skip(i + 1).TakeWhile(next => next.Language != "csharp").FirstOrDefault(next => next.IsOutput)?.Text,
            };
        }
    }

    /// <summary>Whether a block is compiled: C#, and not an excerpt.</summary>
    public static bool IsCompiled(MarkdownPage.Block block) => block is { Language: "csharp" or MarkdownPage.Block.Given, ExcerptOf: null };

    /// <summary>Whether a block is a program of its own: a whole file, or what the rules object to.</summary>
    private static bool IsAlone(MarkdownPage.Block block) => IsFile(block) || block.Reports is not null;

    private static bool IsFile(MarkdownPage.Block block) => block.Language == "csharp" && Parse(block).Usings.Any(directive => directive.Name?.ToString() == "Generated");

    private static IEnumerable<string> Directives(IEnumerable<MarkdownPage.Block> blocks) =>
        blocks.SelectMany(block => Parse(block).Usings).Select(directive => directive.ToString()).Distinct();

    /// <summary>A project as the page has it: with the packages, and with the weights files that its XML names.</summary>
    private static ProjectOptions OptionsOf(MarkdownPage page, bool runs) => ProjectOptions.Default with
    {
        Output = runs ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
        Onnx = true,
        Weights = [.. page.Blocks.Where(block => block.Language == "xml")
            .SelectMany(block => Regex.Matches(block.Text, "<NetworkWeights Include=\"(.*?)\"")).Select(item => ProjectWeights.OfExample(item.Groups[1].Value))],
    };

    /// <summary>Adds a block's members of some kind, with the lines of the page that they are from.</summary>
    private static bool Append(StringBuilder source, MarkdownPage page, MarkdownPage.Block block, System.Func<MemberDeclarationSyntax, bool> ofKind)
    {
        MemberDeclarationSyntax[] members = [.. Parse(block).Members.Where(ofKind)];
        foreach (MemberDeclarationSyntax member in members)
        {
            int line = block.Line + member.SyntaxTree.GetLineSpan(member.FullSpan).StartLinePosition.Line;
            source.Append($"#line {line} \"{page.Name}\"\n{member.ToFullString().TrimEnd('\n')}\n");
        }

        return members.Length > 0;
    }

    private static CompilationUnitSyntax Parse(MarkdownPage.Block block) => SyntaxFactory.ParseCompilationUnit(block.Text, options: s_parse);
}
