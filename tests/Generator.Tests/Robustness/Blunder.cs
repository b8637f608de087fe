using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Tests;

/// <summary>One mistake that a user can make, and the rule that has to explain it.</summary>
internal sealed class Blunder
{
    private readonly string _name;
    private readonly Action<Draft> _make;

    public Blunder(string id, string name, Action<Draft> make, bool emits = false) => (Id, _name, _make, Emits) = (id, name, make, emits);

    public string Id { get; }

    /// <summary>Whether the network is emitted all the same.</summary>
    public bool Emits { get; }

    public static IReadOnlyList<Blunder> All { get; } = [.. Enumerate()];

    public void Make(Draft draft) => _make(draft);

    public override string ToString() => $"{Id} ({_name})";

    private static IEnumerable<Blunder> Enumerate()
    {
        yield return new("GEN0001", "not partial", draft => (draft.IsPartial, draft.SecondPart) = (false, null));
        foreach (string kind in new[] { "class", "struct", "static class", "record", "interface" })
            yield return new("GEN0002", $"in a {kind} that is not partial", draft => draft.Containers.Insert(0, new Around($"{kind} {draft.Unique("Closed")}")));
        yield return new("GEN0003", "static", draft => { Bare(draft); draft.Modifiers = ["static"]; });
        yield return new("GEN0003", "abstract", draft => { Bare(draft); draft.Modifiers = ["abstract"]; });
        yield return new("GEN0004", "generic", draft => { Bare(draft); draft.TypeParameters = "<TNumber>"; });
        foreach (string keyword in new[] { "record", "record class", "struct", "record struct", "interface" })
            yield return new("GEN0005", keyword, draft => { Bare(draft); (draft.Keyword, draft.Modifiers) = (keyword, []); });
        yield return new("GEN0006", "file-local", draft => { Bare(draft); draft.Containers.Clear(); draft.Modifiers = ["file"]; });
        yield return new("GEN0006", "in a file-local type", draft => { Bare(draft); draft.Containers.Clear(); draft.Containers.Add(new Around($"file partial class {draft.Unique("Local")}")); });
        yield return new("GEN0007", "primary constructor", draft => { Bare(draft); draft.PrimaryConstructor = "(int number)"; });
        yield return new("GEN0007", "empty primary constructor", draft => { Bare(draft); draft.PrimaryConstructor = "()"; });
        yield return new("GEN0007", "required member", draft => { Bare(draft); draft.Members = ["public required int Needed { get; set; }"]; });
        yield return new("GEN0007", "base class with a constructor of arguments", draft => Derive(draft, "public {0}(int number) { }"));
        yield return new("GEN0007", "base class with a private constructor", draft => Derive(draft, "private {0}() { }"));
        yield return new("GEN0007", "required member of the base class", draft => Derive(draft, "public required int Needed { get; set; }"));
        foreach (string member in new[]
        {
            "private int InputSize;", "public static int OutputSize => 3;", "public void ParameterCount() { }", "class Shape { }", "int Parameters { get; set; }",
            "event global::System.Action Shape;", "int _parameters = 3;", "void Forward() { } int Backward => 1;", "class ForwardBatch { }", "enum Activate { }",
            "public {0}() { }", "private {0}(ulong number) { }", "public {0}(ulong seed, int layer) { } {0}() { }", "public int get_Parameters() => 3;",
            "void Forward(global::System.ReadOnlySpan<{1}> x, global::System.Span<{1}> y) { }", "void Activate(global::System.ReadOnlySpan<{1}> x, int layer, global::System.Span<{1}> y) { }",
            "{1} Backward<TSome>(global::System.ReadOnlySpan<{1}> x, global::System.ReadOnlySpan<{1}> t, global::System.Span<{1}> g) => 0;",
            "static void ImportParameters(global::System.ReadOnlySpan<{1}> values) { }", "delegate void ExportParameters();",
        })
        {
            yield return new("GEN0008", member, draft => { Bare(draft); draft.Members = [Fill(member, draft, draft.Name)]; });
        }

        foreach (string name in new[] { "Forward", "Shape", "OutputSize", "_parameters", "@Parameters" })
            yield return new("GEN0008", $"class {name}", draft => { Bare(draft); draft.Namespace.AddRange(draft.Namespace.Count == 0 ? [draft.Unique("Own")] : []); draft.Name = name; });
        yield return new("GEN0008", "inherited field", draft => Derive(draft, "public int InputSize;"));
        yield return new("GEN0008", "inherited method", draft => Derive(draft, "protected virtual void Forward(global::System.ReadOnlySpan<{1}> x, global::System.Span<{1}> y) { }"));
        yield return new("GEN0008", "inherited type of the class's name", draft => Derive(draft, "public class {2} { }"));
        yield return new("GEN0008", "a network as base class", draft =>
        {
            Bare(draft);
            draft.Before.Add($"[global::Generated.Network(1, 1)] public partial class {draft.Unique("Basic")} {{ }}");
            (draft.Base, draft.OtherNetworks) = (draft.Unique("Basic"), 1);
        });
        yield return new("GEN0010", "no sizes", draft => { draft.SetShort([]); draft.SizesForm = "{0}"; });
        yield return new("GEN0010", "no sizes but layers", draft => { draft.SetLong(2, "Dense(3)"); (draft.Sizes, draft.SizesForm) = ([], "{0}"); });
        yield return new("GEN0010", "no layer", draft => draft.SetShort([3]));
        yield return new("GEN0010", "null", draft => { draft.SetShort([]); draft.SizesForm = "null"; });
        yield return new("GEN0011", "both forms", draft => { draft.SetShort([3, 4]); draft.Layers = ["Dense(2)"]; });
        yield return new("GEN0012", "a layer on the other part", draft => { draft.SetLong(2, "Dense(3)"); draft.SecondPart ??= ""; draft.SecondAttribute = "[global::Generated.RadialBasis(2)]"; });
        foreach (int size in new[] { 0, -1, int.MinValue, int.MaxValue, (1 << 20) + 1 })
        {
            yield return new("GEN0014", $"{size} inputs", draft => { draft.SetShort([size, 2]); draft.SizesForm = "{0}"; });
            yield return new("GEN0014", $"{size} units", draft => draft.SetShort([3, size, 2]));
            yield return new("GEN0015", $"{size} units of a dense layer", draft => draft.SetLong(3, $"Dense({Draft.Text(size)}, global::Generated.Activation.Tanh)", "Dense(1)"));
            yield return new("GEN0015", $"{size} centres", draft => draft.SetLong(3, "Dense(2)", $"RadialBasis({Draft.Text(size)})"));
        }

        yield return new("GEN0016", "too few activations", draft => draft.SetShort([3, 2, 1], "Activations = new[] { global::Generated.Activation.Tanh }"));
        yield return new("GEN0016", "too many activations", draft => draft.SetShort([3, 1], "Activations = new[] { global::Generated.Activation.Tanh, global::Generated.Activation.ReLU }"));
        yield return new("GEN0016", "no activations", draft => draft.SetShort([3, 1], "Activations = new global::Generated.Activation[0]"));
        yield return new("GEN0036", "too few labels", draft => draft.SetShort([3, 2], "Labels = new[] { \"one\" }"));
        yield return new("GEN0036", "an empty label", draft => draft.SetShort([3, 2], "Labels = new[] { \"one\", \"\" }"));
        yield return new("GEN0036", "a label twice", draft => draft.SetShort([3, 2], "Labels = new[] { \"one\", \"one\" }"));
        yield return new("GEN0017", "hidden", draft => draft.SetShort([3, 2, 1], "Hidden = (global::Generated.Activation)99"));
        yield return new("GEN0017", "output", draft => draft.SetShort([3, 1], "Output = (global::Generated.Activation)(-1)"));
        yield return new("GEN0017", "activations", draft => draft.SetShort([3, 2, 1], "Activations = new[] { global::Generated.Activation.Tanh, (global::Generated.Activation)1000 }"));
        yield return new("GEN0017", "dense", draft => draft.SetLong(3, "Dense(2, (global::Generated.Activation)int.MaxValue)"));
        yield return new("GEN0017", "precision", draft => draft.Settings = [.. draft.Settings.Where(setting => !setting.StartsWith("Precision", StringComparison.Ordinal)), "Precision = (global::Generated.Precision)2"]);
        yield return new("GEN0018", "output in the long form", draft => { draft.SetLong(3, "Dense(2)"); draft.Settings.Add("Output = global::Generated.Activation.Tanh"); });
        yield return new("GEN0018", "activations in the long form", draft => { draft.SetLong(3, "Dense(2)"); draft.Settings.Add("Activations = new[] { global::Generated.Activation.Tanh }"); });
        yield return new("GEN0018", "hidden beside activations", draft => draft.SetShort([3, 2], "Hidden = global::Generated.Activation.Tanh", "Activations = new[] { global::Generated.Activation.Tanh }"));
        yield return new("GEN0019", "parameters", draft => draft.SetShort([100_000, 100_000, 2]));
        yield return new("GEN0019", "intermediate results", draft => draft.SetShort([1, .. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? 1 << 20 : 1)]));
        yield return new("GEN0021", "output", draft => draft.SetShort([3, 2, 1], "Output = global::Generated.Activation.Softmax"), emits: true);
        yield return new("GEN0021", "dense", draft => draft.SetLong(3, "Dense(1, global::Generated.Activation.Softmax)", "Dense(2)"), emits: true);
        yield return new("GEN0027", "weights that the project does not have", draft => draft.Settings.Add("Weights = \"digits.safetensors\""));
        yield return new("GEN0027", "a hash of no file", draft => draft.Settings.Add("WeightsSha256 = \"00\""));
    }

    /// <summary>Takes away what goes with a plain class only.</summary>
    private static void Bare(Draft draft) => (draft.Members, draft.SecondPart, draft.Base, draft.Modifiers) = ([], null, null, []);

    private static void Derive(Draft draft, string member)
    {
        Bare(draft);
        draft.Base = draft.Unique("Basic");
        draft.Before.Add($"public class {draft.Base} {{ {Fill(member, draft, draft.Base)} }}");
    }

    /// <summary>Puts the class that has a member, the network's floating-point type and the network's name into a member.</summary>
    private static string Fill(string member, Draft draft, string owner) => member.Replace("{0}", owner, StringComparison.Ordinal)
        .Replace("{1}", draft.Type, StringComparison.Ordinal).Replace("{2}", draft.Name, StringComparison.Ordinal);
}
