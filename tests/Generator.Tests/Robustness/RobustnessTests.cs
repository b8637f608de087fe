using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Whatever is declared, the generator does not throw, and either the emitted code compiles without warnings or one diagnostic says why there is
/// none. 5,000 random declarations go into 20 compilations of 250. The emitted part of every user's class is compiled, since that
/// is what its surroundings can spoil; the kernels, which see little of them, of one network in 16. GENERATED_EXHAUSTIVE=1 compiles all.
/// (<see cref="Properties"/> tells how to search with other seeds.)
/// </summary>
public partial class RobustnessTests
{
    private const int Projects = 20, DeclarationsEach = 250, BrokenProjects = 10;

    private static readonly int s_wholeEvery = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 1 : 16;

    [Fact]
    public void ADeclarationIsEmittedWithoutWarningsOrExplainedOnce()
    {
        int valid = 0, explained = 0;
        Properties.Check(DraftGenerator.Projects(DeclarationsEach), Projects, project =>
        {
            Check(project);
            valid += project.Declarations.Count(declared => declared.Blunder is null);
            explained += project.Declarations.Count(declared => declared.Blunder is not null);
        });
        Assert.Equal(Projects * DeclarationsEach, valid + explained);
        TestContext.Current.TestOutputHelper?.WriteLine($"{valid} valid declarations, {explained} with a mistake.");
    }

    [Fact]
    public void EveryBlunderIsExplainedOnceAmongOthers() => Check(new RandomProject(ProjectOptions.Default, "", [.. Blunder.All.Select((blunder, number) =>
    {
        var draft = new Draft { Number = number, Name = "Net", Namespace = [$"N{number}"], Sizes = ["3", "2"] };
        blunder.Make(draft);
        return new Declared(draft, blunder);
    })]));

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp11)]
    public void AnOldLanguageVersionIsExplainedOncePerNetwork(LanguageVersion language)
    {
        string[] sources = [.. Enumerable.Range(0, 5).Select(number => $"namespace N{number} {{ [global::Generated.Network(2, 1)] partial class Net {{ }} }}")];
        (IReadOnlyList<Diagnostic> reported, CSharpCompilation complete) = AnalyzerHarness.Diagnose(sources, ProjectOptions.Default with { Language = language, Nullable = false });
        Assert.Equal(Enumerable.Repeat("GEN0020", 5), reported.Select(diagnostic => diagnostic.Id));
        Assert.Equal(5, complete.SyntaxTrees.Length);
    }

    [Theory]
    [InlineData("class System { }")]
    [InlineData("class Generated { }")]
    [InlineData("class SkipLocalsInit : System.Attribute { }")]
    [InlineData("class MethodImpl : System.Attribute { }")]
    [InlineData("namespace Generated { class NetworkShape { } }")]
    [InlineData("namespace Generated.Kernels { class Tiles { } }")]
    [InlineData("namespace Generated.Numerics { class VectorMath { } }")]
    [InlineData("namespace Generated.Emitted { class Math { } }")]
    public void AHiddenNameIsExplainedOnceAndNothingIsEmitted(string hiding)
    {
        (IReadOnlyList<Diagnostic> reported, CSharpCompilation complete) = AnalyzerHarness.Diagnose(
            ["[global::Generated.Network(2, 1)] partial class A { } [global::Generated.Network(2, 1)] partial class B { }", hiding]);
        // A type called Generated hides [Network] itself: then C# explains it too.
        Assert.Equal("GEN0009", Assert.Single(reported).Id);
        Assert.Equal(2, complete.SyntaxTrees.Length);
    }

    /// <summary>What random declarations, or a user, once found.</summary>
    [Theory]
    [InlineData("names that differ in case only", 3, "[Generated.Network(2, 1)] partial class Net { } [Generated.Network(2, 1)] partial class NET { } namespace Net2 { [Generated.Network(2, 1)] partial class Net { } }")]
    [InlineData("names of three cases, nested", 3, "partial class O { [Generated.Network(2, 1)] partial class Ab { } [Generated.Network(2, 1)] partial class aB { } } partial class o { [Generated.Network(2, 1)] partial class AB { } }")]
    [InlineData("[Network] on both parts of a class", 1, "[Generated.Network(2, 1)] partial class Net { } [Generated.Network(2, 1)] partial class Net { }")]
    [InlineData("a name in lower case, which may become a keyword", 1, "[Generated.Network(2, 1)] partial class net { }")]
    [InlineData("an assembly that is CLS-compliant", 1, "[assembly: System.CLSCompliant(true)] [Generated.Network(2, 1)] public partial class Net { }")]
    [InlineData("type parameters called like the loss", 1, "partial class Outer<TLoss, TNetworkLoss> { [Generated.Network(2, 1)] partial class Net { } }")]
    [InlineData("a network called like the loss's type parameter", 1, "[Generated.Network(2, 1)] partial class TLoss { }")]
    [InlineData("a constructor of the user's own", 1, "[Generated.Network(2, 1)] partial class Net { public Net(string path) : this() { } }")]
    [InlineData("a private constructor", 0, "[Generated.Network(2, 1)] partial class Net { private Net() { } }")]
    [InlineData("a primary constructor", 0, "[Generated.Network(2, 1)] partial class Net(int x) { public int X => x; }")]
    [InlineData("a field called like the parameters", 0, "[Generated.Network(2, 1)] partial class Net { float[] _parameters; }")]
    [InlineData("a class called like one of its members", 0, "[Generated.Network(2, 1)] partial class Forward { }")]
    [InlineData("a base class without a constructor", 0, "class Base { private Base() { } } [Generated.Network(2, 1)] partial class Net : Base { }")]
    [InlineData("a base class that has a type of the network's name", 0, "class Base { public class Net { } } [Generated.Network(2, 1)] partial class Net : Base { }")]
    [InlineData("a network derived from a network", 1, "[Generated.Network(2, 1)] partial class Net { } [Generated.Network(2, 1)] partial class Derived : Net { }")]
    [InlineData("a required member", 0, "[Generated.Network(2, 1)] partial class Net { public required int Number { get; set; } }")]
    [InlineData("layers whose intermediate results overflow an int", 0, "[Generated.Network(1, 1 << 20, 1, 1 << 20, 1, 1 << 20, 1, 1 << 20, 1, 1 << 20, 1, 1 << 20, 1)] partial class Net { }")]
    public void FoundAndFixed(string what, int networks, string source)
    {
        foreach (LanguageVersion language in new[] { LanguageVersion.CSharp12, LanguageVersion.Preview })
        {
            CSharpCompilation compilation = (ProjectOptions.Default with { Language = language }).Compile(source);
            (GeneratorRunResult run, Compilation complete) = Generate(compilation, ProjectOptions.Default with { Language = language });
            Assert.True(run.GeneratedSources.Length == networks, what);
            Assert.All(run.GeneratedSources, file => Assert.Empty(Complaint(complete, file, whole: true)));
        }
    }

    [Fact]
    public void CodeInTheMiddleOfTypingMakesNothingThrow()
    {
        Arbitrary<RandomProject> projects = DraftGenerator.Projects(100);
        int seed = 0;
        Properties.Check(projects, BrokenProjects, project =>
        {
            var random = new Random(seed++);
            string[] sources = [.. project.Declarations.SelectMany(declared => declared.Draft.Files()).Select(file => Break(file.Text, random)), project.Surroundings];
            CSharpCompilation compilation = project.Options.Compile(sources);
            Generate(compilation, project.Options);
            AnalyzerHarness.Report(compilation);
        });
    }

    /// <summary>Asserts the claim on every declaration of a project, and that the mistakes are shown within attributes if all of them are there.</summary>
    internal static void Check(RandomProject project, bool requireWithinAttributes = false)
    {
        (string Path, string Text)[] files = [.. project.Declarations.SelectMany(declared => declared.Draft.Files()), ("Surroundings.cs", project.Surroundings)];
        CSharpCompilation compilation = project.Options.Compile().AddSyntaxTrees(files.Select(file => CSharpSyntaxTree.ParseText(file.Text, project.Options.Parse, file.Path)));
        (GeneratorRunResult run, Compilation complete) = Generate(compilation, project.Options);
        ILookup<int, Diagnostic> reported = AnalyzerHarness.Report(compilation)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .ToLookup(diagnostic => NumberOf(diagnostic.Location.SourceTree!.FilePath));
        ILookup<int, GeneratedSourceResult> emitted = run.GeneratedSources.ToLookup(source => NumberOf(source.HintName));

        var failures = new List<string>();
        foreach (Declared declared in project.Declarations)
        {
            void require(bool holds, string failure)
            {
                if (!holds)
                    failures.Add($"{failure}\n{declared}");
            }

            int number = declared.Draft.Number;
            string[] ids = [.. reported[number].Select(diagnostic => diagnostic.Id)];
            require(ids.SequenceEqual(declared.Blunder is { } blunder ? [blunder.Id] : []), $"What is reported is {string.Join("\n", reported[number])}.");
            foreach (Diagnostic diagnostic in requireWithinAttributes ? reported[number] : [])
            {
                SyntaxNode? node = diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan);
                require(node.FirstAncestorOrSelf<AttributeListSyntax>() is not null, $"{diagnostic} is not within an attribute.");
            }

            int networks = (declared.Blunder is { Emits: false } ? 0 : 1) + declared.Draft.OtherNetworks;
            require(emitted[number].Count() == networks, $"{emitted[number].Count()} files are emitted, not {networks}.");
            foreach (GeneratedSourceResult source in emitted[number])
            {
                string complaint = Complaint(complete, source, whole: number % s_wholeEvery == 0);
                require(complaint.Length == 0, $"Of the emitted file C# says {complaint}.");
            }

            if (declared.Blunder is not null)
                continue;

            // Otherwise this test itself would be wrong about what a user may write.
            foreach ((string path, _) in declared.Draft.Files())
            {
                SyntaxTree tree = complete.SyntaxTrees.Single(tree => tree.FilePath == path);
                Diagnostic[] errors = [.. complete.GetSemanticModel(tree).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
                require(errors.Length == 0, $"Of the user's file C# says {string.Join<Diagnostic>("\n", errors)}.");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(10))}");
    }

    internal static (GeneratorRunResult Run, Compilation Complete) Generate(CSharpCompilation compilation, ProjectOptions options)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options.Parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult run = driver.GetRunResult().Results.Single();
        Assert.Null(run.Exception);
        Assert.Empty(diagnostics);
        return (run, complete);
    }

    /// <summary>What C# has to say about an emitted file: about all of it, or only about the part of the user's class.</summary>
    internal static string Complaint(Compilation complete, GeneratedSourceResult source, bool whole)
    {
        var root = (CompilationUnitSyntax)source.SyntaxTree.GetRoot();
        TextSpan span = whole ? root.FullSpan : TextSpan.FromBounds(0, root.Members[^1].SpanStart);
        return string.Join("\n", complete.GetSemanticModel(source.SyntaxTree).GetDiagnostics(span)
            .Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden && diagnostic.Location.SourceTree == source.SyntaxTree));
    }

    /// <summary>The number of the draft that a file belongs to: the first number in its name.</summary>
    private static int NumberOf(string path) => int.Parse(Number().Match(path).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=^D|(^|-)N|_)\d+(?=b?\.)|(?<=OfDraft)\d+")]
    private static partial Regex Number();

    /// <summary>What stands in an editor between two keystrokes: some text is missing, doubled or only begun.</summary>
    private static string Break(string text, Random random)
    {
        int at = random.Next(text.Length), length = Math.Min(random.Next(30), text.Length - at);
        return random.Next(5) switch
        {
            0 => text[..at],
            1 => text.Remove(at, length),
            2 => text.Insert(at, text.Substring(at, length)),
            3 => text.Insert(at, "()[]{}<>,;:\"'@$#=.*/0"[random.Next(21)].ToString()),
            _ => text.Insert(at, new[] { "[Network(", "partial ", "Activations = [", "new ", "\"", "/*", "#if X\n", "Generated.", "where T : " }[random.Next(9)]),
        };
    }
}
