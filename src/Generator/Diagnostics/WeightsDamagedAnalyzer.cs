using System.Collections.Generic;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>The weights file can be read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WeightsDamagedAnalyzer() : WeightsAnalyzer(Descriptors.WeightsDamaged)
{
    private protected override object[]? Find(NetworkSpec network, WeightsReference weights, IReadOnlyList<WeightsManifest> manifests) =>
        WeightsReader.Find(weights, manifests) is { Damage: { } damage } ? [network.Target.Name, damage] : null;
}
