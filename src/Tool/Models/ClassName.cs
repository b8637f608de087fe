using System;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Tool.Models;

/// <summary>What a network's class is called in C#.</summary>
internal static class ClassName
{
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

        string text = name.ToString();
        if (text.Length == 0 || char.IsDigit(text[0]))
            return "Model" + text;
        // Where Generated is used too, a class of the same name would hide the library's.
        return IsOfTheLibrary(text) ? text + "Model" : text;
    }

    /// <summary>Requires that a name can be that of a class.</summary>
    /// <exception cref="ToolException">It cannot: the message says why.</exception>
    public static void Require(string option, string name)
    {
        if (!IsName(name))
            throw new ToolException($"{option} is '{name}', which is no name in C#.");
        if (IsOfTheLibrary(name))
            throw new ToolException($"{option} is '{name}', which is the name of a class of Generated; another one is wanted.");
    }

    /// <summary>Requires that a name can be that of a namespace.</summary>
    /// <exception cref="ToolException">It cannot.</exception>
    public static void RequireNamespace(string option, string name)
    {
        if (!name.Split('.').All(IsName))
            throw new ToolException($"{option} is '{name}', which is no namespace in C#.");
    }

    private static bool IsName(string name) => SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None;

    private static bool IsOfTheLibrary(string name) =>
        typeof(NetworkAttribute).Assembly.GetExportedTypes().Any(type => type.Namespace == nameof(Generated) && (type.Name == name || type.Name == name + nameof(Attribute)));
}
