using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Generated.Generator.Diagnostics;

/// <summary>
/// A rule about the weights file that a network asks for. As with <see cref="DeclarationAnalyzer"/>, the generator asks the same rules: a network
/// to whose file one of them objects is not emitted.
/// </summary>
internal abstract class WeightsAnalyzer(DiagnosticDescriptor descriptor) : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<WeightsAnalyzer> s_rules =
        [new WeightsMissingAnalyzer(), new WeightsMisfitAnalyzer(), new WeightsDamagedAnalyzer(), new WeightsChangedAnalyzer()];

    private static readonly SourceTextValueProvider<WeightsManifest?> s_manifests = new(text => WeightsManifest.Parse(text.ToString()));

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [descriptor];

    /// <summary>The property of [Network] that is at fault.</summary>
    private protected virtual string Property => "Weights";

    /// <summary>Whether the rules leave a network to the generator.</summary>
    internal static bool Allow(NetworkSpec network, IReadOnlyList<WeightsManifest> manifests) =>
        network.Weights is not { } weights || s_rules.All(rule => rule.Find(network, weights, manifests) is null);

    /// <summary>The manifest in one of the project's additional files, or null if that is something else.</summary>
    internal static WeightsManifest? ReadManifest(AdditionalText file, Func<SourceText, WeightsManifest?> parse, CancellationToken cancellation) =>
        file.Path.EndsWith(WeightsManifest.Extension, StringComparison.Ordinal) && file.GetText(cancellation) is { } text ? parse(text) : null;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            // Parsed once, whatever the number of rules.
            WeightsManifest? parse(SourceText text) => start.TryGetValue(text, s_manifests, out WeightsManifest? manifest) ? manifest : null;
            WeightsManifest[] manifests =
            [
                .. start.Options.AdditionalFiles.Select(file => ReadManifest(file, parse, start.CancellationToken)).OfType<WeightsManifest>(),
            ];
            start.RegisterSymbolAction(symbol => Analyze(symbol, manifests), SymbolKind.NamedType);
        });
    }

    /// <summary>What this rule objects to: the arguments of its message; null if nothing.</summary>
    /// <param name="network">A network whose declaration is in order.</param>
    /// <param name="weights">The file that it asks for.</param>
    /// <param name="manifests">The files that the project has.</param>
    private protected abstract object[]? Find(NetworkSpec network, WeightsReference weights, IReadOnlyList<WeightsManifest> manifests);

    private void Analyze(SymbolAnalysisContext context, WeightsManifest[] manifests)
    {
        // Most networks ask for no file, and the other rules are not asked about them once more.
        if (DeclaredNetwork.Of((INamedTypeSymbol)context.Symbol, context.Compilation) is { HasWeights: true } network && DeclarationAnalyzer.Allow(network)
            && DeclarationReader.Read(network) is { Weights: { } weights } spec && Find(spec, weights, manifests) is { } arguments)
        {
            context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], network.Attribute.NamedLocation(Property), arguments));
        }
    }
}
