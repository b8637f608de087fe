using System;
using System.Globalization;
using System.Numerics;
using System.Threading;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>Trains a streaming network on sequences, window after window: back-propagation through time, truncated to a window.</summary>
/// <remarks>
/// <para>A sample of the data set is a whole sequence: its inputs are those of all steps, step after step, and so are its targets. All sequences have equally
/// many steps.</para>
/// <para>The same network, data, settings and seed give the same parameters, bit for bit, on any number of threads. Neither a step nor an epoch allocates.
/// Not thread-safe.</para>
/// </remarks>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TState">The class of its states.</typeparam>
public sealed class SequenceTrainer<TNetwork, T, TState>
    where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TState : NetworkState<T>, new()
{
    private readonly TNetwork _network;

    /// <summary>Creates a trainer.</summary>
    /// <param name="network">The network, trained from the parameters that it has.</param>
    public SequenceTrainer(TNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
    }

    /// <summary>How often to go through the sequences. Default: 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Epochs { get; init => field = AtLeastOne(value, nameof(Epochs)); } = 100;

    /// <summary>The number of sequences of a step. Default: 32. The last batch of an epoch has what is left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int BatchSize { get; init => field = AtLeastOne(value, nameof(BatchSize)); } = 32;

    /// <summary>The steps that gradients go back at most: a sequence is taken in windows of so many. Default: null, the whole sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? Window { get; init => field = value is { } steps ? AtLeastOne(steps, nameof(Window)) : null; }

    /// <summary>Whether a window starts from the state in which the one before it ended, else from zeros. Default: true.</summary>
    public bool CarriesState { get; init; } = true;

    /// <summary>
    /// The first steps that run, but do not count in the loss: of a sequence, or of each window if the state is not carried. Default: 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int WarmUp
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(WarmUp));
            field = value;
        }
    }

    /// <summary>
    /// How many threads take part in a training, the caller's included. Default: 1. A batch is taken in parts of
    /// <see cref="SequenceGradient.SequencesOfPart"/> sequences, so there is work for several threads only if it has several parts. The bits do not depend on
    /// it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaxDegreeOfParallelism { get; init => field = AtLeastOne(value, nameof(MaxDegreeOfParallelism)); } = 1;

    /// <summary>Whether to shuffle the sequences anew for every epoch; their steps stay in order. Default: true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Starts the <see cref="RandomGenerator"/>: stream e of this seed gives the order of epoch e.</summary>
    public ulong Seed { get; init; }

    /// <summary>Sequences that are not learnt from, with equally many steps each.</summary>
    public Dataset<T>? Validation { get; init; }

    /// <summary>How the learning rate changes, as in <see cref="Trainer{TNetwork, T}.Schedule"/>. Default: null, not at all.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Whether the schedule counts epochs or steps of the optimiser. Default: epochs.</summary>
    public ScheduleInterval ScheduleInterval { get; init; }

    /// <summary>The largest norm of a gradient (<see cref="GradientClipping.ClipByNorm"/>). Default: 1. Null: any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double? ClipNorm
    {
        get;
        init
        {
            if (value is { } limit)
                HyperparameterRange.RequirePositive(limit, nameof(ClipNorm));
            field = value;
        }
    } = 1.0;

    /// <summary>When to stop before all epochs are done. Default: null, never. Needs <see cref="Validation"/>.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Called after every epoch, on the training thread, before training goes on.</summary>
    public Action<TrainingProgress>? EpochCompleted { get; init; }

    /// <summary>Trains the network.</summary>
    /// <typeparam name="TLoss">The loss to make small.</typeparam>
    /// <param name="training">The sequences to learn from.</param>
    /// <param name="optimizer">What moves the parameters.</param>
    /// <param name="cancellationToken">Ends the training after the current step; the network keeps what it has learnt.</param>
    /// <returns>The course of the training and why it ended.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network, or the loss does not allow a target.</exception>
    /// <exception cref="InvalidOperationException">The settings contradict each other or the data.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter became infinite or NaN.</exception>
    public TrainingHistory Train<TLoss>(Dataset<T> training, IOptimizer<T> optimizer, CancellationToken cancellationToken = default)
        where TLoss : struct, ILoss<T>
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        RequireSequences<TLoss>(training, nameof(training));
        if (Validation is not null)
            RequireSequences<TLoss>(Validation, nameof(Validation));
        if (EarlyStopping is not null && Validation is null)
            throw new InvalidOperationException($"{nameof(EarlyStopping)} needs sequences to validate with: set {nameof(Validation)}.");
        Schedule?.Reset();
        using var run = new SequenceTrainingRun<TNetwork, T, TState>(this, _network, training, optimizer);
        return run.Run<TLoss>(cancellationToken);
    }

    /// <summary>Takes the mean loss over all steps that count, each sequence run as a whole from a state of zeros.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    /// <param name="data">The sequences.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or the loss does not allow a target.</exception>
    /// <exception cref="InvalidOperationException">The settings contradict the data.</exception>
    public Evaluation Evaluate<TLoss>(Dataset<T> data)
        where TLoss : struct, ILoss<T>
    {
        RequireSequences<TLoss>(data, nameof(data));
        return new SequenceEvaluation<TNetwork, T, TState>(data, WarmUp).Evaluate<TLoss>(_network);
    }

    /// <summary>Requires whole steps, as many inputs as targets, no weights, a step that counts, and targets that the loss allows.</summary>
    private void RequireSequences<TLoss>(Dataset<T> data, string name)
        where TLoss : struct, ILoss<T>
    {
        ArgumentNullException.ThrowIfNull(data, name);
        NetworkShape shape = TNetwork.Shape;
        int steps = data.InputSize / shape.InputSize;
        if (steps * shape.InputSize != data.InputSize || steps * shape.OutputSize != data.TargetSize)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A sequence of the data set has {data.InputSize} inputs and {data.TargetSize} targets, which are not equally many steps: "
                + $"the network has {shape.InputSize} inputs and {shape.OutputSize} outputs at each step."), name);
        }

        if (!data.Weights.IsEmpty)
            throw new ArgumentException("The data set has weights, which sequences cannot have.", name);
        int window = CarriesState ? steps : Math.Min(steps, Window ?? steps);
        if (WarmUp >= window)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{nameof(WarmUp)} is {WarmUp}, but a {(CarriesState ? "sequence" : "window")} has {window} steps: expected fewer."));
        }

        for (int row = 0; row < data.Count; row++)
        {
            for (int step = 0; step < steps; step++)
            {
                if (LossRows.FindTargetError<TLoss, T>(shape, data.Target(row).Slice(step * shape.OutputSize, shape.OutputSize)) is { } error)
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"{typeof(TLoss).Name} does not allow the target of sequence {row}, step {step}, counted from 0. {error}"), name);
                }
            }
        }
    }

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
