using System;
using System.Collections.Generic;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>The weights file is the one whose hash the declaration states.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WeightsChangedAnalyzer() : WeightsAnalyzer(Descriptors.WeightsChanged)
{
    private protected override string Property => "WeightsSha256";

    private protected override object[]? Find(NetworkSpec network, WeightsReference weights, IReadOnlyList<WeightsManifest> manifests) =>
        weights.Sha256 is { } wanted && WeightsReader.Find(weights, manifests) is { Missing: null, Damage: null } manifest
            && !wanted.Equals(manifest.Sha256, StringComparison.OrdinalIgnoreCase)
            ? [weights.File, manifest.Sha256, network.Target.Name, wanted]
            : null;
}
