using System.Collections.Immutable;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Generated.Generator.Diagnostics;

/// <summary>A Softmax or Sigmoid output is trained with the loss that its derivative cancels with.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LossMismatchAnalyzer() : CallAnalyzer(Descriptors.LossMismatch)
{
    /// <summary>The property of a diagnostic that names the loss to use.</summary>
    internal const string Fitting = "Fitting";

    private protected override void Analyze(IInvocationOperation call, OperationAnalysisContext context)
    {
        // Of a loss of the user's own nothing is known.
        if (TrainingCall.Of(call) is not { Loss: INamedTypeSymbol chosen } training || !DeclaredNetwork.IsOfRuntime(chosen))
            return;

        LayerSpec output = training.Layers[training.Layers.Count - 1];
        string loss = chosen.Name;
        (string Fitting, string Reason)? objection = output.Activation switch
        {
            Activation.Softmax when loss is not ("CategoricalCrossEntropy" or "KullbackLeibler") =>
                ("CategoricalCrossEntropy", loss == "BinaryCrossEntropy"
                    ? "it takes the outputs for independent probabilities, but they sum to 1"
                    : "its gradient vanishes where the network is sure of a wrong class"),
            Activation.Sigmoid when loss is "CategoricalCrossEntropy" or "KullbackLeibler" =>
                ("BinaryCrossEntropy", "it takes the outputs for a distribution, but they do not sum to 1, so that making them all 1 makes it small"),
            Activation.Sigmoid when loss != "BinaryCrossEntropy" =>
                ("BinaryCrossEntropy", "its gradient vanishes where a unit is sure of a wrong answer"),
            _ => null,
        };
        if (objection is not { } found)
            return;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.LossMismatch, training.LossLocation, ImmutableDictionary<string, string?>.Empty.Add(Fitting, found.Fitting),
            loss, output.Activation, training.Network.Type.Name, found.Reason, found.Fitting));
    }
}
