using System.Collections.Generic;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>The tensors of the weights file are the network's parameters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WeightsMisfitAnalyzer() : WeightsAnalyzer(Descriptors.WeightsMisfit)
{
    private protected override object[]? Find(NetworkSpec network, WeightsReference weights, IReadOnlyList<WeightsManifest> manifests)
    {
        if (WeightsReader.Find(weights, manifests) is not { Missing: null, Damage: null } manifest)
            return null;
        try
        {
            WeightsReader.Read(network, manifest);
            return null;
        }
        catch (MisfitException e)
        {
            return [weights.File, network.Target.Name, PrintableText.Of(e.Message)];
        }
    }
}
