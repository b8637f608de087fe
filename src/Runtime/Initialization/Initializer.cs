using System;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Chooses a network's first parameters. The usual ones are the static members here; another is a class derived from this one.
/// </summary>
/// <remarks>
/// <para>Dense layers: n is the number of inputs (fan-in), m the number of units (fan-out); biases are 0 unless said otherwise.
/// Radial basis layers: whichever is asked for, centres are drawn from N(0, 1), where standardised data lie, and
/// ρ = −ln(2n): for such data ‖x − c‖² is 2n on average, and h = e⁻¹ there. Only <see cref="Zeros"/> makes all of them 0.</para>
/// <para>Numbers are drawn in the canonical order (per layer the weights [units][inputs], row-major, then the biases) and rounded
/// from <see cref="double"/>, so they depend neither on where a network keeps a parameter nor on its precision.</para>
/// </remarks>
public abstract class Initializer
{
    /// <summary>
    /// By each layer's activation: <see cref="HeNormal"/> for ReLU, LeakyReLU, ELU, GELU, SiLU, Mish and Softplus;
    /// <see cref="LeCunNormal"/> for SELU; <see cref="GlorotUniform"/> for the others. What <c>new Network(seed)</c> uses.
    /// </summary>
    public static Initializer ByActivation { get; } = new ActivationDependent();

    /// <summary>N(0, 2/n). He, Zhang, Ren, Sun: Delving deep into rectifiers, 2015.</summary>
    public static Initializer HeNormal { get; } = new Normal(layer => Math.Sqrt(2.0 / layer.Inputs));

    /// <summary>U(±√(6/n)), of the same variance as <see cref="HeNormal"/>.</summary>
    public static Initializer HeUniform { get; } = new Uniform(layer => Math.Sqrt(6.0 / layer.Inputs));

    /// <summary>N(0, 2/(n + m)). Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks, 2010.</summary>
    public static Initializer GlorotNormal { get; } = new Normal(layer => Math.Sqrt(2.0 / ((double)layer.Inputs + layer.Units)));

    /// <summary>U(±√(6/(n + m))), of the same variance as <see cref="GlorotNormal"/>.</summary>
    public static Initializer GlorotUniform { get; } = new Uniform(layer => Math.Sqrt(6.0 / ((double)layer.Inputs + layer.Units)));

    /// <summary>N(0, 1/n). LeCun, Bottou, Orr, Müller: Efficient backprop, 1998; what SELU's fixed point asks for.</summary>
    public static Initializer LeCunNormal { get; } = new Normal(layer => Math.Sqrt(1.0 / layer.Inputs));

    /// <summary>U(±√(3/n)), of the same variance as <see cref="LeCunNormal"/>.</summary>
    public static Initializer LeCunUniform { get; } = new Uniform(layer => Math.Sqrt(3.0 / layer.Inputs));

    /// <summary>U(±1/√n) for weights and biases: what PyTorch's <c>nn.Linear</c> starts from.</summary>
    public static Initializer PyTorchDefault { get; } = new Uniform(layer => 1.0 / Math.Sqrt(layer.Inputs), ofBiasesToo: true);

    /// <summary>Every parameter 0.</summary>
    public static Initializer Zeros { get; } = new Zero();

    /// <summary>Draws the next weight (or centre coordinate) of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="random">Where random numbers come from.</param>
    public abstract double NextWeight(LayerShape layer, RandomGenerator random);

    /// <summary>Draws the next bias (or ρ) of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="random">Where random numbers come from.</param>
    public abstract double NextBias(LayerShape layer, RandomGenerator random);

    /// <summary>What a dense layer's weights and biases are drawn from; radial basis layers are all treated alike.</summary>
    private abstract class Dense : Initializer
    {
        public sealed override double NextWeight(LayerShape layer, RandomGenerator random) =>
            layer.Kind == LayerKind.RadialBasis ? random.NextGaussian() : NextDenseWeight(layer, random);

        public sealed override double NextBias(LayerShape layer, RandomGenerator random) =>
            layer.Kind == LayerKind.RadialBasis ? -VectorMath.Log(2.0 * layer.Inputs) : NextDenseBias(layer, random);

        protected abstract double NextDenseWeight(LayerShape layer, RandomGenerator random);

        protected virtual double NextDenseBias(LayerShape layer, RandomGenerator random) => 0.0;
    }

    private sealed class Normal(Func<LayerShape, double> standardDeviation) : Dense
    {
        protected override double NextDenseWeight(LayerShape layer, RandomGenerator random) =>
            standardDeviation(layer) * random.NextGaussian();
    }

    private sealed class Uniform(Func<LayerShape, double> limit, bool ofBiasesToo = false) : Dense
    {
        protected override double NextDenseWeight(LayerShape layer, RandomGenerator random) =>
            limit(layer) * (2.0 * random.NextDouble() - 1.0);

        protected override double NextDenseBias(LayerShape layer, RandomGenerator random) =>
            ofBiasesToo ? NextDenseWeight(layer, random) : 0.0;
    }

    private sealed class ActivationDependent : Initializer
    {
        public override double NextWeight(LayerShape layer, RandomGenerator random) => For(layer.Activation).NextWeight(layer, random);

        public override double NextBias(LayerShape layer, RandomGenerator random) => For(layer.Activation).NextBias(layer, random);

        private static Initializer For(Activation activation) => activation switch
        {
            Activation.ReLU or Activation.LeakyReLU or Activation.ELU or Activation.GELU or Activation.SiLU
                or Activation.Mish or Activation.Softplus => HeNormal,
            Activation.SELU => LeCunNormal,
            _ => GlorotUniform,
        };
    }

    private sealed class Zero : Initializer
    {
        public override double NextWeight(LayerShape layer, RandomGenerator random) => 0.0;

        public override double NextBias(LayerShape layer, RandomGenerator random) => 0.0;
    }
}
