using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Whatever graph is declared, the generator does not throw, and either the emitted code compiles without warnings or one diagnostic within the attributes
/// says why there is none. 5,000 random graphs, half of them with a mistake, in 20 compilations of 250. What is compiled is as in
/// <see cref="RobustnessTests"/>: all of one network in 16, or of every one with GENERATED_EXHAUSTIVE=1.
/// </summary>
public class GraphRobustnessTests
{
    private const int Projects = 20, DeclarationsEach = 250, GarbageEach = 100;

    [Fact]
    public void AGraphIsEmittedWithoutWarningsOrExplainedOnce()
    {
        (int valid, int explained) = (0, 0);
        // The same graph for the same declaration, however few of them are left of a failing project.
        var made = new Dictionary<Declared, Declared>(ReferenceEqualityComparer.Instance);
        var rules = new HashSet<string>();
        Properties.Check(DraftGenerator.Projects(DeclarationsEach), Projects, project =>
        {
            foreach (Declared declared in project.Declarations.Where(declared => !made.ContainsKey(declared)))
                made.Add(declared, Graph(declared, seed: made.Count));
            Declared[] graphs = [.. project.Declarations.Select(declared => made[declared])];
            RobustnessTests.Check(project with { Declarations = graphs }, requireWithinAttributes: true);
            valid += graphs.Count(declared => declared.Blunder is null);
            explained += graphs.Count(declared => declared.Blunder is not null);
            rules.UnionWith(graphs.Select(declared => declared.Blunder?.Id).OfType<string>());
        });
        Assert.Equal(Projects * DeclarationsEach, valid + explained);
        Assert.InRange(valid, 2000, 3000);
        Assert.Equal(GraphBlunder.All.Select(blunder => blunder.Id).Distinct().Order(), rules.Order());
        TestContext.Current.TestOutputHelper?.WriteLine($"{valid} valid graphs, {explained} with a mistake.");
    }

    [Fact]
    public void EveryMistakeInAGraphIsExplainedOnce()
    {
        var declared = new List<Declared>();
        foreach (GraphBlunder blunder in GraphBlunder.All)
        {
            for (int seed = 0, made = 0; made < 3; seed++)
            {
                var graph = new RandomGraph(seed);
                if (!blunder.Make(graph, new Random(seed)))
                    continue;
                made++;
                declared.Add(new Declared(Put(graph, new Draft { Number = declared.Count, Name = "Net", Namespace = [$"N{declared.Count}"] }), new Blunder(blunder.Id, blunder.What, _ => { }, blunder.Emits)));
            }
        }

        RobustnessTests.Check(new RandomProject(ProjectOptions.Default, "", declared), requireWithinAttributes: true);
    }

    /// <summary>Arguments that mean nothing: nothing throws, and what is emitted is compiled without a warning, or something is reported.</summary>
    [Fact]
    public void RandomArgumentsAreEmittedWithoutWarningsOrReported()
    {
        int emitted = 0, reported = 0;
        for (int number = 0; number < 10; number++)
        {
            var random = new Random(number);
            string[] sources = [.. Enumerable.Range(0, GarbageEach).Select(i => $"namespace N{i} {{ {Garbage(random)} internal partial class Net {{ }} }}")];
            CSharpCompilation compilation = ProjectOptions.Default.Compile(sources);
            (GeneratorRunResult run, Compilation complete) = RobustnessTests.Generate(compilation, ProjectOptions.Default);
            ILookup<string, Diagnostic> explained = AnalyzerHarness.Report(compilation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
            foreach (SyntaxTree tree in compilation.SyntaxTrees)
            {
                string space = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<NamespaceDeclarationSyntax>().Single().Name.ToString();
                GeneratedSourceResult[] files = [.. run.GeneratedSources.Where(file => file.HintName.StartsWith(space + ".", StringComparison.Ordinal))];
                bool isExplained = explained[tree.FilePath].Any() || compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken)
                    .Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
                // Where C# itself objects, the generator may still have understood enough.
                Assert.True(isExplained || files.Length == 1, $"Neither emitted nor explained: {tree}");
                Assert.True(!explained[tree.FilePath].Any() || files.Length == 0, $"Emitted and explained: {tree}");
                foreach (GeneratedSourceResult file in files.Where(_ => !isExplained))
                {
                    string complaint = RobustnessTests.Complaint(complete, file, whole: true);
                    Assert.True(complaint.Length == 0, $"{tree}\n{complaint}");
                }

                emitted += files.Length;
                reported += isExplained ? 1 : 0;
            }
        }

        Assert.True(emitted > 20 && reported > 500, $"{emitted} emitted, {reported} reported");
    }

    /// <summary>A random graph in the place of what was declared.</summary>
    private static Declared Graph(Declared declared, int seed)
    {
        var random = new Random(seed);
        var graph = new RandomGraph(random.Next());
        // The draft may be spoilt by a blunder of its own, so only a valid one is taken.
        Draft draft = declared.Blunder is null ? declared.Draft : new Draft { Number = declared.Draft.Number, Name = "Net", Namespace = [$"N{declared.Draft.Number}"], IsDouble = declared.Draft.IsDouble };
        GraphBlunder? blunder = null;
        if (random.Next(2) == 0)
        {
            do
                blunder = GraphBlunder.All[random.Next(GraphBlunder.All.Count)];
            while (!blunder.Make(graph, random));
        }

        return new Declared(Put(graph, draft), blunder is null ? null : new Blunder(blunder.Id, blunder.What, _ => { }, blunder.Emits));
    }

    private static Draft Put(RandomGraph graph, Draft draft)
    {
        draft.SetShort([]);
        draft.Sizes = graph.Sizes.Length == 0 ? [] : [graph.Sizes];
        draft.SizesForm = "{0}";
        draft.Layers = [.. graph.Attributes()];
        if (draft.IsDouble && draft.Settings.Count == 0)
            draft.Settings.Add("Precision = global::Generated.Precision.Double");
        return draft;
    }

    private static string Garbage(Random random)
    {
        string[] values =
        [
            "0", "1", "2", "3", "4", "5", "8", "-1", "int.MaxValue", "int.MinValue", "1 << 20", "(1 << 20) + 1", "\"input\"", "\"a\"", "\"b\"", "\"layer1\"", "\"layer2\"", "\"\"", "null", "true", "false", "1e-5", "double.NaN",
            "double.PositiveInfinity", "Generated.Activation.Tanh", "Generated.Activation.Softmax", "(Generated.Activation)77", "Generated.Padding.Same", "Generated.Padding.Causal", "(Generated.Padding)9", "default", "new int[0]", "new[] { 2, 3 }",
            "new string[0]", "new[] { \"a\", \"b\" }", "new string[] { null }", "typeof(int)", "missing", "'x'", "[1, 2]", "nameof(System)", "(byte)3", "3L", "1f", "",
        ];
        string[] kinds =
        [
            "Dense", "RadialBasis", "Activation", "Conv1D", "Conv2D", "MaxPool", "AveragePool", "GlobalAveragePool", "Flatten", "LayerNorm", "Scale", "PReLU", "Normalization", "Add", "Multiply", "Concat", "Slice", "Rnn", "Gru", "Lstm", "LastStep", "Dropout", "Input", "Output", "Layer", "Unknown",
        ];
        string[] names = ["Name", "From", "Activation", "Kernel", "KernelHeight", "KernelWidth", "Stride", "Dilation", "Groups", "Padding", "Bias", "Epsilon", "Clip", "PerFeature", "Steps", "Features", "Missing", "Size", "Units"];
        string argument() => values[random.Next(values.Length)];
        string attribute(string kind) => $"[Generated.{kind}({string.Join(", ", [
            .. Enumerable.Range(0, random.Next(4)).Select(_ => argument()),
            .. Enumerable.Range(0, random.Next(3)).Select(_ => $"{names[random.Next(names.Length)]} = {argument()}")])})] ";
        // Half of them are nearly right: the few that get past C# try the generator.
        if (random.Next(2) == 0)
        {
            string[] likely =
            [
                "Dense({0})", "RadialBasis({0})", "Activation((Generated.Activation){0})", "Conv1D({0}, Kernel = {0}, Stride = {0}, Groups = {0}, Dilation = {0})", "Conv2D({0}, Kernel = {0}, KernelWidth = {0})", "MaxPool({0}, Stride = {0})",
                "AveragePool({0})", "GlobalAveragePool", "Flatten", "LayerNorm", "Scale(From = {1})", "PReLU(Name = {1})", "Normalization(Clip = {0})", "Add({1})", "Multiply({1})", "Concat({1}, {1})", "Slice({0}, {0})", "Dense({0}, From = {1})", "Lstm({0})", "Gru({0}, Name = {1})", "Rnn({0}, From = {1})", "LastStep", "Dropout({0})", "Conv1D({0}, Kernel = {0}, Dilation = {0})",
            ];
            string[] few = ["0", "1", "2", "3", "4", "5", "8", "-1", "int.MaxValue", "1 << 20"], known = ["\"input\"", "\"a\"", "\"b\"", "\"layer1\"", "\"layer2\"", "null"];
            string fill(string form)
            {
                while (form.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at)
                    form = form[..at] + (form[at + 1] == '0' ? few[random.Next(random.Next(3) == 0 ? few.Length : 7)] : known[random.Next(known.Length)]) + form[(at + 3)..];
                return form;
            }

            string input = random.Next(3) switch { 0 => fill("[Generated.Network({0})]"), 1 => fill("[Generated.Network, Generated.Input(\"input\", {0}, {0})]"), _ => fill("[Generated.Network, Generated.Input({1}, {0}), Generated.Input({1}, {0}, {0}, {0})]") };
            return input + string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => $"[Generated.{fill(likely[random.Next(likely.Length)])}]")) + (random.Next(3) == 0 ? fill("[Generated.Output({1}, {1})]") : "");
        }

        return attribute("Network") + string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => attribute(kinds[random.Next(kinds.Length)])));
    }
}
