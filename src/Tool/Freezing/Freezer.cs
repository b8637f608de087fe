using System;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Tool.Freezing;

/// <summary>Turns a trained network into C# source with its weights as constants.</summary>
internal static class Freezer
{
    private static readonly string[] s_members = ["InputSize", "OutputSize", "Forward"];

    /// <summary>The source of a static class with <c>InputSize</c>, <c>OutputSize</c> and <c>Forward(input, output)</c>.</summary>
    /// <param name="model">The network.</param>
    /// <param name="className">The class's name.</param>
    /// <param name="namespace">Its namespace; the global one if empty.</param>
    /// <param name="source">Where the weights come from, for the head of the file.</param>
    /// <exception cref="ArgumentException">A name is no C# name, or a weight is not a finite number: the message says which.</exception>
    /// <exception cref="NotSupportedException">The network is too large: the message says by what, and what to do instead.</exception>
    public static string Freeze(DenseModel model, string className, string @namespace, string source)
    {
        if (s_members.Contains(className))
            throw new ArgumentException($"The class cannot be called {className}, which is one of its members.", nameof(className));
        return FrozenEmitter.Write(
            FrozenNetwork.Plan(model), Identifier(className, "class"), @namespace.Length == 0 ? "" : string.Join('.', @namespace.Split('.').Select(part => Identifier(part, "namespace"))), source);
    }

    /// <summary>A name as C# writes it, with @ where it is a keyword.</summary>
    private static string Identifier(string name, string what)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new ArgumentException($"'{name}' is no name for a {what} in C#.");
        return SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
    }
}
