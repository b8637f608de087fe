using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Threading;
using Generated.Numerics;

namespace Generated;

/// <summary>What all learning rules share: they go through the samples one by one, epoch after epoch, and learn from each at once.</summary>
/// <remarks>
/// The same network, samples, settings and seed give the same parameters, bit for bit. A rule is for one thread at a time.
/// </remarks>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class LearningRule<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // More epochs than this are rare, and room for more is made when they come.
    private const int LargestInitialCapacity = 1 << 12;

    private protected LearningRule(TNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
    }

    /// <summary>The learning rate η; each rule says which values suit it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double LearningRate
    {
        get;
        init
        {
            if (!(value > 0.0) || !double.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "A finite number above 0 is wanted.");
            field = value;
        }
    }

    /// <summary>How often to go through the samples at most; 100 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Epochs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Epochs));
            field = value;
        }
    } = 100;

    /// <summary>Whether to shuffle the samples anew for every epoch; true unless set.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Starts the <see cref="RandomGenerator"/>: stream e of this seed gives the order of epoch e.</summary>
    public ulong Seed { get; init; }

    /// <summary>Called after every epoch, on the learning thread, before learning goes on.</summary>
    public Action<LearningEpoch>? EpochCompleted { get; init; }

    /// <summary>
    /// Told of every epoch. <see cref="Progress{T}"/> passes this on to where it was made, and may do so late and, in a console, out of
    /// order.
    /// </summary>
    public IProgress<LearningEpoch>? Progress { get; init; }

    private protected TNetwork Network { get; }

    /// <summary>Learns from one sample.</summary>
    /// <param name="input">One value per input.</param>
    /// <param name="target">One value per output; empty for a rule without targets.</param>
    /// <param name="updates">Counts the units whose weights were changed.</param>
    /// <returns>The error of the sample, as <see cref="LearningEpoch.Error"/> defines it.</returns>
    private protected abstract double Learn(ReadOnlySpan<T> input, ReadOnlySpan<T> target, ref int updates);

    /// <summary>Whether the rule has nothing left to learn once an epoch had no wrong output.</summary>
    private protected virtual bool EndsWithoutError => false;

    /// <summary>Requires that the rule fits the network.</summary>
    /// <exception cref="ArgumentException">It does not; the message says which network is needed.</exception>
    private protected static void RequireNetwork(bool fits, string wanted)
    {
        if (!fits)
            throw new ArgumentException($"{wanted} is wanted; this network is {TNetwork.Shape}.", "network");
    }

    /// <summary>Requires a network of a single dense layer.</summary>
    private protected static void RequireSingleLayer(Activation activation, string rule)
    {
        NetworkShape shape = TNetwork.Shape;
        RequireNetwork(shape.Layers is [{ Kind: LayerKind.Dense } layer] && layer.Activation == activation, string.Create(CultureInfo.InvariantCulture,
            $"{rule} learns in one dense layer with the activation {activation}: "
                + $"a network such as [Network({shape.InputSize}, {shape.OutputSize}, Output = Activation.{activation})]"));
    }

    /// <summary>Requires data of the network's sizes, without weights.</summary>
    private protected static void RequireFit(Dataset<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        NetworkShape shape = TNetwork.Shape;
        if (data.InputSize != shape.InputSize || data.TargetSize != shape.OutputSize)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The data set has {data.InputSize} inputs and {data.TargetSize} targets, "
                + $"but the network has {shape.InputSize} inputs and {shape.OutputSize} outputs.")
                + (data.TargetSize == shape.OutputSize ? "" : data.TargetAssumption), nameof(data));
        }

        if (!data.Weights.IsEmpty)
        {
            throw new ArgumentException(
                "The samples have weights, but a learning rule takes all samples alike. Remove them with WithWeights([]).", nameof(data));
        }
    }

    /// <summary>Requires targets that a threshold unit can reach.</summary>
    private protected static void RequireBinaryTargets(Dataset<T> data)
    {
        for (int i = 0; i < data.Targets.Length; i++)
        {
            if (data.Targets[i] != T.Zero && data.Targets[i] != T.One)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Target {i % data.TargetSize} of sample {i / data.TargetSize} is {data.Targets[i]}; a threshold unit gives 0 or 1, so 0 or 1 is wanted."),
                    nameof(data));
            }
        }
    }

    /// <summary>Goes through the samples until a reason to stop.</summary>
    private protected LearningHistory Run(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, CancellationToken cancellationToken)
    {
        int inputSize = TNetwork.Shape.InputSize;
        int targetSize = targets.IsEmpty ? 0 : TNetwork.Shape.OutputSize;
        var order = new int[inputs.Length / inputSize];
        var random = new RandomGenerator(Seed);
        var epochStart = new T[TNetwork.Shape.ParameterCount];
        var epochs = new List<LearningEpoch>(Math.Min(Epochs, LargestInitialCapacity));
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            Network.Parameters.CopyTo(epochStart);
            ArrangeSamples(order, random, epoch);
            double errors = 0.0;
            int updates = 0;
            for (int i = 0; i < order.Length; i++)
            {
                if (cancellationToken.IsCancellationRequested)
                    return new LearningHistory(epochs, LearningEnd.Cancelled);
                double error = Learn(inputs.Slice(order[i] * inputSize, inputSize), targets.Slice(order[i] * targetSize, targetSize), ref updates);
                if (!double.IsFinite(error))
                    throw Diverged("The error", error, epoch, i + 1, epochStart);
                errors += error;
            }

            double norm = WeightNorm();
            if (!double.IsFinite(norm))
                throw Diverged("The length of the weight vector", norm, epoch, order.Length, epochStart);
            var progress = new LearningEpoch(epoch, Epochs, errors / order.Length, updates, norm);
            epochs.Add(progress);
            EpochCompleted?.Invoke(progress);
            Progress?.Report(progress);
            if (EndsWithoutError && errors == 0.0)
                return new LearningHistory(epochs, LearningEnd.Converged);
        }

        return new LearningHistory(epochs, LearningEnd.Completed);
    }

    /// <summary>Puts the samples into the order of an epoch, which depends on the seed and the epoch only.</summary>
    private void ArrangeSamples(int[] order, RandomGenerator random, int epoch)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        if (Shuffle)
        {
            random.Restart(Seed, stream: (ulong)epoch);
            random.Shuffle<int>(order);
        }
    }

    private double WeightNorm()
    {
        double squares = 0.0;
        foreach (LayerShape layer in TNetwork.Shape.Layers)
        {
            foreach (T weight in Network.Parameters.Slice(layer.WeightsOffset, layer.WeightCount))
                squares += double.CreateTruncating(weight) * double.CreateTruncating(weight);
        }

        return Math.Sqrt(squares);
    }

    private TrainingDivergedException Diverged(string what, double value, int epoch, int sample, T[] epochStart)
    {
        epochStart.CopyTo(Network.Parameters);
        return new TrainingDivergedException(what, value, epoch, sample, LearningRate);
    }
}
