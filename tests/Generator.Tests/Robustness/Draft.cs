using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Generated.Tests;

/// <summary>
/// A declaration that is being written: everything about it can still be changed, into something wrong as well. Its names are unique
/// to its number, so that many of them go into one compilation.
/// </summary>
internal sealed class Draft
{
    public required int Number { get; init; }

    /// <summary>The parts of the namespace, the first of which holds the number; none for the global namespace.</summary>
    public List<string> Namespace { get; init; } = [];

    public bool IsFileScoped { get; init; }

    /// <summary>The types around the class, outermost first.</summary>
    public List<Around> Containers { get; init; } = [];

    public List<string> Modifiers { get; set; } = [];

    public bool IsPartial { get; set; } = true;

    public string Keyword { get; set; } = "class";

    public required string Name { get; set; }

    public string TypeParameters { get; set; } = "";

    public string PrimaryConstructor { get; set; } = "";

    public string? Base { get; set; }

    /// <summary>The sizes in <c>[Network]</c>, as written.</summary>
    public List<string> Sizes { get; set; } = [];

    /// <summary>How the sizes are put: with {0} in the place of the list.</summary>
    public string SizesForm { get; set; } = "{0}";

    /// <summary>The other arguments of <c>[Network]</c>, as written.</summary>
    public List<string> Settings { get; set; } = [];

    public bool IsDouble { get; init; }

    /// <summary>The layer attributes, as written, without brackets.</summary>
    public List<string> Layers { get; set; } = [];

    /// <summary>Attributes that have nothing to do with networks.</summary>
    public List<string> OtherAttributes { get; init; } = [];

    public List<string> Members { get; set; } = [];

    /// <summary>Types that stand before the class, in its namespace.</summary>
    public List<string> Before { get; } = [];

    /// <summary>What is in the second part of the class, in a file of its own; null where there is none.</summary>
    public string? SecondPart { get; set; }

    /// <summary>The attribute of the second part.</summary>
    public string SecondAttribute { get; set; } = "";

    /// <summary>The number of networks in this draft that are valid, besides the one that it is about.</summary>
    public int OtherNetworks { get; set; }

    public string Type => IsDouble ? "double" : "float";

    public void SetShort(IEnumerable<int> sizes, params string[] settings)
    {
        Sizes = [.. sizes.Select(Text)];
        Settings = [.. Settings.Where(setting => setting.StartsWith("Precision", System.StringComparison.Ordinal)), .. settings];
        Layers = [];
    }

    public void SetLong(int inputs, params string[] layers)
    {
        SetShort([inputs]);
        Layers = [.. layers];
    }

    /// <summary>A name that no other draft in the compilation has.</summary>
    public string Unique(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}OfDraft{Number}");

    /// <summary>The files; their names begin with the draft's number.</summary>
    public IEnumerable<(string Path, string Text)> Files()
    {
        var text = new StringBuilder();
        string attributes = string.Concat(OtherAttributes.Select(attribute => $"[{attribute}] "))
            + $"[global::Generated.Network({string.Join(", ", new[] { string.Format(CultureInfo.InvariantCulture, SizesForm, string.Join(", ", Sizes)) }.Where(sizes => sizes.Length > 0).Concat(Settings))})] "
            + string.Concat(Layers.Select(layer => $"[global::Generated.{layer}] "));
        yield return ($"D{Number}.cs", Wrap(string.Join("\n", Before), $"{attributes}{Head(TypeParameters + PrimaryConstructor, Base)} {{ {string.Join(" ", Members)} }}"));
        if (SecondPart is not null)
            yield return ($"D{Number}b.cs", Wrap(null, $"{SecondAttribute} {Head(TypeParameters, null)} {{ {SecondPart} }}"));
    }

    public override string ToString() => string.Join("\n", Files().Select(file => $"// {file.Path}\n{file.Text}"));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Head(string parameters, string? parent) =>
        string.Join(" ", [.. Modifiers, .. IsPartial ? ["partial"] : System.Array.Empty<string>(), Keyword, Name + parameters]) + (parent is null ? "" : $" : {parent}");

    private string Wrap(string? before, string declaration)
    {
        string body = before + "\n";
        // Only one part of a record can have parameters.
        IEnumerable<string> heads = Containers.Select(around => before is null ? around.Head.Replace("(int Number)", "", System.StringComparison.Ordinal) : around.Head);
        body += string.Concat(heads.Select(head => $"{head} {{ ")) + declaration + string.Concat(Containers.Select(_ => " }"));
        return Namespace.Count == 0 ? body
            : IsFileScoped ? $"namespace {string.Join(".", Namespace)};\n{body}"
            : $"namespace {string.Join(".", Namespace)}\n{{\n{body}\n}}";
    }
}

/// <summary>A type around a network.</summary>
internal sealed record Around(string Head);
