using System;
using System.Numerics;
using System.Threading;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>The generalised delta rule: the delta rule for units with any differentiable activation, in any number of layers.</summary>
/// <remarks>
/// For every sample x with the target t, with zⱼ = Σᵢ wⱼᵢ aᵢ + bⱼ and aⱼ = f(zⱼ), layer by layer from the last:
/// <code>
/// δⱼ = (tⱼ − aⱼ) f′(zⱼ)         of an output unit
/// δⱼ = f′(zⱼ) Σₖ δₖ wₖⱼ         of a hidden unit
/// Δwⱼᵢ ← η δⱼ aᵢ + α Δwⱼᵢ,      wⱼᵢ ← wⱼᵢ + Δwⱼᵢ
/// </code>
/// which is back-propagation of ½‖t − y‖², sample by sample, with the momentum α. Rumelhart, Hinton, Williams: Learning internal
/// representations by error propagation, 1986. With a single linear layer and α = 0 it is <see cref="DeltaRule{TNetwork, T}"/>.
/// Other losses, batches and optimisers are <see cref="Trainer{TNetwork, T}"/>'s.
/// </remarks>
/// <typeparam name="TNetwork">The network class: dense layers with any activation but <see cref="Activation.Step"/>.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class GeneralizedDeltaRule<TNetwork, T> : LearningRule<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _output = new T[TNetwork.Shape.OutputSize];
    private readonly T[] _outputGradient = new T[TNetwork.Shape.OutputSize];
    private readonly T[] _inputGradient = new T[TNetwork.Shape.InputSize];

    // Always zero between two samples: the optimiser clears it.
    private readonly AlignedBuffer<T> _gradient = new(TNetwork.Shape.TrainableCount);

    private Sgd<T> _descent = new(0.0);

    /// <summary>Makes a rule with the learning rate 0.1 unless set.</summary>
    /// <param name="network">The network, which learns on from the parameters that it has.</param>
    /// <exception cref="ArgumentException">A layer is not dense or has the activation <see cref="Activation.Step"/>, whose derivative is 0.</exception>
    public GeneralizedDeltaRule(TNetwork network)
        : base(network)
    {
        foreach (LayerShape layer in TNetwork.Shape.Layers)
        {
            RequireNetwork(layer.Kind == LayerKind.Dense && layer.Activation != Activation.Step,
                "The generalised delta rule needs a derivative in every layer: "
                + "a network of dense layers with differentiable activations, Sigmoid for example and never Step,");
        }

        LearningRate = 0.1;
    }

    /// <summary>The momentum α; 0 unless set. Every <c>Train</c> starts without any motion.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Momentum
    {
        get;
        init
        {
            HyperparameterRange.RequireBelowOne(value, nameof(Momentum));
            field = value;
        }
    }

    /// <summary>Learns from samples.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="cancellationToken">Ends the learning after the current sample; the network keeps what it has learnt until then.</param>
    /// <returns>The course of the learning and why it ended; cancelling is no error.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network. Nothing is written.</exception>
    /// <exception cref="TrainingDivergedException">The learning rate is too large, or the data hold NaN or infinity.</exception>
    public LearningHistory Train(Dataset<T> data, CancellationToken cancellationToken = default)
    {
        RequireFit(data);
        _gradient.Span.Clear();
        _descent = new Sgd<T>(LearningRate) { Momentum = Momentum };
        return Run(data.Inputs, data.Targets, cancellationToken);
    }

    private protected override double Learn(ReadOnlySpan<T> input, ReadOnlySpan<T> target, ref int updates)
    {
        Network.Forward(input, _output);
        double squares = 0.0;
        for (int unit = 0; unit < target.Length; unit++)
        {
            // ∂L/∂y of the loss L = ½‖t − y‖².
            T gradient = _output[unit] - target[unit];
            _outputGradient[unit] = gradient;
            squares += double.CreateTruncating(gradient) * double.CreateTruncating(gradient);
        }

        Network.Backward(input, _outputGradient, _gradient.Span, _inputGradient);
        _descent.Step(Network.Parameters[.._gradient.Length], _gradient.Span);
        foreach (LayerShape layer in TNetwork.Shape.Layers)
            updates += layer.Units;
        return 0.5 * squares;
    }
}
