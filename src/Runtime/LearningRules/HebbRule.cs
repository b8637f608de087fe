using System;
using System.Numerics;
using System.Threading;
using Generated.Kernels;

namespace Generated;

/// <summary>Hebb's rule: what fires together wires together. It needs no targets, and it is unstable.</summary>
/// <remarks>
/// For every sample x, with the output y = Wx + b of a layer of linear units:
/// <code>
/// wⱼ ← wⱼ + η yⱼ x
/// </code>
/// Hebb: The Organization of Behavior, 1949. With b = 0 a step adds η(2 + η‖x‖²)yⱼ² to ‖wⱼ‖², so the weights never shrink: on average
/// they grow along every principal axis of the data as (1 + ηλ)ᵏ, without bound. <see cref="LearningEpoch.WeightNorm"/> shows it, and
/// <see cref="TrainingDivergedException"/> is where it ends; a few epochs still turn w towards the first principal axis.
/// <see cref="OjaRule{TNetwork, T}"/> keeps the direction and mends the growth. Biases stay as they are. Weights of 0 stay 0: start from
/// <c>new Network(seed)</c>.
/// </remarks>
/// <typeparam name="TNetwork">The network class: one dense layer with the activation <see cref="Activation.Linear"/>.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class HebbRule<TNetwork, T> : LearningRule<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _output = new T[TNetwork.Shape.OutputSize];
    private readonly T[] _residual = new T[TNetwork.Shape.InputSize];

    /// <summary>Makes a rule with the learning rate 0.01 unless set.</summary>
    /// <param name="network">The network, which learns on from the parameters that it has.</param>
    /// <exception cref="ArgumentException">The network is not one dense layer of linear units.</exception>
    public HebbRule(TNetwork network)
        : base(network)
    {
        RequireSingleLayer(Activation.Linear, "Hebb's rule");
        LearningRate = 0.01;
    }

    /// <summary>Learns from samples.</summary>
    /// <param name="inputs">Rows of input values, row-major; at least one row.</param>
    /// <param name="cancellationToken">Ends the learning after the current sample; the network keeps what it has learnt until then.</param>
    /// <returns>The course of the learning and why it ended; cancelling is no error.</returns>
    /// <exception cref="ArgumentException">There are no whole rows. Nothing is written.</exception>
    /// <exception cref="TrainingDivergedException">The weights grew beyond what <typeparamref name="T"/> can hold.</exception>
    public LearningHistory Train(ReadOnlySpan<T> inputs, CancellationToken cancellationToken = default)
    {
        SpanArguments.RequireAnyRow(SpanArguments.RequireRows(inputs.Length, TNetwork.Shape.InputSize, nameof(inputs)), nameof(inputs));
        return Run(inputs, [], cancellationToken);
    }

    private protected override double Learn(ReadOnlySpan<T> input, ReadOnlySpan<T> target, ref int updates)
    {
        LayerShape layer = TNetwork.Shape.Layers[0];
        Network.Forward(input, _output);
        double error = Reconstruction.Residual(Network.Parameters, layer, input, _output, _residual);
        T rate = T.CreateTruncating(LearningRate);
        for (int unit = 0; unit < layer.Units; unit++)
            new UnitWeights<T>(Network.Parameters, layer, unit).Add(rate * _output[unit], input);
        updates += layer.Units;
        return error;
    }
}
