using System.Collections.Immutable;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>A class with layers is a network.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LayerWithoutNetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.LayerWithoutNetwork];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            static action =>
            {
                var type = (INamedTypeSymbol)action.Symbol;
                if (type.GetAttributes().FirstOrDefault(DeclaredNetwork.IsLayer) is { } layer && !DeclaredNetwork.IsNetwork(type))
                    action.ReportDiagnostic(Diagnostic.Create(Descriptors.LayerWithoutNetwork, layer.Location(), type.Name));
            },
            SymbolKind.NamedType);
    }
}
