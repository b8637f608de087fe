using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Softmax is taken over two units or more.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SingleUnitSoftmaxAnalyzer() : DeclarationAnalyzer(Descriptors.SingleUnitSoftmax)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        from layer in (DeclarationReader.ReadLayers(network) ?? []).Select((spec, index) => (Spec: spec, Index: index))
        where layer.Spec is { Units: 1, Activation: Activation.Softmax }
        select new Mistake(network.ActivationLocation(layer.Index), layer.Index + 1, network.Type.Name);
}
