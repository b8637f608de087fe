using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Generated.Tests;

/// <summary>A page of the documentation: its sections, the fenced blocks in them, its headings and its links.</summary>
/// <remarks>
/// Comments, which readers do not see, belong to the examples. <c>&lt;!-- given</c> is code that the reader is told of in words, or can imagine. The others are
/// about the next block: <c>&lt;!-- excerpt of PATH --&gt;</c>, it is not compiled, since its lines stand in that file; <c>&lt;!-- reports ID --&gt;</c>, that is what
/// the rules say to it; <c>&lt;!-- prints --&gt;</c>, it is what the program above it prints.
/// </remarks>
internal sealed partial class MarkdownPage
{
    private const string Fence = "```";

    private readonly StringBuilder _prose = new();

    /// <summary>Reads a page.</summary>
    /// <param name="path">The file, relative to the repository's root.</param>
    public MarkdownPage(string path)
        : this(path, File.ReadAllText(Path.Combine(Repository.Root, path)))
    {
    }

    /// <summary>Takes a page's text apart.</summary>
    public MarkdownPage(string path, string text)
    {
        Name = path.Replace('\\', '/');
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        var section = new Section("");
        var sections = new List<Section> { section };
        var anchors = new List<string>();
        Note note = default;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.TrimStart().StartsWith(Fence, StringComparison.Ordinal))
            {
                (Block block, i) = ReadUntil(lines, i, end => end.Trim() == Fence, line.Trim()[Fence.Length..]);
                section.Blocks.Add(block with { Note = note });
                note = default;
            }
            else if (line == "<!-- given")
            {
                (Block block, i) = ReadUntil(lines, i, end => end == "-->", Block.Given);
                section.Blocks.Add(block);
            }
            else if (Comment().Match(line) is { Success: true } comment)
            {
                note = new Note(comment.Groups[1].Value, comment.Groups[2].Value);
            }
            else
            {
                if (Heading().Match(line) is { Success: true } heading)
                {
                    anchors.Add(Anchor(heading.Groups[2].Value, anchors));
                    if (heading.Groups[1].Length == 2)
                        sections.Add(section = new Section(heading.Groups[2].Value));
                }

                _prose.AppendLine(line);
            }
        }

        Sections = sections;
        Anchors = anchors;
    }

    /// <summary>Every page: README.md and what is in docs.</summary>
    public static IReadOnlyList<string> All { get; } = ["README.md", .. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>The file, relative to the repository's root.</summary>
    public string Name { get; }

    /// <summary>What stands before the first heading of level two, then what stands under each of them.</summary>
    public IReadOnlyList<Section> Sections { get; }

    /// <summary>All blocks, in order.</summary>
    public IEnumerable<Block> Blocks => Sections.SelectMany(section => section.Blocks);

    /// <summary>What links to a heading of this page name after the number sign.</summary>
    public IReadOnlyList<string> Anchors { get; }

    /// <summary>The targets of all links.</summary>
    public IEnumerable<string> Links => Link().Matches(InlineCode().Replace(_prose.ToString(), "")).Select(match => match.Groups[1].Value);

    /// <summary>The text without its blocks and comments.</summary>
    public string Prose => _prose.ToString();

    /// <summary>All that is set as code: words within the text, and C#.</summary>
    public string Code => string.Join('\n', InlineCode().Matches(Prose).Select(match => match.Value).Concat(Blocks.Where(block => block.Language == "csharp").Select(block => block.Text)));

    private (Block Block, int End) ReadUntil(string[] lines, int start, Func<string, bool> isEnd, string language)
    {
        int end = Array.FindIndex(lines, start + 1, line => isEnd(line));
        if (end < 0)
            throw new InvalidDataException($"{Name}({start + 1}): this block has no end.");
        return (new Block(language, string.Concat(lines[(start + 1)..end].Select(line => line + "\n")), start + 2), end);
    }

    /// <summary>GitHub's name of a heading: letters, digits, hyphens and low lines, with a number if there is one of that name already.</summary>
    private static string Anchor(string heading, List<string> before)
    {
        string name = string.Concat(heading.ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')).Replace(' ', '-');
        int same = before.Count(anchor => anchor == name || Regex.IsMatch(anchor, $"^{Regex.Escape(name)}-\\d+$"));
        return same == 0 ? name : $"{name}-{same}";
    }

    [GeneratedRegex("^(#{1,6}) +(.*?) *$")]
    private static partial Regex Heading();

    [GeneratedRegex("^<!-- (excerpt of|reports|prints) ?(.*?) ?-->$")]
    private static partial Regex Comment();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>What stands under a heading.</summary>
    internal sealed record Section(string Heading)
    {
        public List<Block> Blocks { get; } = [];
    }

    /// <summary>A fenced block, or a comment of code that is given.</summary>
    /// <param name="Language">What follows the fence.</param>
    /// <param name="Text">The lines between the fences.</param>
    /// <param name="Line">The line of the file in which the text starts, counted from 1.</param>
    internal sealed record Block(string Language, string Text, int Line)
    {
        /// <summary>The language of a comment of code.</summary>
        public const string Given = "given";

        /// <summary>What a comment above it says about it.</summary>
        public Note Note { get; init; }

        /// <summary>The file in which these lines stand, relative to the repository's root, if it is an excerpt.</summary>
        public string? ExcerptOf => Note.Kind == "excerpt of" ? Note.Value : null;

        /// <summary>The rule that objects to it.</summary>
        public string? Reports => Note.Kind == "reports" ? Note.Value : null;

        /// <summary>Whether it is what the program above it prints.</summary>
        public bool IsOutput => Note.Kind == "prints";
    }

    /// <summary>A comment about a block: excerpt of a file, reports a rule, prints.</summary>
    internal readonly record struct Note(string? Kind, string? Value);
}
