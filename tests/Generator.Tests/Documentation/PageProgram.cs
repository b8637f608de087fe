using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Tests;

/// <summary>
/// The C# of a page as programs. A block with using directives is a file and a program of its own. All others are fragments: those under
/// one heading of level two follow each other in one program, which begins with what is given before the first such heading; the types that a
/// page's fragments declare are known on the whole page.
/// </summary>
internal static class PageProgram
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

    /// <summary>The programs of a page: what each is called, its files, and how they are compiled.</summary>
    public static IEnumerable<(string Name, string[] Sources, ProjectOptions Options)> Of(MarkdownPage page)
    {
        var fragments = page.Sections
            .Select(section => (section.Heading, Blocks: section.Blocks.Where(block => !IsFile(block)).Where(IsCompiled).ToArray()))
            .ToArray();
        MarkdownPage.Block[] given = [.. fragments[0].Blocks.Where(block => block.Language == MarkdownPage.Block.Given)];
        var types = new StringBuilder();
        foreach (MarkdownPage.Block block in fragments.SelectMany(section => section.Blocks))
            Append(types, page, block, member => member is not GlobalStatementSyntax);

        foreach ((string heading, MarkdownPage.Block[] blocks) in fragments.Where(section => section.Blocks.Any(block => block.Language == "csharp")))
        {
            MarkdownPage.Block[] all = heading.Length == 0 ? blocks : [.. given, .. blocks];
            var program = new StringBuilder();
            foreach (UsingDirectiveSyntax directive in all.SelectMany(block => Parse(block).Usings))
                program.AppendLine(directive.ToString());
            bool runs = false;
            foreach (MarkdownPage.Block block in all)
                runs |= Append(program, page, block, member => member is GlobalStatementSyntax);
            yield return ($"{page.Name}#{heading}", [Usings, program.ToString(), types.ToString()], Options(runs));
        }

        foreach (MarkdownPage.Block block in page.Blocks.Where(IsFile).Where(IsCompiled))
            yield return ($"{page.Name}({block.Line})", [$"#line {block.Line} \"{page.Name}\"\n{block.Text}"], Options(Parse(block).Members.OfType<GlobalStatementSyntax>().Any()));
    }

    /// <summary>Whether a block is compiled: C#, and not an excerpt.</summary>
    public static bool IsCompiled(MarkdownPage.Block block) => block is { Language: "csharp" or MarkdownPage.Block.Given, ExcerptOf: null };

    /// <summary>Whether a block is a whole file.</summary>
    private static bool IsFile(MarkdownPage.Block block) => block.Language == "csharp" && Parse(block).Usings.Any();

    private static ProjectOptions Options(bool runs) =>
        ProjectOptions.Default with { Output = runs ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary };

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
