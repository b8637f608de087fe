using System;
using System.Numerics;
using System.Threading;
using Generated.Kernels;

namespace Generated;

/// <summary>Oja's rule: Hebb's with a decay that keeps the weights at unit length. It finds the principal axes of the data.</summary>
/// <remarks>
/// For every sample x, with the output y = Wx of a layer of linear units:
/// <code>
/// wⱼ ← wⱼ + η yⱼ (x − Σₖ yₖ wₖ)
/// </code>
/// Of one unit this is w ← w + η y (x − y w), which turns w to the first principal axis of length 1. Oja: A simplified neuron model as a
/// principal component analyzer, 1982. Of M units it is the subspace rule: W becomes orthonormal and spans the first M
/// principal axes, any rotation of them among themselves. Oja: Neural networks, principal components, and subspaces, 1989.
/// The data are to have mean 0, or the mean counts as variance. The learning rate is to be small against 1/‖x‖²; what
/// remains of the motion at the end is of its order. Biases are not learnt and have to be 0; weights of 0 stay 0: start from <c>new Network(seed)</c>.
/// </remarks>
/// <typeparam name="TNetwork">The network class: one dense layer with the activation <see cref="Activation.Linear"/>.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class OjaRule<TNetwork, T> : LearningRule<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _output = new T[TNetwork.Shape.OutputSize];
    private readonly T[] _residual = new T[TNetwork.Shape.InputSize];

    /// <summary>Makes a rule with the learning rate 0.01 unless set.</summary>
    /// <param name="network">The network, which learns on from the parameters that it has.</param>
    /// <exception cref="ArgumentException">The network is not one dense layer of linear units, or a bias is not 0.</exception>
    public OjaRule(TNetwork network)
        : base(network)
    {
        RequireSingleLayer(Activation.Linear, "Oja's rule");
        LayerShape layer = TNetwork.Shape.Layers[0];
        if (network.Parameters.Slice(layer.BiasOffset, layer.Units).ContainsAnyExcept(T.Zero))
            throw new ArgumentException("A bias is not 0; Oja's rule works on y = Wx, so biases of 0 are wanted.", nameof(network));
        LearningRate = 0.01;
    }

    /// <summary>Learns from samples.</summary>
    /// <param name="inputs">Rows of input values, row-major; at least one row.</param>
    /// <param name="cancellationToken">Ends the learning after the current sample; the network keeps what it has learnt until then.</param>
    /// <returns>The course of the learning and why it ended; cancelling is no error.</returns>
    /// <exception cref="ArgumentException">There are no whole rows. Nothing is written.</exception>
    /// <exception cref="TrainingDivergedException">The learning rate is too large, or the data hold NaN or infinity.</exception>
    public LearningHistory Train(ReadOnlySpan<T> inputs, CancellationToken cancellationToken = default)
    {
        SpanArguments.RequireAnyRow(SpanArguments.RequireRows(inputs.Length, TNetwork.Shape.InputSize, nameof(inputs)), nameof(inputs));
        return Run(inputs, [], cancellationToken);
    }

    private protected override double Learn(ReadOnlySpan<T> input, ReadOnlySpan<T> target, ref int updates)
    {
        // The residual is taken with the weights of before the step, for all units alike.
        LayerShape layer = TNetwork.Shape.Layers[0];
        Network.Forward(input, _output);
        double error = Reconstruction.Residual(Network.Parameters, layer, input, _output, _residual);
        T rate = T.CreateTruncating(LearningRate);
        for (int unit = 0; unit < layer.Units; unit++)
            new UnitWeights<T>(Network.Parameters, layer, unit).Add(rate * _output[unit], _residual);
        updates += layer.Units;
        return error;
    }
}
