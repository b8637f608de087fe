using System;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of each kind of layer, whose rules stand in <c>Layers</c>. This is the one place of the stage that knows the kinds.</summary>
internal static class LayerInference
{
    public static InferredLayer Infer(LayerSpec layer, ValueShape input) => layer switch
    {
        DenseSpec dense => DenseInference.Infer(dense, input),
        RadialBasisSpec radialBasis => RadialBasisInference.Infer(radialBasis, input),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "A kind of layer without shapes."),
    };
}
