using System.Linq;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>What an edit of a declaration does. (That edits elsewhere do nothing, every use of the harness asserts.)</summary>
public class CachingTests
{
    private const string Two = """
        [Generated.Network(2, 3, 1)] partial class First;
        [Generated.Network(4, 5, 2)] partial class Second;
        """;

    [Fact]
    public void AChangedNetworkIsEmittedAnewAndItsNeighbourIsNot()
    {
        (GeneratorRunResult result, _) = Edit(Two, Two.Replace("4, 5, 2", "4, 6, 2", System.StringComparison.Ordinal));
        foreach (string step in Caching.Steps)
            Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], Reasons(result, step));
    }

    [Fact]
    public void AMovedNetworkIsNotEmittedAnew()
    {
        (GeneratorRunResult result, _) = Edit(Two, "namespace Elsewhere { class Before; }\n\n" + Two);
        foreach (string step in Caching.Steps)
            Assert.All(Reasons(result, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void ABodyAddedToTheClassEmitsNothing()
    {
        (GeneratorRunResult result, _) = Edit(Two, Two.Replace("class First;", "class First { private int _calls; public int Calls => _calls++; }", System.StringComparison.Ordinal));
        Assert.All(Reasons(result, NetworkGenerator.EmissionStep), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void ADifferentSpellingOfTheSameNetworkEmitsNothing()
    {
        (GeneratorRunResult result, GeneratorRunResult before) = Edit(
            "[Generated.Network(2, 3, 1)] partial class First;",
            "[Generated.Network(1 + 1, 3, 1, Hidden = Generated.Activation.ReLU, Precision = Generated.Precision.Single)] partial class First;");
        Assert.All(Reasons(result, NetworkGenerator.PlanningStep), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(before.GeneratedSources.Single().SourceText.ToString(), result.GeneratedSources.Single().SourceText.ToString());
    }

    [Fact]
    public void ARemovedNetworkTakesItsFileAlong()
    {
        (GeneratorRunResult result, _) = Edit(Two, "[Generated.Network(2, 3, 1)] partial class First;");
        Assert.Equal("First.g.cs", Assert.Single(result.GeneratedSources).HintName);
    }

    [Fact]
    public void TheWalkOverTheModelFindsWhatItLooksFor()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("class C;", cancellationToken: TestContext.Current.CancellationToken);
        object[] hidden = [new object[] { new { Inner = (1, tree.GetRoot(TestContext.Current.CancellationToken)) } }];
        Assert.Throws<Xunit.Sdk.FalseException>(() => ReachableObjects.AssertNoneOfTheCompilation(hidden));
    }

    private static (GeneratorRunResult After, GeneratorRunResult Before) Edit(string before, string after)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(ProjectOptions.Default.Compile(before), TestContext.Current.CancellationToken);
        GeneratorDriver edited = driver.RunGenerators(ProjectOptions.Default.Compile(after), TestContext.Current.CancellationToken);
        return (edited.GetRunResult().Results.Single(), driver.GetRunResult().Results.Single());
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step) =>
        [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];
}
