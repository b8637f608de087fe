using System;
using System.Globalization;
using System.Numerics;
using System.Threading;
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
public sealed class Trainer<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows that are evaluated at once: enough to fill the kernels' tiles, few enough for outputs to stay in the cache.
    private const int EvaluationRows = 256;

    private readonly TNetwork _network;
    private readonly AlignedBuffer<T> _outputs = new(EvaluationRows * TNetwork.Shape.OutputSize);

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network, trained from the parameters that it has.</param>
    public Trainer(TNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
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

    /// <summary>Whether to shuffle the training samples anew for every epoch; true unless set.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Starts the <see cref="RandomGenerator"/>: stream e of this seed gives the order of epoch e, so an epoch's order does not depend on those before it.</summary>
    public ulong Seed { get; init; }

    /// <summary>Samples that are not learnt from: after every epoch they tell how the network does on what it has not seen.</summary>
    public Dataset<T>? Validation { get; init; }

    /// <summary>
    /// The share of the training samples to set aside for validation, in place of <see cref="Validation"/>; 0 unless set. It is rounded
    /// to whole samples, at least one. They are chosen at random by <see cref="Seed"/>, as <see cref="Dataset{T}.Split(int, ulong)"/> does; not the last ones, since files are often sorted by class.
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

    /// <summary>When to stop before all epochs are done; null, never, unless set. Needs validation samples.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Called after every epoch, on the training thread, before training goes on.</summary>
    public Action<TrainingProgress>? EpochCompleted { get; init; }

    /// <summary>Told of every epoch. <see cref="Progress{T}"/> passes this on to where it was made, and may do so late and, in a console, out of order.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Trains the network.</summary>
    /// <typeparam name="TLoss">The loss to make small.</typeparam>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="optimizer">What moves the parameters. It goes on from where an earlier training left it.</param>
    /// <param name="cancellationToken">
    /// Ends the training after the current step. The network keeps what it has learnt until then, or gets its best parameters with <see cref="EarlyStopping"/>.
    /// </param>
    /// <returns>The course of the training and why it ended; cancelling is no error.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The settings contradict each other, or a layer has the activation <see cref="Activation.Step"/>, which no gradient passes.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter became infinite or NaN.</exception>
    public TrainingHistory Train<TLoss>(Dataset<T> training, IOptimizer<T> optimizer, CancellationToken cancellationToken = default)
        where TLoss : struct, ILoss<T>
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        RequireFit(training, nameof(training));
        RequireGradients();
        Dataset<T>? validation = Validation;
        if (validation is not null)
            RequireFit(validation, nameof(Validation));
        if (ValidationShare > 0.0)
        {
            if (validation is not null)
                throw new InvalidOperationException($"{nameof(Validation)} and {nameof(ValidationShare)} are both set; only one of them can be.");
            int validationCount = Math.Max(1, (int)Math.Round(ValidationShare * training.Count));
            (training, validation) = training.Split(training.Count - validationCount, Seed);
        }

        if (EarlyStopping is not null && validation is null)
            throw new InvalidOperationException($"{nameof(EarlyStopping)} needs samples to validate with: set {nameof(Validation)} or {nameof(ValidationShare)}.");

        return new TrainingRun<TNetwork, T>(this, _network, training, validation, optimizer).Run<TLoss>(cancellationToken);
    }

    private static void RequireGradients()
    {
        for (int i = 0; i < TNetwork.Shape.Layers.Count; i++)
        {
            if (TNetwork.Shape.Layers[i].Activation == Activation.Step)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"Layer {i + 1} has the activation {nameof(Activation.Step)}, whose derivative is 0: gradients teach it nothing. Train with {nameof(Activation.Sigmoid)} in its place, or set its weights."));
            }
        }
    }

    /// <summary>Takes the mean loss, and the accuracy if there are classes, over a data set. Allocates nothing.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    /// <param name="data">The samples.</param>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    public Evaluation Evaluate<TLoss>(Dataset<T> data)
        where TLoss : struct, ILoss<T>
    {
        RequireFit(data, nameof(data));
        var sums = default(Sums);
        for (int first = 0; first < data.Count; first += EvaluationRows)
        {
            int rows = Math.Min(EvaluationRows, data.Count - first);
            Span<T> outputs = _outputs.Span[..(rows * data.TargetSize)];
            _network.ForwardBatch(data.Inputs.Slice(first * data.InputSize, rows * data.InputSize), outputs);
            sums.Add<TLoss>(outputs, data.Targets.Slice(first * data.TargetSize, rows * data.TargetSize), data);
        }

        return sums.Means(data);
    }

    /// <summary>Takes the mean loss, and the accuracy if there are classes, over a data set and keeps the outputs. Allocates nothing.</summary>
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
        var sums = default(Sums);
        sums.Add<TLoss>(outputs, data.Targets, data);
        return sums.Means(data);
    }

    private static void RequireFit(Dataset<T> data, string name)
    {
        ArgumentNullException.ThrowIfNull(data, name);
        NetworkShape shape = TNetwork.Shape;
        if (data.InputSize != shape.InputSize || data.TargetSize != shape.OutputSize)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The data set has {data.InputSize} inputs and {data.TargetSize} targets, but the network has {shape.InputSize} inputs and {shape.OutputSize} outputs."), name);
        }
    }

    /// <summary>Losses and right answers, summed from the first row to the last.</summary>
    private struct Sums
    {
        private double _loss;
        private int _correct;

        public void Add<TLoss>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Dataset<T> data)
            where TLoss : struct, ILoss<T>
        {
            int size = data.TargetSize;
            for (int start = 0; start < outputs.Length; start += size)
                _loss += double.CreateTruncating(TLoss.Value(outputs.Slice(start, size), targets.Slice(start, size)));
            if (data.HasClasses)
                _correct += Metrics.CountCorrect(outputs, targets, size);
        }

        public readonly Evaluation Means(Dataset<T> data) =>
            new(_loss / data.Count, data.HasClasses ? (double)_correct / data.Count : null);
    }
}
