using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>Runs the generator on source text in memory. Whatever a test is about, this also asserts that the run is cached.</summary>
internal static class GeneratorHarness
{
    /// <summary>Runs the generator, which must neither throw nor report anything, and asserts how its steps are cached.</summary>
    public static GeneratorRun Run(string source, ProjectOptions? options = null)
    {
        options ??= ProjectOptions.Default;
        CSharpCompilation compilation = options.Compile(source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            options.Weights,
            parseOptions: options.Parse,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);

        Caching.AssertThatEditsElsewhereEmitNothing(driver, compilation, options);
        ReachableObjects.AssertNoneOfTheCompilation(result.TrackedSteps
            .Where(step => Caching.Steps.Contains(step.Key))
            .SelectMany(step => step.Value)
            .SelectMany(step => step.Outputs)
            .Select(output => output.Value));
        return new GeneratorRun((CSharpCompilation)complete, result.GeneratedSources);
    }
}

/// <summary>What the generator made of a compilation.</summary>
/// <param name="Compilation">The user's code and the emitted files.</param>
/// <param name="Sources">The emitted files.</param>
internal sealed record GeneratorRun(CSharpCompilation Compilation, ImmutableArray<GeneratedSourceResult> Sources)
{
    /// <summary>The only emitted file.</summary>
    public string Source => Assert.Single(Sources).SourceText.ToString();

    /// <summary>Asserts that the C# compiler has no error, warning or message about the user's code with the emitted files.</summary>
    public void AssertClean() => AssertNone(Compilation.GetDiagnostics(TestContext.Current.CancellationToken));

    /// <summary>Asserts that there are no diagnostics but hidden ones.</summary>
    public static void AssertNone(IEnumerable<Diagnostic> diagnostics)
    {
        string[] shown = [.. diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden).Select(diagnostic => diagnostic.ToString())];
        Assert.True(shown.Length == 0, string.Join(Environment.NewLine, shown));
    }
}
