using System;
using System.Numerics;
using System.Threading;

namespace Generated;

/// <summary>MADALINE rule II: many ADALINEs in layers of threshold units, taught by the principle of minimal disturbance.</summary>
/// <remarks>
/// For every sample with a wrong output, layer by layer from the first, unit by unit from the one whose sum z = w·a + b is nearest 0:
/// flip the unit's output for a trial. If that makes fewer outputs of the network wrong, the unit learns to do so. Then every output unit that is still
/// wrong learns its target. To learn is a step of α-LMS towards d = 1 (for an output of 1) or d = −1 (for 0):
/// <code>
/// w ← w + α (d − z) a / (‖a‖² + 1),    b ← b + α (d − z) / (‖a‖² + 1)
/// </code>
/// which moves z to z + α(d − z). Winter, Widrow: MADALINE rule II, a training algorithm for neural networks, 1988; Widrow, Lehr: 30 years of
/// adaptive neural networks, 1990; only single units are tried here, not pairs. The learning ends after an epoch without a wrong output.
/// There is no proof that it gets there: it may run in circles, and another seed or more hidden units help. Start from <c>new
/// Network(seed)</c>, since equal units learn alike. The learning rate is α.
/// </remarks>
/// <typeparam name="TNetwork">The network class: two or more dense layers, all with the activation <see cref="Activation.Step"/>.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class MadalineRule<TNetwork, T> : LearningRule<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _output = new T[TNetwork.Shape.OutputSize];

    // Per layer: what goes in, each unit's distance |z| from the threshold, and the units in the order of that distance.
    private readonly T[][] _inputs;
    private readonly T[][] _distances;
    private readonly int[][] _nearest;

    /// <summary>Makes a rule with the learning rate α = 0.5 unless set.</summary>
    /// <param name="network">The network, which learns on from the parameters that it has.</param>
    /// <exception cref="ArgumentException">The network is not two or more dense layers of threshold units.</exception>
    public MadalineRule(TNetwork network)
        : base(network)
    {
        NetworkShape shape = TNetwork.Shape;
        bool fits = shape.Layers.Count >= 2;
        foreach (LayerShape layer in shape.Layers)
            fits &= layer is { Kind: LayerKind.Dense, Activation: Activation.Step };
        RequireNetwork(fits, "The MADALINE rule learns in two or more dense layers with the activation Step: "
            + "a network such as [Network(2, 3, 1, Hidden = Activation.Step, Output = Activation.Step)]");

        int layers = shape.Layers.Count;
        _inputs = new T[layers][];
        _distances = new T[layers][];
        _nearest = new int[layers][];
        for (int i = 0; i < layers; i++)
        {
            _inputs[i] = new T[shape.Layers[i].Inputs];
            _distances[i] = new T[shape.Layers[i].Units];
            _nearest[i] = new int[shape.Layers[i].Units];
        }

        LearningRate = 0.5;
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
        int firstWrong = CountWrong(input, target);
        int wrong = firstWrong;
        int last = TNetwork.Shape.Layers.Count - 1;
        for (int layer = 0; layer < last && wrong > 0; layer++)
        {
            TakeInputs(layer, input);
            foreach (int unit in UnitsByDistance(layer))
            {
                bool fires = WeightedSum(layer, unit) >= T.Zero;
                if (wrong == 0 || CountWrongIfUnitWere(!fires, layer, unit, input, target) >= wrong)
                    continue;
                Adapt(layer, unit, fires ? -T.One : T.One);
                updates++;
                wrong = CountWrong(input, target);
            }
        }

        // Counted again, as the last count may be that of a trial.
        if (wrong > 0 && CountWrong(input, target) > 0)
        {
            TakeInputs(last, input);
            for (int unit = 0; unit < target.Length; unit++)
            {
                if (_output[unit] == target[unit])
                    continue;
                Adapt(last, unit, target[unit] == T.One ? T.One : -T.One);
                updates++;
            }
        }

        return 0.5 * firstWrong;
    }

    /// <summary>Runs the sample through the network and counts the outputs that are wrong.</summary>
    private int CountWrong(ReadOnlySpan<T> input, ReadOnlySpan<T> target)
    {
        Network.Forward(input, _output);
        int wrong = 0;
        for (int unit = 0; unit < target.Length; unit++)
            wrong += _output[unit] == target[unit] ? 0 : 1;
        return wrong;
    }

    /// <summary>The trial: an infinite bias holds the unit at 1 or at 0 whatever its weights say.</summary>
    private int CountWrongIfUnitWere(bool firing, int layer, int unit, ReadOnlySpan<T> input, ReadOnlySpan<T> target)
    {
        ref T bias = ref Network.Parameters[TNetwork.Shape.Layers[layer].BiasIndex(unit)];
        T kept = bias;
        bias = firing ? T.PositiveInfinity : T.NegativeInfinity;
        int wrong = CountWrong(input, target);
        bias = kept;
        return wrong;
    }

    /// <summary>Keeps what goes into a layer; it holds as long as only that layer and later ones change.</summary>
    private void TakeInputs(int layer, ReadOnlySpan<T> input)
    {
        if (layer == 0)
            input.CopyTo(_inputs[0]);
        else
            Network.Activate(input, layer, _inputs[layer]);
    }

    private int[] UnitsByDistance(int layer)
    {
        // Insertion, so that of equally near units the first stays first.
        int[] units = _nearest[layer];
        T[] distances = _distances[layer];
        for (int unit = 0; unit < units.Length; unit++)
        {
            distances[unit] = T.Abs(WeightedSum(layer, unit));
            int place = unit;
            for (; place > 0 && distances[units[place - 1]] > distances[unit]; place--)
                units[place] = units[place - 1];
            units[place] = unit;
        }

        return units;
    }

    private T WeightedSum(int layer, int unit) =>
        new UnitWeights<T>(Network.Parameters, TNetwork.Shape.Layers[layer], unit).WeightedSum(_inputs[layer]);

    /// <summary>A step of α-LMS towards the sum <paramref name="wanted"/>.</summary>
    private void Adapt(int layer, int unit, T wanted)
    {
        T[] inputs = _inputs[layer];
        T squares = T.One;
        foreach (T input in inputs)
            squares += input * input;

        var weights = new UnitWeights<T>(Network.Parameters, TNetwork.Shape.Layers[layer], unit);
        T change = T.CreateTruncating(LearningRate) * (wanted - weights.WeightedSum(inputs)) / squares;
        weights.Add(change, inputs);
        weights.Bias += change;
    }
}
