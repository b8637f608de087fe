using System;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>The emitter of each kind of layer. This is the one place of the stage that knows the kinds.</summary>
internal static class LayerEmitters
{
    public static LayerEmitter Of(NetworkPlan network, LayerPlan layer) => layer switch
    {
        ActivationPlan activation => new ActivationEmitter(network, activation),
        AddPlan sum => new AddEmitter(network, sum),
        ConcatPlan concat => new ConcatEmitter(network, concat),
        ConvolutionPlan convolution => new ConvolutionEmitter(network, convolution),
        ConvolutionStepsPlan convolution => new ConvolutionStepsEmitter(network, convolution),
        DensePlan dense => new DenseEmitter(network, dense),
        DropoutPlan dropout => new DropoutEmitter(network, dropout),
        FlattenPlan flatten => new FlattenEmitter(network, flatten),
        LastStepPlan last => new LastStepEmitter(network, last),
        LayerNormPlan norm => new LayerNormEmitter(network, norm),
        MultiplyPlan product => new MultiplyEmitter(network, product),
        NormalizationPlan normalization => new NormalizationEmitter(network, normalization),
        PoolPlan pool => new PoolEmitter(network, pool),
        PReLUPlan rectifier => new PReLUEmitter(network, rectifier),
        RadialBasisPlan radialBasis => new RadialBasisEmitter(network, radialBasis),
        RecurrentPlan recurrent => new RecurrentEmitter(network, recurrent),
        ScalePlan scale => new ScaleEmitter(network, scale),
        SlicePlan slice => new SliceEmitter(network, slice),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "A kind of layer without words."),
    };

    /// <summary>Writes the forward pass of one sample in straight-line code.</summary>
    public static void WriteStraight(SourceWriter writer, NetworkPlan network, StraightPlan straight) =>
        new DenseStraightEmitter(writer, network, straight).Write();
}
