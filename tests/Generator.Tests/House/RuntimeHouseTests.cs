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
    /// <summary>The folder's own files, which user code names first, and the kernels' mathematics: the ground floor.</summary>
    private const string Root = "", Numerics = "Numerics";

    /// <summary>What each room may use besides itself, from the ground up.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        [Root] = [Numerics],
        [Numerics] = [Root],
        ["Losses"] = [Root, Numerics],
        ["Initialization"] = [Root, Numerics],
        ["Optimizers"] = [Root, Numerics],
        ["Serialization"] = [Root, Numerics],
        ["Data"] = [Root, Numerics, "Serialization"],
        ["Metrics"] = [Root, Numerics],
        ["Schedules"] = [Root, Numerics],
        ["Decomposition"] = [Root, Numerics, "Data", "Serialization"],
        ["Training"] = [Root, Numerics, "Losses", "Initialization", "Optimizers", "Schedules", "Data", "Metrics", "Serialization"],
        ["LearningRules"] = [Root, Numerics, "Optimizers", "Data", "Training"],
    };

    private static readonly Lazy<CSharpCompilation> s_runtime = new(Compile);

    private static readonly Lazy<ILookup<string, string>> s_uses = new(() => FindUses().Distinct().ToLookup(use => use.Room, use => use.Used));

    public static TheoryData<string> Rooms() => [.. s_mayUse.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesOnlyWhatIsBelowIt(string room) => Assert.Empty(s_uses.Value[room].Except(s_mayUse[room]));

    [Fact]
    public void EveryFolderIsARoom() => Assert.Empty(s_runtime.Value.SyntaxTrees.Select(RoomOf).Distinct().Except(s_mayUse.Keys));

    [Fact]
    public void TheSourcesWereUnderstood()
    {
        Assert.Empty(s_runtime.Value.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Contains(Numerics, s_uses.Value["Losses"]);
    }

    [Fact]
    public void OnlyTheMathematicsHasANamespaceOfItsOwn()
    {
        foreach (SyntaxTree tree in s_runtime.Value.SyntaxTrees)
        {
            string space = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Single().Name.ToString();
            Assert.True(space == (RoomOf(tree) == Numerics ? "Generated.Numerics" : "Generated"), $"{tree.FilePath} is in {space}.");
        }
    }

    /// <summary>As the build demands it, in which warnings are errors.</summary>
    [Fact]
    public void EveryPublicMemberIsDocumented()
    {
        string common = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", common, StringComparison.Ordinal);
        foreach (string name in new[] { "Runtime", "Onnx" })
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
