using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Generated.Tests;

/// <summary>Runs the rules on source text in memory, behind the generator as a compiler does. No rule may throw.</summary>
internal static class AnalyzerHarness
{
    /// <summary>Every rule there is.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [.. typeof(NetworkGenerator).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>What the rules report, in the order of the source; diagnostics that the source suppresses are left out.</summary>
    public static IReadOnlyList<Diagnostic> Diagnose(string source, ProjectOptions? options = null) => Diagnose([source], options).Reported;

    /// <summary>What the rules report about some files, and the files with those that are emitted for them.</summary>
    public static (IReadOnlyList<Diagnostic> Reported, CSharpCompilation Complete) Diagnose(string[] sources, ProjectOptions? options = null, SyntaxTreeOptionsProvider? severities = null)
    {
        options ??= ProjectOptions.Default;
        CSharpCompilation compilation = options.Compile(sources);
        if (severities is not null)
            compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(severities));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], options.Weights, options.Parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _, TestContext.Current.CancellationToken);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        return (Report(complete, options.Weights), (CSharpCompilation)complete);
    }

    /// <summary>What the rules report about a compilation.</summary>
    public static IReadOnlyList<Diagnostic> Report(Compilation compilation, ImmutableArray<AdditionalText>? weights = null)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(weights ?? []),
            onAnalyzerException: (exception, analyzer, _) => throw new InvalidOperationException($"{analyzer} has thrown.", exception),
            concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        ImmutableArray<Diagnostic> reported = new CompilationWithAnalyzers(compilation, Analyzers, options)
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        Assert.DoesNotContain(reported, diagnostic => diagnostic.Id == "AD0001");
        return [.. reported.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id)];
    }
}
