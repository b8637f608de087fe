using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>Asserts what an incremental run of the generator does again, and what it takes from the run before.</summary>
internal static class Caching
{
    /// <summary>The pipeline's steps, in order.</summary>
    public static IReadOnlyList<string> Steps { get; } =
        [NetworkGenerator.DeclarationStep, NetworkGenerator.WeightsStep, NetworkGenerator.PlanningStep, NetworkGenerator.EmissionStep];

    /// <summary>Asserts that edits which do not touch a network's declaration make nothing new of it.</summary>
    /// <param name="driver">A driver that has run on <paramref name="compilation"/>.</param>
    /// <param name="compilation">The user's code, without emitted files.</param>
    /// <param name="options">How it compiles.</param>
    public static void AssertThatEditsElsewhereEmitNothing(GeneratorDriver driver, CSharpCompilation compilation, ProjectOptions options)
    {
        int networks = driver.GetRunResult().Results.Single().GeneratedSources.Length;
        SyntaxTree tree = compilation.SyntaxTrees[0];
        SyntaxTree commented = CSharpSyntaxTree.ParseText("// A comment.\n" + tree, options.Parse, tree.FilePath);
        SyntaxTree unrelated = CSharpSyntaxTree.ParseText("internal sealed class Unrelated { }", options.Parse, "Unrelated.cs");
        SyntaxTree another = CSharpSyntaxTree.ParseText(
            "[global::Generated.Network(2, 1)] internal sealed partial class AnotherNetworkOfTheHarness { }", options.Parse, "Another.cs");
        SyntaxTree mistaken = CSharpSyntaxTree.ParseText(
            "[global::Generated.Network(2, 0)] internal sealed partial class MistakenNetworkOfTheHarness { }", options.Parse, "Mistaken.cs");

        AssertKept(driver, "the same compilation", compilation, networks);
        AssertKept(driver, "a comment", compilation.ReplaceSyntaxTree(tree, commented), networks);
        AssertKept(driver, "an unrelated file", compilation.AddSyntaxTrees(unrelated), networks);
        AssertKept(driver, "a network that is only diagnosed", compilation.AddSyntaxTrees(mistaken), networks);
        AssertKept(driver, "another network", compilation.AddSyntaxTrees(another), networks, added: 1);
        AssertKept(driver.AddAdditionalTexts([ProjectWeights.Of("weights/of the harness.safetensors", [])]), "a weights file", compilation, networks);
        AssertKept(driver.AddAdditionalTexts([new ProjectWeights("notes.txt", "Notes.")]), "another file", compilation, networks);
    }

    /// <summary>Asserts, after an edit, how many networks' results are kept and how many are new, in every step.</summary>
    public static void AssertKept(GeneratorDriver driver, string edit, Compilation edited, int kept, int added = 0)
    {
        GeneratorRunResult result = driver.RunGenerators(edited).GetRunResult().Results.Single();
        foreach (string step in Steps)
        {
            IncrementalStepRunReason[] reasons = [.. result.TrackedSteps.TryGetValue(step, out var runs)
                ? runs.SelectMany(run => run.Outputs).Select(output => output.Reason)
                : []];
            // A value is unchanged if it was computed again and is equal, cached if not even that was necessary. Only reading is done again.
            bool isKept(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached
                || (reason is IncrementalStepRunReason.Unchanged && step is NetworkGenerator.DeclarationStep or NetworkGenerator.WeightsStep);
            Assert.True(
                reasons.Count(isKept) == kept && reasons.Count(reason => reason == IncrementalStepRunReason.New) == added && reasons.Length == kept + added,
                $"After {edit}, step {step} should keep {kept} and add {added}, but it is {string.Join(", ", reasons)}.");
        }

        // The outputs are files; those that were there before must not even be handed over again.
        IncrementalStepRunReason[] files = [.. result.TrackedOutputSteps.Values
            .SelectMany(runs => runs).SelectMany(run => run.Outputs).Select(output => output.Reason)
            .Where(reason => reason != IncrementalStepRunReason.Cached)];
        Assert.True(
            files.Length == added && files.All(reason => reason == IncrementalStepRunReason.New),
            $"After {edit}, {added} files should be emitted, but it is {string.Join(", ", files)}.");
    }
}
