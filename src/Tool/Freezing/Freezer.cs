using System;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Tool.Freezing;

/// <summary>What a trained network is as C#.</summary>
/// <param name="Text">The file.</param>
/// <param name="LeftOut">What of the network is not in it, in sentences.</param>
internal sealed record FrozenSource(string Text, string LeftOut);

/// <summary>Turns a trained network into C# source with its weights as constants.</summary>
internal static class Freezer
{
    private static readonly string[] s_members = ["InputSize", "OutputSize", "Forward"];

    /// <summary>The source of a static class with <c>InputSize</c>, <c>OutputSize</c> and <c>Forward(input, output)</c>.</summary>
    /// <param name="model">The network.</param>
    /// <param name="className">The class's name.</param>
    /// <param name="namespace">Its namespace; the global one if empty.</param>
    /// <param name="origin">Where the weights come from, for the head of the file.</param>
    /// <exception cref="ArgumentException">The name is that of a member, or a weight is not a finite number: the message says which.</exception>
    /// <exception cref="NotSupportedException">
    /// The network is not a chain of dense layers, or too large: the message says by what, and what to do instead.
    /// </exception>
    public static FrozenSource Freeze(NetworkModel model, string className, string @namespace, string origin)
    {
        if (s_members.Contains(className))
            throw new ArgumentException($"The class cannot be called {className}, which is one of its members.");
        // A line break would end the comment.
        origin = Listing.Printable(origin);
        var network = FrozenNetwork.Plan(model);
        string text = FrozenEmitter.Write(network, Escaped(className), string.Join('.', @namespace.Split('.').Select(Escaped)), origin);
        return new FrozenSource(text, string.Join(' ', FrozenHeader.LeftOut(network)));
    }

    /// <summary>A name with @ where it means something to the compiler, such as <c>record</c>.</summary>
    private static string Escaped(string name) => SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
