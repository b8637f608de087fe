using System;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Chooses a network's first parameters. The usual ones are the static members here; another is a class derived from this one.
/// </summary>
/// <remarks>
/// <para>A tensor is initialised by its role. Weights: n is the fan-in, m the fan-out; biases are 0 unless said otherwise.
/// Radial basis functions: whichever is asked for, centres are drawn from N(0, 1), where standardised data lie, and
/// ρ = −ln(2n): for such data ‖x − c‖² is 2n on average, and h = e⁻¹ there. Gains are 1 and slopes 0.25, as in PyTorch; a normalisation
/// begins with mean 0 and deviation 1. Recurrent layers, whichever is asked for: all
/// tensors U(±1/√h) for h units, as in PyTorch.
/// Only <see cref="Zeros"/> makes all of them 0, but for deviations.</para>
/// <para>Numbers are drawn in the canonical order (layer after layer its tensors, row-major) and rounded
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
    public static Initializer HeNormal { get; } = new Normal((n, _) => Math.Sqrt(2.0 / n));

    /// <summary>U(±√(6/n)), of the same variance as <see cref="HeNormal"/>.</summary>
    public static Initializer HeUniform { get; } = new Uniform((n, _) => Math.Sqrt(6.0 / n));

    /// <summary>N(0, 2/(n + m)). Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks, 2010.</summary>
    public static Initializer GlorotNormal { get; } = new Normal((n, m) => Math.Sqrt(2.0 / (n + m)));

    /// <summary>U(±√(6/(n + m))), of the same variance as <see cref="GlorotNormal"/>.</summary>
    public static Initializer GlorotUniform { get; } = new Uniform((n, m) => Math.Sqrt(6.0 / (n + m)));

    /// <summary>N(0, 1/n). LeCun, Bottou, Orr, Müller: Efficient backprop, 1998; what SELU's fixed point asks for.</summary>
    public static Initializer LeCunNormal { get; } = new Normal((n, _) => Math.Sqrt(1.0 / n));

    /// <summary>U(±√(3/n)), of the same variance as <see cref="LeCunNormal"/>.</summary>
    public static Initializer LeCunUniform { get; } = new Uniform((n, _) => Math.Sqrt(3.0 / n));

    /// <summary>U(±1/√n) for weights and biases: what PyTorch's <c>nn.Linear</c> starts from.</summary>
    public static Initializer PyTorchDefault { get; } = new Uniform((n, _) => 1.0 / Math.Sqrt(n), ofBiasesToo: true);

    /// <summary>Every parameter 0.</summary>
    public static Initializer Zeros { get; } = new Zero();

    /// <summary>Draws the next weight of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="random">Where random numbers come from.</param>
    public abstract double NextWeight(LayerShape layer, RandomGenerator random);

    /// <summary>Draws the next bias of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="random">Where random numbers come from.</param>
    public abstract double NextBias(LayerShape layer, RandomGenerator random);

    /// <summary>Draws the next element of a layer's tensor, by the tensor's role.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="tensor">One of its tensors.</param>
    /// <param name="random">Where random numbers come from.</param>
    public virtual double Next(LayerShape layer, ParameterTensor tensor, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(random);
        return tensor.Role switch
        {
            ParameterRole.Weight => NextWeight(layer, random),
            ParameterRole.Bias => NextBias(layer, random),
            ParameterRole.Center => random.NextGaussian(),
            ParameterRole.LogWidth => -VectorMath.Log(2.0 * tensor.FanIn),
            ParameterRole.Gain or ParameterRole.Deviation => 1.0,
            ParameterRole.Slope => 0.25,
            ParameterRole.Mean => 0.0,
            ParameterRole.GateWeight or ParameterRole.RecurrentWeight or ParameterRole.GateBias => (2.0 * random.NextDouble() - 1.0) / Math.Sqrt(layer.Units),
            _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor.Role, "Unknown role."),
        };
    }

    /// <summary>Weights of a scale that depends on the fans.</summary>
    /// <param name="scale">The scale, given fan-in and fan-out.</param>
    private abstract class Scaled(Func<double, double, double> scale) : Initializer
    {
        public sealed override double NextWeight(LayerShape layer, RandomGenerator random) => scale(layer.Inputs, layer.Units) * Draw(random);

        public override double NextBias(LayerShape layer, RandomGenerator random) => 0.0;

        public sealed override double Next(LayerShape layer, ParameterTensor tensor, RandomGenerator random) =>
            tensor.Role == ParameterRole.Weight ? scale(tensor.FanIn, tensor.FanOut) * Draw(random) : base.Next(layer, tensor, random);

        /// <summary>The next number of scale 1.</summary>
        protected abstract double Draw(RandomGenerator random);
    }

    private sealed class Normal(Func<double, double, double> standardDeviation) : Scaled(standardDeviation)
    {
        protected override double Draw(RandomGenerator random) => random.NextGaussian();
    }

    private sealed class Uniform(Func<double, double, double> limit, bool ofBiasesToo = false) : Scaled(limit)
    {
        public override double NextBias(LayerShape layer, RandomGenerator random) => ofBiasesToo ? NextWeight(layer, random) : 0.0;

        protected override double Draw(RandomGenerator random) => 2.0 * random.NextDouble() - 1.0;
    }

    private sealed class ActivationDependent : Initializer
    {
        public override double NextWeight(LayerShape layer, RandomGenerator random) => For(layer.Activation).NextWeight(layer, random);

        public override double NextBias(LayerShape layer, RandomGenerator random) => For(layer.Activation).NextBias(layer, random);

        public override double Next(LayerShape layer, ParameterTensor tensor, RandomGenerator random) => For(layer.Activation).Next(layer, tensor, random);

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

        public override double Next(LayerShape layer, ParameterTensor tensor, RandomGenerator random) => tensor.Role == ParameterRole.Deviation ? 1.0 : 0.0;
    }
}
