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
        DeclarationReader.ReadArchitecture(network) is not { } architecture ? [] :
        from layer in Wiring.Of(architecture).Layers
        where layer is { Inferred.Output.Features: 1, Spec.Activation: Activation.Softmax }
        select new Mistake(network.ActivationLocation(layer.Number - 1), layer.Number, network.Type.Name);
}
