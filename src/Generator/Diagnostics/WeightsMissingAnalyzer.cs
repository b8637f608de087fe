using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>The weights file is an item of the project, and exists.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WeightsMissingAnalyzer() : WeightsAnalyzer(Descriptors.WeightsMissing)
{
    private protected override object[]? Find(NetworkSpec network, WeightsReference weights, IReadOnlyList<WeightsManifest> manifests)
    {
        string? problem = weights.File.Length == 0 ? "Weights names no file"
            : WeightsReader.Find(weights, manifests) is { } manifest
                ? manifest.Missing is { } path ? $"there is no file '{path}', which the project names as its weights" : null
            : $"the project has no weights '{weights.File}'; add <NetworkWeights Include=\"{weights.File}\" /> to it"
                + (manifests.Count == 0 ? "" : $", or name one of those that it has: {LayerNames.ListOf(manifests.Select(there => there.File))}");
        return problem is null ? null : [network.Target.Name, problem];
    }
}
