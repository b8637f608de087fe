using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Generated.Generator.Diagnostics;

/// <summary>A rule about calls.</summary>
internal abstract class CallAnalyzer(DiagnosticDescriptor descriptor) : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [descriptor];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(action => Analyze((IInvocationOperation)action.Operation, action), OperationKind.Invocation);
    }

    /// <summary>Reports what this rule objects to in a call.</summary>
    private protected abstract void Analyze(IInvocationOperation call, OperationAnalysisContext context);
}
