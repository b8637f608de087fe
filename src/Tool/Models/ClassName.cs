using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Tool.Models;

/// <summary>What a network's class is called in C#.</summary>
internal static class ClassName
{
    /// <summary>Files are called after the class, and systems take no longer names than 255 bytes for one.</summary>
    private const int Longest = 60;

    /// <summary>
    /// What a project cannot be called, in any case: its program's class, and the namespaces and assemblies that it refers to. An assembly of one of these
    /// names would hide the other, or not be found.
    /// </summary>
    private static readonly HashSet<string> s_ofProjects = new(
        ["Program", nameof(Generated), nameof(System), nameof(Microsoft), "Internal", "mscorlib", "netstandard", "WindowsBase"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The types that a new project finds without naming where, and those of its program: a class of the same name would hide one of them.</summary>
    private static readonly Lazy<HashSet<string>> s_ofTheFramework = new(() =>
    {
        string[] namespaces =
        [
            "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
            "System.Globalization",
        ];
        Type[] someOfEach =
        [
            typeof(object), typeof(Uri), typeof(Console), typeof(Enumerable), typeof(Stack<>), typeof(HttpClient),
            typeof(System.IO.FileSystemWatcher), typeof(System.Threading.Barrier), typeof(System.Threading.Tasks.Parallel),
        ];
        return [.. someOfEach.Select(type => type.Assembly).Distinct().SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => namespaces.Contains(type.Namespace)).Select(type => type.Name.Split('`')[0])];
    });

    /// <summary>A name like those of .NET after a file's: <c>DigitsMlp</c> after <c>digits-mlp.onnx</c>.</summary>
    public static string After(string fileName)
    {
        var name = new StringBuilder();
        bool startsWord = true;
        foreach (char character in fileName)
        {
            if (!char.IsLetterOrDigit(character))
            {
                startsWord = true;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        string text = name.ToString(0, Math.Min(name.Length, Longest));
        if (text.Length == 0 || char.IsDigit(text[0]))
            text = "Model" + text;
        return IsTaken(text) ? Alternatives(text).First(other => !IsTaken(other)) : text;
    }

    /// <summary>Other names for a class that cannot be called after its file.</summary>
    public static IEnumerable<string> Alternatives(string name) => [name + "Model", name + "Network", name + "NetworkModel"];

    /// <summary>Requires that a name can be that of a class.</summary>
    /// <exception cref="ToolException">It cannot: the message says why.</exception>
    public static void Require(string option, string name)
    {
        if (!IsName(name))
            throw new ToolException($"{option} is '{name}', which is not a name in C#.");
        if (IsOfTheLibrary(name))
            throw new ToolException($"{option} is '{name}', which is the name of a class of Generated; give another one.");
    }

    /// <summary>Requires that a name can be that of a project too.</summary>
    /// <exception cref="ToolException">It cannot: the message says why.</exception>
    public static void RequireProject(string option, string name)
    {
        if (s_ofProjects.Contains(name))
            throw new ToolException($"{option} is '{name}', which no project can be called: its program, or what it refers to, is; give another name.");
    }

    /// <summary>Requires that a name can be that of a namespace.</summary>
    /// <exception cref="ToolException">It cannot.</exception>
    public static void RequireNamespace(string option, string name)
    {
        if (!name.Split('.').All(IsName))
            throw new ToolException($"{option} is '{name}', which is not a namespace in C#.");
    }

    private static bool IsName(string name) => SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None;

    /// <summary>Whether the name means something else where the class is used, or is that of a member of every network.</summary>
    private static bool IsTaken(string name) => IsOfTheLibrary(name) || s_ofProjects.Contains(name) || s_ofTheFramework.Value.Contains(name)
        || typeof(INetwork<,>).GetMembers().Any(member => member.Name == name);

    private static bool IsOfTheLibrary(string name) => typeof(NetworkAttribute).Assembly.GetExportedTypes()
        .Any(type => type.Namespace == nameof(Generated) && (type.Name.Split('`')[0] == name || type.Name == name + nameof(Attribute)));
}
