using System;
using System.Globalization;
using System.Numerics;
using System.Threading;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>Trains a network on a data set by steps over batches.</summary>
/// <remarks>
/// <code>
/// var network = new DigitClassifier(seed: 1);
/// var trainer = new Trainer&lt;DigitClassifier, float&gt;(network) { Epochs = 30, BatchSize = 32, Seed = 1 };
/// TrainingHistory history = trainer.Train&lt;CategoricalCrossEntropy&gt;(training, new Sgd&lt;float&gt;(0.1) { Momentum = 0.9 });
/// </code>
/// The same network, data, settings and seed give the same parameters, bit for bit. Neither a step nor an epoch allocates.
/// A trainer is for one thread at a time.
/// </remarks>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class Trainer<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows that are evaluated at once: enough to fill the kernels' tiles, few enough for outputs to stay in the cache.
    private const int EvaluationRows = 256;

    private readonly TNetwork _network;
    private Action<string>? _save;
    private readonly AlignedBuffer<T> _outputs = new(EvaluationRows * TNetwork.Shape.OutputSize);

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network, trained from the parameters that it has.</param>
    /// <exception cref="NotSupportedException">It is a streaming network, which a <see cref="SequenceTrainer{TNetwork, T, TState}"/> trains.</exception>
    public Trainer(TNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        RequireFixedSteps();
        _network = network;
    }

    /// <summary>How often to go through the training samples; 100 unless set.</summary>
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

    /// <summary>The number of samples of a step; 32 unless set. The last batch of an epoch has what is left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int BatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(BatchSize));
            field = value;
        }
    } = 32;

    /// <summary>
    /// How many threads take part in a training, the caller's included; 1 unless set. A batch is taken in parts of
    /// <see cref="INetwork{TSelf, T}.PartRows"/> rows at the most (64 to 128 in most networks), so there is work for several threads only if it has
    /// several parts. The bits do not depend on it. The threads end with the training.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxDegreeOfParallelism));
            field = value;
        }
    } = 1;

    /// <summary>Whether to shuffle the training samples anew for every epoch; true unless set.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Starts the <see cref="RandomGenerator"/>: stream e of this seed gives the order of epoch e, so an epoch's order does not depend on
    /// those before it.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>Samples that are not learnt from: after every epoch they tell how the network does on what it has not seen.</summary>
    public Dataset<T>? Validation { get; init; }

    /// <summary>
    /// The share of the training samples to set aside for validation, in place of <see cref="Validation"/>; 0 unless set. It is rounded
    /// to whole samples, at least one. They are chosen at random by <see cref="Seed"/>, as <see cref="Dataset{T}.Split(int, ulong)"/> does;
    /// not the last ones, since files are often sorted by class.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double ValidationShare
    {
        get;
        init
        {
            if (!(value >= 0.0 && value < 1.0))
                throw new ArgumentOutOfRangeException(nameof(ValidationShare), value, "A number from 0 to below 1 is wanted.");
            field = value;
        }
    }

    /// <summary>
    /// How the learning rate changes: factors of the rate that the optimiser has at the start, and has again at the end. Null, not at all,
    /// unless set.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Whether the schedule counts epochs or steps; epochs unless set.</summary>
    public ScheduleInterval ScheduleInterval { get; init; }

    /// <summary>The largest norm of a gradient, beyond which it is shortened (<see cref="GradientClipping.ClipByNorm"/>); null, any, unless set.</summary>
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
    }

    /// <summary>
    /// The largest magnitude of a gradient's element, beyond which it is cut off (<see cref="GradientClipping.ClipByValue"/>), before
    /// <see cref="ClipNorm"/>; null, any, unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double? ClipValue
    {
        get;
        init
        {
            if (value is { } limit)
                HyperparameterRange.RequirePositive(limit, nameof(ClipValue));
            field = value;
        }
    }

    /// <summary>When to stop before all epochs are done; null, never, unless set. Needs validation samples.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Called after every epoch, on the training thread, before training goes on.</summary>
    public Action<TrainingProgress>? EpochCompleted { get; init; }

    /// <summary>
    /// Told of every epoch. <see cref="Progress{T}"/> passes this on to where it was made, and may do so late and, in a console, out of
    /// order.
    /// </summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Trains the network.</summary>
    /// <typeparam name="TLoss">The loss to make small.</typeparam>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="optimizer">What moves the parameters. It goes on from where an earlier training left it.</param>
    /// <param name="cancellationToken">
    /// Ends the training after the current step. The network keeps what it has learnt until then, or gets its best parameters with <see cref="EarlyStopping"/>.
    /// </param>
    /// <returns>The course of the training and why it ended; cancelling is no error.</returns>
    /// <exception cref="ArgumentException">
    /// The data do not fit the network, or the loss does not allow a target (<see cref="ILoss{T}.FindTargetError"/>).
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The settings contradict each other, or a layer has the activation <see cref="Activation.Step"/>, which no gradient passes.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter became infinite or NaN.</exception>
    public TrainingHistory Train<TLoss>(Dataset<T> training, IOptimizer<T> optimizer, CancellationToken cancellationToken = default)
        where TLoss : struct, ILoss<T>
    {
        TrainingRun<TNetwork, T> run = NewRun<TLoss>(training, optimizer);
        Schedule?.Reset();
        return Run<TLoss>(run, cancellationToken);
    }

    /// <summary>
    /// Goes on with a training that <see cref="SaveCheckpoint"/> has saved: the network gets its parameters, the optimiser and the schedule what
    /// they remember, and the rest of the epochs has the same bits as if it had never been interrupted.
    /// </summary>
    /// <typeparam name="TLoss">The loss of that training.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="training">The samples of that training.</param>
    /// <param name="optimizer">An optimiser of the same kind and settings. Its learning rate is taken from the file.</param>
    /// <param name="cancellationToken">Ends the training after the current step, as with <see cref="Train"/>.</param>
    /// <returns>The course of the whole training, from its first epoch on.</returns>
    /// <remarks>This trainer has the settings of the one that saved. Only <see cref="Epochs"/> may be another number.</remarks>
    /// <exception cref="CheckpointException">
    /// The file is damaged, or its training had another architecture, optimiser or other settings. Nothing is changed.
    /// </exception>
    /// <exception cref="System.IO.IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The data do not fit the network, or the loss does not allow a target.</exception>
    /// <exception cref="InvalidOperationException">The settings contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter became infinite or NaN.</exception>
    public TrainingHistory Resume<TLoss>(string path, Dataset<T> training, IOptimizer<T> optimizer, CancellationToken cancellationToken = default)
        where TLoss : struct, ILoss<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TrainingRun<TNetwork, T> run = NewRun<TLoss>(training, optimizer);
        run.Load<TLoss>(path);
        return Run<TLoss>(run, cancellationToken);
    }

    /// <summary>
    /// Saves the training, so that <see cref="Resume"/> can go on with it: to be called in <see cref="EpochCompleted"/>. The file is written whole or not
    /// at all: if the process is killed meanwhile, the file of an earlier epoch is still there.
    /// </summary>
    /// <param name="path">The file. It is replaced.</param>
    /// <exception cref="InvalidOperationException">It is called at another time, or on another thread.</exception>
    /// <exception cref="System.IO.IOException">The file cannot be written.</exception>
    public void SaveCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (_save is null)
            throw new InvalidOperationException($"There is no training to save: call it in {nameof(EpochCompleted)}.");
        _save(path);
    }

    private TrainingHistory Run<TLoss>(TrainingRun<TNetwork, T> run, CancellationToken cancellationToken)
        where TLoss : struct, ILoss<T>
    {
        _save = run.Save<TLoss>;
        try
        {
            return run.Run<TLoss>(cancellationToken);
        }
        finally
        {
            _save = null;
        }
    }

    /// <summary>Checks the data and the settings, and makes a run of them.</summary>
    private TrainingRun<TNetwork, T> NewRun<TLoss>(Dataset<T> training, IOptimizer<T> optimizer)
        where TLoss : struct, ILoss<T>
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        RequireFit(training, nameof(training));
        RequireGradients();
        if (TLoss.OutputCount > 1 && TLoss.OutputCount != TNetwork.Shape.Outputs.Count)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{typeof(TLoss).Name} are the losses of {TLoss.OutputCount} outputs, but the network has {TNetwork.Shape.Outputs.Count}."));
        }

        RequireTargets<TLoss>(training, nameof(training));
        Dataset<T>? validation = Validation;
        if (validation is not null)
        {
            RequireFit(validation, nameof(Validation));
            RequireTargets<TLoss>(validation, nameof(Validation));
        }

        if (ValidationShare > 0.0)
        {
            if (validation is not null)
                throw new InvalidOperationException($"{nameof(Validation)} and {nameof(ValidationShare)} are both set; only one of them can be.");
            int validationCount = Math.Max(1, (int)Math.Round(ValidationShare * training.Count));
            (training, validation) = training.Split(training.Count - validationCount, Seed);
        }

        if (EarlyStopping is not null && validation is null)
            throw new InvalidOperationException(
                $"{nameof(EarlyStopping)} needs samples to validate with: set {nameof(Validation)} or {nameof(ValidationShare)}.");

        return new TrainingRun<TNetwork, T>(this, _network, training, validation, optimizer);
    }

    /// <summary>Takes the mean loss, weighted as in training, and the accuracy if there are classes, over a data set. Allocates nothing.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    /// <param name="data">The samples.</param>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    public Evaluation Evaluate<TLoss>(Dataset<T> data)
        where TLoss : struct, ILoss<T>
    {
        RequireFit(data, nameof(data));
        var sums = new EvaluationSums<T>(data, TNetwork.Shape);
        for (int first = 0; first < data.Count; first += EvaluationRows)
        {
            int rows = Math.Min(EvaluationRows, data.Count - first);
            Span<T> outputs = _outputs.Span[..(rows * data.TargetSize)];
            _network.ForwardBatch(data.Inputs.Slice(first * data.InputSize, rows * data.InputSize), outputs);
            sums.Add<TLoss>(outputs);
        }

        return sums.Means;
    }

    /// <summary>
    /// Takes the mean loss, weighted as in training, and the accuracy if there are classes, over a data set and keeps the outputs. Allocates nothing.
    /// </summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    /// <param name="data">The samples.</param>
    /// <param name="outputs">Receives rows of outputs, row-major, one row per sample.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or the length is wrong.</exception>
    public Evaluation Evaluate<TLoss>(Dataset<T> data, Span<T> outputs)
        where TLoss : struct, ILoss<T>
    {
        RequireFit(data, nameof(data));
        SpanArguments.RequireLength(outputs.Length, data.Targets.Length, nameof(outputs));
        _network.ForwardBatch(data.Inputs, outputs);
        var sums = new EvaluationSums<T>(data, TNetwork.Shape);
        sums.Add<TLoss>(outputs);
        return sums.Means;
    }
}
