using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>What is wrong, and where.</summary>
/// <param name="Location">The offending part of the source.</param>
/// <param name="Arguments">What the rule's message names.</param>
internal readonly record struct Mistake(Location Location, params object[] Arguments)
{
    /// <summary>What a code fix has to know besides.</summary>
    public ImmutableDictionary<string, string?>? Properties { get; init; }
}

/// <summary>
/// A rule about declarations. The generator asks the same rules: a declaration to which one of <see cref="Errors"/> objects emits
/// nothing, so the two can never disagree.
/// </summary>
internal abstract class DeclarationAnalyzer(DiagnosticDescriptor descriptor) : DiagnosticAnalyzer
{
    /// <summary>The rules without which emitted code would not compile, or not be what was meant.</summary>
    internal static ImmutableArray<DeclarationAnalyzer> Errors { get; } =
    [
        new NotPartialAnalyzer(), new ContainingTypeNotPartialAnalyzer(), new StaticOrAbstractAnalyzer(), new GenericAnalyzer(),
        new NotAClassAnalyzer(), new FileLocalAnalyzer(), new ConstructorNeedsArgumentsAnalyzer(), new MemberClashAnalyzer(),
        new NoLayersAnalyzer(), new MixedFormsAnalyzer(), new ScatteredLayersAnalyzer(), new SizeOutOfRangeAnalyzer(),
        new LayerSizeOutOfRangeAnalyzer(), new ActivationCountAnalyzer(), new UndefinedValueAnalyzer(), new IgnoredActivationAnalyzer(),
        new ValueNameAnalyzer(), new UnknownValueAnalyzer(), new LayerMisfitAnalyzer(), new UnusedValueAnalyzer(), new LabelsAnalyzer(),
        new TooLargeAnalyzer(), new LanguageVersionAnalyzer(),
    ];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [descriptor];

    /// <summary>Whether the rules leave a declaration to the generator.</summary>
    internal static bool Allow(DeclaredNetwork network) =>
        !HiddenNameAnalyzer.HidesAny(network.Compilation) && Errors.All(rule => !rule.Find(network).Any());

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // A network in a file that some other tool has written is refused like any other, and for the same reasons.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    /// <summary>What this rule objects to in a declaration, right or wrong in other respects.</summary>
    internal abstract IEnumerable<Mistake> Find(DeclaredNetwork network);

    private void Analyze(SymbolAnalysisContext context)
    {
        if (DeclaredNetwork.Of((INamedTypeSymbol)context.Symbol, context.Compilation) is not { } network)
            return;
        foreach (Mistake mistake in Find(network))
            context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], mistake.Location, mistake.Properties, mistake.Arguments));
    }
}
