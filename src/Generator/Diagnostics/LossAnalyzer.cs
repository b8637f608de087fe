using System.Collections.Immutable;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Generated.Generator.Diagnostics;

/// <summary>A rule about the loss that a network is trained with. <see cref="LossFit"/> knows which losses fit which outputs.</summary>
/// <param name="descriptor">What the rule says.</param>
/// <param name="ofImpossible">Whether it is about losses that cannot be computed, or about those that teach badly.</param>
internal abstract class LossAnalyzer(DiagnosticDescriptor descriptor, bool ofImpossible) : CallAnalyzer(descriptor)
{
    /// <summary>The property of a diagnostic that names the loss to use; absent where the output has to change.</summary>
    internal const string Fitting = "Fitting";

    private protected sealed override void Analyze(IInvocationOperation call, OperationAnalysisContext context)
    {
        // Of a loss of the user's own nothing is known.
        if (TrainingCall.Of(call) is not { Loss: INamedTypeSymbol chosen } training || !DeclaredNetwork.IsOfRuntime(chosen))
            return;

        // Of several outputs each has its own.
        if (DeclarationReader.ReadArchitecture(training.Network) is not { Outputs.Count: < 2 } architecture)
            return;
        LayerSpec last = architecture.Layers.FirstOrDefault(layer => layer.Name is not null && architecture.Outputs.Contains(layer.Name))
            ?? architecture.Layers[architecture.Layers.Count - 1];
        string output = last.Values;
        if (LossFit.Of(chosen.Name, output) is not { } misfit || misfit.IsImpossible != ofImpossible)
            return;
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (misfit.Fitting is not null)
            properties = properties.Add(Fitting, misfit.Fitting);
        context.ReportDiagnostic(Diagnostic.Create(
            SupportedDiagnostics[0], training.LossLocation, properties, chosen.Name, output, training.Network.Type.Name, misfit.Reason, misfit.Advice));
    }
}
