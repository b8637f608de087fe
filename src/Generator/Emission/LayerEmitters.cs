using System;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>The emitter of each kind of layer. This is the one place of the stage that knows the kinds.</summary>
internal static class LayerEmitters
{
    public static LayerEmitter Of(NetworkPlan network, LayerPlan layer) => layer switch
    {
        DensePlan dense => new DenseEmitter(network, dense),
        RadialBasisPlan radialBasis => new RadialBasisEmitter(network, radialBasis),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, "A kind of layer without words."),
    };

    /// <summary>Writes the forward pass of one sample in straight-line code.</summary>
    public static void WriteStraight(SourceWriter writer, NetworkPlan network, StraightPlan straight) => new DenseStraightEmitter(writer, network, straight).Write();
}
