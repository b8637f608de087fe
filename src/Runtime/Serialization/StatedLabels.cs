using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

// Two types of one name would meet in the tool, which sees into both assemblies.
#if NETSTANDARD2_0
namespace Generated.Generator.Declaration;
#else
namespace Generated;
#endif

/// <summary>
/// What a file of weights says the outputs are called: a JSON array of strings under one key of a safetensors file's <c>__metadata__</c>. The
/// generator is compiled with this file too.
/// </summary>
internal static class StatedLabels
{
    /// <summary>Where a safetensors file says what its outputs are called.</summary>
    public const string MetadataKey = "labels";

    /// <summary>The text of some labels.</summary>
    public static string TextOf(IEnumerable<string> labels)
    {
        var text = new StringBuilder("[");
        foreach (string label in labels)
        {
            text.Append(text.Length > 1 ? ",\"" : "\"");
            foreach (char character in label)
            {
                if (character is '"' or '\\')
                    text.Append('\\').Append(character);
                else if (character < ' ' || char.IsSurrogate(character))
                    text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                else
                    text.Append(character);
            }

            text.Append('"');
        }

        return text.Append(']').ToString();
    }

    /// <summary>The labels that a text has, or null if it is not a JSON array of strings.</summary>
    public static IReadOnlyList<string>? LabelsIn(string text)
    {
        var labels = new List<string>();
        int at = 0;
        if (!Take(text, ref at, '['))
            return null;
        bool isEmpty = Take(text, ref at, ']');
        while (!isEmpty)
        {
            if (ReadString(text, ref at) is not { } label)
                return null;
            labels.Add(label);
            if (!Take(text, ref at, ','))
                break;
        }

        return (isEmpty || Take(text, ref at, ']')) && text.Skip(at).All(IsSpace) ? labels : null;
    }

    /// <summary>What is wrong with a file's labels, or null.</summary>
    /// <param name="stated">What the file states, or null if it does not.</param>
    /// <param name="network">The labels of the network; none if it has none.</param>
    public static string? Problem(string? stated, IReadOnlyList<string> network)
    {
        if (stated is null || network.Count == 0)
            return null;
        if (LabelsIn(stated) is not { } labels)
            return $"its metadata states the labels '{PrintableText.Of(stated)}', which is not a JSON array of strings.";
        return labels.SequenceEqual(network, StringComparer.Ordinal) ? null
            : $"its metadata states the labels {PrintableText.Of(TextOf(labels))}, but those of the network are {PrintableText.Of(TextOf(network))}: "
                + $"the outputs would be taken for others. Declare the network with the labels of the file, or correct '{MetadataKey}' in it.";
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\n' or '\r';

    private static bool Take(string text, ref int at, char expected)
    {
        while (at < text.Length && IsSpace(text[at]))
            at++;
        if (at >= text.Length || text[at] != expected)
            return false;
        at++;
        return true;
    }

    private static string? ReadString(string text, ref int at)
    {
        if (!Take(text, ref at, '"'))
            return null;
        var label = new StringBuilder();
        while (at < text.Length)
        {
            char character = text[at++];
            if (character == '"')
                return label.ToString();
            if (character < ' ')
                return null;
            if (character == '\\')
            {
                if (ReadEscape(text, ref at) is not { } escaped)
                    return null;
                character = escaped;
            }

            label.Append(character);
        }

        return null;
    }

    private static char? ReadEscape(string text, ref int at)
    {
        if (at >= text.Length)
            return null;
        char escape = text[at++];
        if (escape == 'u')
        {
            if (at + 4 > text.Length || !ushort.TryParse(text.Substring(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
                return null;
            at += 4;
            return (char)code;
        }

        const string escapes = "\"\\/bfnrt", characters = "\"\\/\b\f\n\r\t";
        return escapes.IndexOf(escape) is var index and >= 0 ? characters[index] : null;
    }
}
