using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Generated.Generator.Diagnostics;

/// <summary>No network with a Step layer is trained by gradients.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StepTrainingAnalyzer() : CallAnalyzer(Descriptors.StepTraining)
{
    private protected override void Analyze(IInvocationOperation call, OperationAnalysisContext context)
    {
        if (TrainingCall.Of(call) is not { } training)
            return;
        for (int i = 0; i < training.Layers.Count; i++)
        {
            if (training.Layers[i].Activation != Activation.Step)
                continue;
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.StepTraining, training.NameLocation, i + 1, training.Network.Type.Name));
            return;
        }
    }
}
