using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Softmax is taken over two units or more.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SingleUnitSoftmaxAnalyzer() : DeclarationAnalyzer(Descriptors.SingleUnitSoftmax)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        DeclarationReader.ReadLayers(network) is not { } layers ? [] :
        from layer in NetworkGraph.LayersOf(network.Sizes![0], layers)
        where layer is { Units: 1, Spec.Activation: Activation.Softmax }
        select new Mistake(network.ActivationLocation(layer.Number - 1), layer.Number, network.Type.Name);
}
