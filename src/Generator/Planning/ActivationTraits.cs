using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Where in a layer's kernel its activation function is computed.</summary>
internal enum ActivationPlace
{
    /// <summary>On the sums while they are in registers: a few instructions at most.</summary>
    InRegister,

    /// <summary>On the stored sums, straight behind the tiles: an exponential inlined once per register would drown the tile.</summary>
    BehindTiles,

    /// <summary>On whole rows, since every output depends on all sums of its layer.</summary>
    OnRows,
}

/// <summary>What planning has to know of an activation function.</summary>
/// <param name="Forward">Where f is computed.</param>
/// <param name="Backward">Where f′ is computed, when the gradient passes down into the layer.</param>
/// <param name="DerivativeTakesInput">Whether f′ needs z, which then is kept beside a = f(z).</param>
internal readonly record struct ActivationTraits(ActivationPlace Forward, ActivationPlace Backward, bool DerivativeTakesInput = false)
{
    private const ActivationPlace InRegister = ActivationPlace.InRegister, BehindTiles = ActivationPlace.BehindTiles, OnRows = ActivationPlace.OnRows;

    public static ActivationTraits Of(Activation activation) => activation switch
    {
        Activation.Sigmoid or Activation.Tanh or Activation.ELU or Activation.SELU => new(BehindTiles, InRegister),
        Activation.Softplus => new(BehindTiles, BehindTiles),
        Activation.GELU or Activation.SiLU or Activation.Mish => new(BehindTiles, BehindTiles, DerivativeTakesInput: true),
        Activation.Softmax => new(OnRows, OnRows),
        _ => new(InRegister, InRegister),
    };
}

/// <summary>The derivative f′ of a value's activation, by which a gradient ∂L/∂a becomes δ = ∂L/∂z.</summary>
/// <param name="Activation">The activation function f.</param>
/// <param name="Place">Where it is computed when a gradient passes down.</param>
/// <param name="TakesInput">Whether it is computed from z rather than from a = f(z).</param>
/// <param name="Width">The features of each position.</param>
/// <param name="Positions">The positions of one sample.</param>
internal sealed record DerivativePlan(Activation Activation, ActivationPlace Place, bool TakesInput, int Width, int Positions)
{
    /// <summary>The derivative of what a layer computes, or null where that is z itself or the network's input.</summary>
    public static DerivativePlan? Of(LayerNode? producer)
    {
        if (producer is null || producer.Spec.Activation == Activation.Linear)
            return null;
        var traits = ActivationTraits.Of(producer.Spec.Activation);
        ValueShape output = producer.Inferred.Output;
        return new DerivativePlan(producer.Spec.Activation, traits.Backward, traits.DerivativeTakesInput, output.Features, output.Positions);
    }
}
