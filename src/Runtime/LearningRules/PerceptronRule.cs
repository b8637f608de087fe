using System;
using System.Numerics;
using System.Threading;

namespace Generated;

/// <summary>Rosenblatt's perceptron: threshold units that learn from their mistakes only.</summary>
/// <remarks>
/// For every sample x with the target t, with the output y = step(Wx + b):
/// <code>
/// wⱼ ← wⱼ + η (tⱼ − yⱼ) x,    bⱼ ← bⱼ + η (tⱼ − yⱼ)
/// </code>
/// so nothing changes where yⱼ = tⱼ, and the learning ends after an epoch without a mistake. Rosenblatt: The perceptron, Psychological
/// Review 65, 1958. If a hyperplane separates the classes, it does end: started from 0, a unit makes at most (R/γ)² mistakes, R being the
/// length of the longest (x, 1) and γ the distance of the nearest (x, 1) to the best hyperplane through 0. Novikoff: On convergence
/// proofs on perceptrons, 1962. If none does, as for exclusive or, it goes on for ever: all epochs are done, and the weights still move.
/// From weights of 0 the learning rate only scales the weights; it is 1 unless set.
/// </remarks>
/// <typeparam name="TNetwork">The network class: one dense layer with the activation <see cref="Activation.Step"/>.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PerceptronRule<TNetwork, T> : LearningRule<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _output = new T[TNetwork.Shape.OutputSize];

    /// <summary>Makes a rule with the learning rate 1 unless set.</summary>
    /// <param name="network">The network, which learns on from the parameters that it has.</param>
    /// <exception cref="ArgumentException">The network is not one dense layer of threshold units.</exception>
    public PerceptronRule(TNetwork network)
        : base(network)
    {
        RequireSingleLayer(Activation.Step, "The perceptron rule");
        LearningRate = 1.0;
    }

    /// <summary>Learns from samples.</summary>
    /// <param name="data">The samples; all targets are 0 or 1.</param>
    /// <param name="cancellationToken">Ends the learning after the current sample; the network keeps what it has learnt until then.</param>
    /// <returns>The course of the learning and why it ended; cancelling is no error.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network, or a target is neither 0 nor 1. Nothing is written.</exception>
    /// <exception cref="TrainingDivergedException">The data hold NaN or infinity.</exception>
    public LearningHistory Train(Dataset<T> data, CancellationToken cancellationToken = default)
    {
        RequireFit(data);
        RequireBinaryTargets(data);
        return Run(data.Inputs, data.Targets, cancellationToken);
    }

    private protected override bool EndsWithoutError => true;

    private protected override double Learn(ReadOnlySpan<T> input, ReadOnlySpan<T> target, ref int updates)
    {
        Network.Forward(input, _output);
        T rate = T.CreateTruncating(LearningRate);
        int mistakes = 0;
        for (int unit = 0; unit < target.Length; unit++)
        {
            if (_output[unit] == target[unit])
                continue;
            mistakes++;
            T change = rate * (target[unit] - _output[unit]);
            var weights = new UnitWeights<T>(Network.Parameters, TNetwork.Shape.Layers[0], unit);
            weights.Add(change, input);
            weights.Bias += change;
        }

        updates += mistakes;
        return 0.5 * mistakes;
    }
}
