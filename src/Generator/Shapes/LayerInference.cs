using System;
using System.Collections.Generic;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shapes of each kind of layer, whose rules stand in <c>Layers</c>. This is the one place of the stage that knows the kinds.</summary>
internal static class LayerInference
{
    /// <param name="layer">The layer as declared.</param>
    /// <param name="inputs">The shapes of the values that it reads; at least one.</param>
    public static InferredLayer Infer(LayerSpec layer, IReadOnlyList<ValueShape> inputs) => layer switch
    {
        ActivationSpec => ActivationInference.Infer(inputs[0]),
        AddSpec => AddInference.Infer(inputs),
        ConcatSpec => ConcatInference.Infer(inputs),
        ConvolutionSpec convolution => ConvolutionInference.Infer(convolution, inputs[0]),
        DenseSpec dense => DenseInference.Infer(dense, inputs[0]),
        DropoutSpec dropout => DropoutInference.Infer(dropout, inputs[0]),
        FlattenSpec => FlattenInference.Infer(inputs[0]),
        GlobalAveragePoolSpec => PoolInference.InferGlobal(inputs[0]),
        LastStepSpec => LastStepInference.Infer(inputs[0]),
        LayerNormSpec norm => LayerNormInference.Infer(norm, inputs[0]),
        MultiplySpec => MultiplyInference.Infer(inputs),
        NormalizationSpec normalization => NormalizationInference.Infer(normalization, inputs[0]),
        PoolSpec pool => PoolInference.Infer(pool, inputs[0]),
        PReLUSpec rectifier => PReLUInference.Infer(rectifier, inputs[0]),
        RadialBasisSpec radialBasis => RadialBasisInference.Infer(radialBasis, inputs[0]),
        RecurrentSpec recurrent => RecurrentInference.Infer(recurrent, inputs[0]),
        ScaleSpec => ScaleInference.Infer(inputs[0]),
        SliceSpec slice => SliceInference.Infer(slice, inputs[0]),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "A kind of layer without shapes."),
    };
}
