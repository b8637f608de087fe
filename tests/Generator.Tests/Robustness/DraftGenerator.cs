using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Generated.Kernels;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Tests;

/// <summary>A random declaration, and the mistake in it, if there is one.</summary>
internal sealed record Declared(Draft Draft, Blunder? Blunder)
{
    public override string ToString() => $"// {(Blunder is null ? "valid" : Blunder)}\n{Draft}";
}

/// <summary>Random declarations that go into one compilation, and what that is like.</summary>
/// <param name="Options">How it compiles.</param>
/// <param name="Surroundings">A file that brings names and attributes of the user's own.</param>
/// <param name="Declarations">The declarations.</param>
internal sealed record RandomProject(ProjectOptions Options, string Surroundings, IReadOnlyList<Declared> Declarations)
{
    public override string ToString() => $"{Options}\n{Surroundings}\n{(Declarations.Count == 1 ? Declarations[0].ToString() : $"{Declarations.Count} declarations")}";
}

/// <summary>Random declarations of networks, as right and as wrong as users write them.</summary>
internal static class DraftGenerator
{
    /// <summary>Names that emitted code uses, or that C# treats specially, or that are hard to read.</summary>
    private static readonly string[] s_names =
    [
        "Net", "net", "NET", "@class", "@await", "@record", "@float", "@var", "@field", "_", "Größe_数字", "Ne\u0301t", "Übung", "ſ", "Kernels", "System", "Generated", "Math", "Vector512",
        "Span", "Tiles", "TVector", "TLoss", "Activation", "Sigmoid", "Emitted", "Numerics", "INetwork", "NetworkShape", "LayerShape", "Elementwise", "Unsafe", "nint", "nameof", "@dynamic",
        "Rows1Vectors1", "Object", "String", "Simd512", "Net2D", "A_very_long_name_that_nobody_would_write_but_somebody_may_generate_0123456789",
    ];

    private static readonly string[] s_spaces = ["@namespace", "@event", "Größe", "System", "Generated", "Numerics", "Emitted", "a", "A", "@this", "Vector512", "Span"];

    private static readonly string[] s_containers =
    [
        "partial class {0}", "public partial class {0}", "static partial class {0}", "internal sealed partial class {0}", "partial struct {0}", "readonly partial struct {0}", "ref partial struct {0}",
        "partial record {0}", "partial record {0}(int Number)", "partial record struct {0}", "partial interface {0}", "abstract partial class {0}", "partial class {0}<T>",
        "partial class {0}<TLoss, TVector>", "partial struct {0}<@in, T> where T : class", "partial interface {0}<TNetworkLoss, TLoss>", "unsafe partial class {0}",
    ];

    /// <summary>What can stand in a network without harm, with the class's name for {0} and its type for {1}.</summary>
    private static readonly string[] s_members =
    [
        "public int Calls;", "public {0}(string name, int number) : this() { }", "static {0}() { }", "public void Forward() { }", "public void Forward(int InputSize) { }",
        "private {1} Forward({1} x, {1} y) => x + y;", "public static int Create() => 3;", "public override string ToString() => \"Forward\";", "class Inner { int Shape = 1; public int Get() => Shape; }",
        "public const int Sizes = OutputSize;", "public int Backward<TLoss>(TLoss loss) => 1;", "internal event global::System.Action? Trained;", "public {1}[] Run({1}[] x) { {1}[] y = new {1}[OutputSize]; Forward(x, y); return y; }",
        "public int this[int index] => index;", "public static implicit operator int({0} network) => InputSize;", "public void Dispose() { }", "~{0}() { }", "struct ReadOnlySpan { } class CodeDom { } class Compiler { }",
        "public int input, output, gradient;", "public void Activate(int layer) { }", "public void ImportParameters(string path) { }",
    ];

    private static readonly string[] s_lines =
    [
        "[assembly: System.CLSCompliant(true)]", "public class Vector512 { }", "public class Span<T> { }", "public struct MemoryMarshal { }", "class Unsafe { public static void Add() { } }",
        "class Tiles { }", "class Sigmoid { }", "enum LayerKind { Dense }", "class Object { }", "class ILoss<T> { }", "namespace Numerics { class Simd512 { } }", "namespace Intrinsics { class System { } }",
        "namespace Clash { public class Math { public static int Min; } public class System { } }", "interface INetwork { }", "class GeneratedCode : System.Attribute { }", "class SkipLocalsInit { }", "class MethodImpl { }",
        "delegate void Step();", "class Emitted { }", "public class AlignedBuffer<T> { }", "namespace Runtime.CompilerServices { class X { } }",
    ];

    private static readonly string[] s_usings =
    [
        "global using Math = Clash.Math;", "global using Unsafe = Clash.Math;", "global using System = Clash.System;", "global using static Clash.Math;", "global using Clash;",
        "global using Rows1Vectors1 = Clash.System;", "global using TVector = Clash.Math;", "global using Tiles = Clash.Math;", "global using Numerics = Clash;",
    ];

    /// <summary>Projects of some declarations each; a failing one comes down to a single declaration, if one alone fails.</summary>
    public static Arbitrary<RandomProject> Projects(int size) => Arb.From(
        from options in Options()
        from surroundings in Surroundings()
        from declarations in Gen.CollectToList(Enumerable.Range(0, size), number => Declarations(number, options))
        select new RandomProject(options, surroundings, [.. declarations]),
        project => project.Declarations.Count == 1 ? []
            : new[] { project.Declarations.Count / 2, project.Declarations.Count - project.Declarations.Count / 2 }.Distinct().SelectMany(count => new[]
            {
                project with { Declarations = [.. project.Declarations.Take(count)] },
                project with { Declarations = [.. project.Declarations.Skip(project.Declarations.Count - count)] },
            }));

    private static Gen<ProjectOptions> Options() =>
        from language in Gen.Elements(LanguageVersion.CSharp12, LanguageVersion.CSharp13, LanguageVersion.Latest, LanguageVersion.Preview)
        from bits in Gen.Choose(0, 7)
        select new ProjectOptions { Language = language, Nullable = (bits & 1) != 0, CheckForOverflow = (bits & 2) != 0, AllowUnsafe = (bits & 4) != 0 };

    private static Gen<string> Surroundings() =>
        from usings in Some(s_usings)
        from lines in Some(s_lines)
        select string.Join("\n", usings.Concat(["#pragma warning disable"]).Concat(lines.Order(Comparer<string>.Create((a, b) => b[0] == '[' ? 1 : a[0] == '[' ? -1 : 0)))
            .Concat(lines.Any(line => line.Contains("namespace Clash", StringComparison.Ordinal)) ? [] : ["namespace Clash { public class Math { public static int Min; } public class System { } }"]));

    private static Gen<Declared> Declarations(int number, ProjectOptions options) =>
        from draft in Drafts(number, options)
        from blunder in Gen.Frequency((3, Gen.Constant<Blunder?>(null)), (2, Gen.Elements<Blunder?>(Blunder.All)))
        select Make(draft, blunder);

    private static Declared Make(Draft draft, Blunder? blunder)
    {
        blunder?.Make(draft);
        return new Declared(draft, blunder);
    }

    private static Gen<Draft> Drafts(int number, ProjectOptions options) =>
        from isGlobal in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from spaces in Gen.Resize(Gen.ListOf(Gen.Elements(s_spaces)), 2)
        from isFileScoped in Gen.Elements(true, false)
        from depth in Gen.Frequency((4, Gen.Constant(0)), (3, Gen.Constant(1)), (1, Gen.Constant(2)))
        from containers in Gen.ArrayOf(Gen.Elements(s_containers), depth)
        from containerNames in Gen.ArrayOf(Gen.Elements(s_names), depth)
        from name in Gen.Elements(s_names)
        from access in Gen.Elements("", "public", "internal")
        from isSealed in Gen.Elements(true, false)
        from attributes in Some("global::System.Obsolete", "global::System.CLSCompliant(false)", "global::System.Serializable")
        from members in Some(s_members)
        from second in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("", "public int Second;", "public void Forward(string name) { }", "private class Nested<T> { }")))
        from parent in Gen.Frequency((6, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("global::System.Exception", "object", "global::System.ICloneable")))
        from isDouble in Gen.Elements(false, true)
        from inputs in Gen.Choose(1, 20)
        from layers in Gen.ArrayOf(Layers(), 3)
        from count in Gen.Choose(1, 3)
        from form in Gen.Elements("long", "short", "activations", "collection", "array", "named")
        select Write(number, options, isGlobal, spaces, isFileScoped, [.. containers.Zip(containerNames)], name, access, isSealed, [.. attributes], [.. members], second, parent, isDouble, inputs, [.. layers.Take(count)], form);

    private static Gen<Layer> Layers() =>
        from units in Gen.Choose(2, 20)
        from activation in Gen.Elements(Enum.GetValues<Activation>())
        from kind in Gen.Frequency((5, Gen.Constant(LayerKind.Dense)), (1, Gen.Constant(LayerKind.RadialBasis)))
        select new Layer(units, activation, kind);

    private static Gen<IEnumerable<T>> Some<T>(params T[] values) =>
        from mask in Gen.ArrayOf(Gen.Choose(0, 4), values.Length)
        select values.Where((_, index) => mask[index] == 0);

    private static Draft Write(
        int number, ProjectOptions options, bool isGlobal, IEnumerable<string> spaces, bool isFileScoped, (string Form, string Name)[] containers, string name, string access, bool isSealed,
        List<string> attributes, string[] members, string? second, string? parent, bool isDouble, int inputs, Layer[] layers, string form)
    {
        // Unsafe where the project allows it; nothing protected, nothing that C# itself objects to.
        containers = [.. containers.Where(around => options.AllowUnsafe || !around.Form.StartsWith("unsafe", StringComparison.Ordinal))];
        // A type cannot have the name of a type parameter around it.
        name = containers.Any(around => around.Form.Contains(name, StringComparison.Ordinal)) ? "Net" : name;
        bool isNested = containers.Length > 0;
        isGlobal &= !isNested;
        var draft = new Draft
        {
            Number = number,
            Namespace = isGlobal ? [] : [Draft.Text(number).Insert(0, "N"), .. spaces],
            IsFileScoped = isFileScoped,
            Containers = [.. containers.Select((around, depth) => new Around(around.Form.Replace("{0}", $"{around.Name.TrimStart('@')}_{depth}", StringComparison.Ordinal)))],
            Name = isGlobal ? $"{name.TrimStart('@')}_{number}" : name,
            Modifiers = [.. new[] { access, isSealed ? "sealed" : "" }.Where(modifier => modifier.Length > 0)],
            IsDouble = isDouble,
            OtherAttributes = attributes,
            SecondPart = second,
            Base = parent == "global::System.ICloneable" ? $"{parent}" : parent,
        };
        if (parent == "global::System.ICloneable")
            draft.Members.Add("object global::System.ICloneable.Clone() => this;");
        draft.Members.AddRange(members.Select(member => member.Replace("{0}", draft.Name, StringComparison.Ordinal).Replace("{1}", draft.Type, StringComparison.Ordinal)));
        if (isDouble)
            draft.Settings.Add("Precision = global::Generated.Precision.Double");
        if (form == "long" || layers.Any(layer => layer.Kind == LayerKind.RadialBasis))
        {
            draft.SetLong(inputs, [.. layers.Select(layer => layer.Kind == LayerKind.RadialBasis ? $"RadialBasis({Draft.Text(layer.Units)})" : $"Dense({Draft.Text(layer.Units)}, {Name(layer.Activation)})")]);
            return draft;
        }

        int[] sizes = [inputs, .. layers.Select(layer => layer.Units)];
        if (form == "activations")
            draft.SetShort(sizes, $"Activations = new[] {{ {string.Join(", ", layers.Select(layer => Name(layer.Activation)))} }}");
        else
            draft.SetShort(sizes, $"Hidden = {Name(layers[0].Activation)}", $"Output = {Name(layers[^1].Activation)}");
        draft.SizesForm = form switch { "collection" => "[{0}]", "array" => "new[] {{ {0} }}", "named" => "sizes: new int[] {{ {0} }}", _ => "{0}" };
        return draft;
    }

    private static string Name(Activation activation) => $"global::Generated.Activation.{activation}";
}
