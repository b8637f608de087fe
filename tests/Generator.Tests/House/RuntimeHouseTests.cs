using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Generated.Tests;

/// <summary>The runtime's rooms are its source folders. What one uses of the others is read off its sources.</summary>
public class RuntimeHouseTests
{
    /// <summary>The folder's own files, which user code names first.</summary>
    private const string Root = "";

    /// <summary>What each room may use besides itself, from the ground up: each names only rooms that stand before it.</summary>
    private static readonly (string Room, string[] MayUse)[] s_rooms =
    [
        ("Numerics", []),
        (Root, ["Numerics"]),
        ("Layers", [Root]),
        ("Kernels", [Root, "Numerics"]),
        ("LinearAlgebra", [Root, "Numerics", "Kernels"]),
        ("Losses", [Root, "Numerics", "Kernels"]),
        ("Initialization", [Root, "Numerics", "Kernels"]),
        ("Optimizers", [Root, "Numerics", "Kernels"]),
        ("Schedules", [Root, "Numerics", "Kernels"]),
        ("Serialization", [Root, "Layers", "Numerics", "Kernels"]),
        ("Data", [Root, "Numerics", "Kernels", "Serialization"]),
        ("Metrics", [Root, "Numerics", "Kernels"]),
        ("Decomposition", [Root, "Numerics", "Kernels", "LinearAlgebra", "Data", "Serialization"]),
        ("Training", [Root, "Numerics", "Kernels", "Losses", "Initialization", "Optimizers", "Schedules", "Data", "Metrics", "Serialization"]),
        ("LearningRules", [Root, "Numerics", "Kernels", "LinearAlgebra", "Optimizers", "Data", "Training"]),
    ];

    /// <summary>The rooms that have a namespace of their own: what only emitted code and those who write kernels name.</summary>
    private static readonly string[] s_ownNamespaces = ["Numerics", "Kernels", "LinearAlgebra"];

    private static readonly Lazy<CSharpCompilation> s_runtime = new(Compile);

    private static readonly Lazy<ILookup<string, string>> s_uses = new(() => FindUses().Distinct().ToLookup(use => use.Room, use => use.Used));

    public static TheoryData<string> Rooms() => [.. s_rooms.Select(room => room.Room)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesOnlyWhatIsBelowIt(string room) => Assert.Empty(s_uses.Value[room].Except(s_rooms.Single(other => other.Room == room).MayUse));

    [Fact]
    public void NoRoomsFormACircle()
    {
        string[] order = [.. s_rooms.Select(room => room.Room)];
        Assert.All(s_rooms, room => Assert.All(room.MayUse, used => Assert.True(Array.IndexOf(order, used) < Array.IndexOf(order, room.Room), $"{room.Room} stands on {used}.")));
    }

    [Fact]
    public void EveryFolderIsARoom() => Assert.Empty(s_runtime.Value.SyntaxTrees.Select(RoomOf).Distinct().Except(s_rooms.Select(room => room.Room)));

    [Fact]
    public void TheSourcesWereUnderstood()
    {
        Assert.Empty(s_runtime.Value.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Contains("Numerics", s_uses.Value["Losses"]);
    }

    [Fact]
    public void OnlyWhatKernelsAreMadeOfHasNamespacesOfItsOwn()
    {
        foreach (SyntaxTree tree in s_runtime.Value.SyntaxTrees)
        {
            string space = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Single().Name.ToString();
            Assert.True(space == (s_ownNamespaces.Contains(RoomOf(tree)) ? $"Generated.{RoomOf(tree)}" : "Generated"), $"{tree.FilePath} is in {space}.");
        }
    }

    /// <summary>As the build demands it, in which warnings are errors.</summary>
    [Fact]
    public void EveryPublicMemberIsDocumented()
    {
        string common = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", common, StringComparison.Ordinal);
        foreach (string name in new[] { "Runtime", "Keras", "Onnx" })
        {
            string project = File.ReadAllText(Path.Combine(Repository.Root, "src", name, name + ".csproj"));
            Assert.Contains("<GenerateDocumentationFile>true</GenerateDocumentationFile>", project, StringComparison.Ordinal);
            Assert.DoesNotContain("CS1591", project + common, StringComparison.Ordinal);
        }

        // Nor is it switched off in a source.
        string[] documentation = ["CS1591", "CS1570", "CS1572", "CS1573", "CS1574"];
        Assert.Empty(s_runtime.Value.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => documentation.Contains(diagnostic.Id)));
        Assert.DoesNotContain(s_runtime.Value.SyntaxTrees, tree => documentation.Any(id => tree.ToString().Contains(id, StringComparison.Ordinal)));
    }

    private static CSharpCompilation Compile()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.Runtime, "*.cs", SearchOption.AllDirectories)
            .Where(file => RoomOf(file) is not ("bin" or "obj"))];
        ProjectOptions options = ProjectOptions.Default with { AllowUnsafe = true, Language = LanguageVersion.Preview };
        return options.Compile()
            .AddSyntaxTrees(files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options.Parse, path: file)))
            .WithReferences(options.Compile().References.Where(reference => Path.GetFileName(reference.Display) != "Generated.dll"));
    }

    private static IEnumerable<(string Room, string Used)> FindUses()
    {
        foreach (SyntaxTree tree in s_runtime.Value.SyntaxTrees)
        {
            SemanticModel model = s_runtime.Value.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                // Of a member, the type that declares it; of an extension method, the class that it is really in.
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                symbol = symbol is INamedTypeSymbol ? symbol : symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension.ContainingType : symbol?.ContainingType;
                foreach (SyntaxReference declaration in symbol?.OriginalDefinition.DeclaringSyntaxReferences ?? [])
                {
                    if (RoomOf(declaration.SyntaxTree) != RoomOf(tree))
                        yield return (RoomOf(tree), RoomOf(declaration.SyntaxTree));
                }
            }
        }
    }

    private static string RoomOf(SyntaxTree tree) => RoomOf(tree.FilePath);

    private static string RoomOf(string file) =>
        Path.GetRelativePath(Repository.Runtime, file).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) is [var room, _, ..] ? room : Root;
}
