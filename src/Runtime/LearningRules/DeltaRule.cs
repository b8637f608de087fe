using System;
using System.Numerics;
using System.Threading;

namespace Generated;

/// <summary>The delta rule of the ADALINE, also called Widrow and Hoff's rule or LMS (least mean squares).</summary>
/// <remarks>
/// For every sample x with the target t, with the output y = Wx + b of linear units:
/// <code>
/// wⱼ ← wⱼ + η (tⱼ − yⱼ) x,    bⱼ ← bⱼ + η (tⱼ − yⱼ)
/// </code>
/// a step down the gradient of ½‖t − y‖². Widrow, Hoff: Adaptive switching circuits, 1960. The formula is the perceptron's, but y is the
/// sum before any threshold, so it also learns where the class is right already, and approaches the least-squares solution whether or not
/// the classes can be separated. Its mean converges for 0 &lt; η &lt; 2/λ, λ being the largest eigenvalue of the mean of x̃x̃ᵀ with x̃ = (x, 1);
/// what remains of the motion at the end is of the order of η. For two classes, targets 0 and 1 and a threshold at ½ (as
/// <see cref="Metrics.PredictedClass{T}"/>) make it a classifier.
/// </remarks>
/// <typeparam name="TNetwork">The network class: one dense layer with the activation <see cref="Activation.Linear"/>.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class DeltaRule<TNetwork, T> : LearningRule<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _output = new T[TNetwork.Shape.OutputSize];

    /// <summary>Makes a rule with the learning rate 0.01 unless set.</summary>
    /// <param name="network">The network, which learns on from the parameters that it has.</param>
    /// <exception cref="ArgumentException">The network is not one dense layer of linear units.</exception>
    public DeltaRule(TNetwork network)
        : base(network)
    {
        RequireSingleLayer(Activation.Linear, "The delta rule");
        LearningRate = 0.01;
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
        return Run(data.Inputs, data.Targets, cancellationToken);
    }

    private protected override double Learn(ReadOnlySpan<T> input, ReadOnlySpan<T> target, ref int updates)
    {
        Network.Forward(input, _output);
        T rate = T.CreateTruncating(LearningRate);
        double squares = 0.0;
        for (int unit = 0; unit < target.Length; unit++)
        {
            T error = target[unit] - _output[unit];
            squares += double.CreateTruncating(error) * double.CreateTruncating(error);
            var weights = new UnitWeights<T>(Network.Parameters, TNetwork.Shape.Layers[0], unit);
            weights.Add(rate * error, input);
            weights.Bias += rate * error;
        }

        updates += target.Length;
        return 0.5 * squares;
    }
}
