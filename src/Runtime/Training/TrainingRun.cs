using System;
using System.Diagnostics;
using System.Numerics;
using System.Threading;
using Generated.Numerics;

namespace Generated;

/// <summary>One training from its first epoch to its last, with all the memory that it needs.</summary>
internal sealed partial class TrainingRun<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Trainer<TNetwork, T> _trainer;
    private readonly TNetwork _network;
    private readonly Dataset<T> _training;
    private readonly Dataset<T>? _validation;
    private readonly IOptimizer<T> _optimizer;

    private readonly RandomGenerator _random = new(0);
    private readonly int[] _order;
    private readonly BatchStep<TNetwork, T> _step;

    // Parameters to go back to: those at the start of the epoch if it diverges, and those of the lowest validation loss.
    private readonly T[] _epochStart;
    private readonly T[] _best;

    // Where the training is: the epochs that are behind, what early stopping and a schedule know, and the time that earlier runs took.
    private TrainingHistory _history;
    private double _lossToImprove = double.PositiveInfinity;
    private int _epochsWithoutImprovement;
    private double _baseLearningRate;
    private TimeSpan _elapsedBefore;

    // The thread that may save: this one while it calls back between two epochs, none (0) otherwise.
    private int _savingThread;

    public TrainingRun(Trainer<TNetwork, T> trainer, TNetwork network, Dataset<T> training, Dataset<T>? validation, IOptimizer<T> optimizer)
    {
        _trainer = trainer;
        _network = network;
        _training = training;
        _validation = validation;
        _optimizer = optimizer;

        int parameters = TNetwork.Shape.ParameterCount;
        int batchSize = Math.Min(trainer.BatchSize, training.Count);
        _order = new int[training.Count];
        _step = new BatchStep<TNetwork, T>(network, training, optimizer, batchSize, trainer.MaxDegreeOfParallelism);
        _epochStart = new T[parameters];
        _best = trainer.EarlyStopping is null ? [] : new T[parameters];
        _history = new TrainingHistory(trainer.Epochs);
        _baseLearningRate = optimizer.LearningRate;
    }

    private int BatchesPerEpoch => (_order.Length - 1) / _trainer.BatchSize + 1;

    /// <summary>Runs until a reason to stop.</summary>
    public TrainingHistory Run<TLoss>(CancellationToken cancellationToken)
        where TLoss : struct, ILoss<T>
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            _history.StopReason = RunEpochs<TLoss>(start, cancellationToken);
        }
        finally
        {
            _step.Dispose();
            // A schedule starts from this rate in another training too.
            if (_trainer.Schedule is not null)
                _optimizer.LearningRate = _baseLearningRate;
            // Whatever ends the training, an exception of a callback included.
            if (HasBest)
                _best.CopyTo(_network.Parameters);
        }

        _history.Duration = Elapsed(start);
        return _history;
    }

    private StopReason RunEpochs<TLoss>(long start, CancellationToken cancellationToken)
        where TLoss : struct, ILoss<T>
    {
        while (!HasStoppedEarly())
        {
            int epoch = _history.Epochs.Count + 1;
            if (epoch > _trainer.Epochs)
                return StopReason.Completed;

            long epochStart = Stopwatch.GetTimestamp();
            if (!RunEpoch<TLoss>(epoch, cancellationToken, out double trainingLoss))
                return StopReason.Cancelled;

            Evaluation? validation = Validate<TLoss>(epoch);
            var progress = new TrainingProgress(epoch, _trainer.Epochs, trainingLoss, validation?.Loss, validation?.Accuracy,
                Stopwatch.GetElapsedTime(epochStart), Elapsed(start), _optimizer.LearningRate);
            Remember(progress);
            Report(progress);
        }

        return StopReason.EarlyStopped;
    }

    /// <summary>Whether there are best parameters, which the network has in the end.</summary>
    private bool HasBest => _trainer.EarlyStopping is not null && _history.BestEpoch > 0;

    private bool HasStoppedEarly() => _trainer.EarlyStopping is { } stopping && _epochsWithoutImprovement >= stopping.Patience;

    /// <summary>Keeps what an epoch has come to, so that a checkpoint has all of it.</summary>
    private void Remember(in TrainingProgress progress)
    {
        bool isBest = _history.Add(progress);
        if (isBest && _best.Length > 0)
            _network.Parameters.CopyTo(_best);
        _trainer.Schedule?.Observe(Time(progress.Epoch, batchesOfNext: 0), progress.ValidationLoss ?? progress.TrainingLoss);
        if (_trainer.EarlyStopping is { } stopping && progress.ValidationLoss is { } loss)
        {
            bool hasImproved = loss < _lossToImprove - stopping.MinimumImprovement;
            _lossToImprove = hasImproved ? loss : _lossToImprove;
            _epochsWithoutImprovement = hasImproved ? 0 : _epochsWithoutImprovement + 1;
        }
    }

    private void Report(in TrainingProgress progress)
    {
        _savingThread = Environment.CurrentManagedThreadId;
        try
        {
            _trainer.EpochCompleted?.Invoke(progress);
            _trainer.Progress?.Report(progress);
        }
        finally
        {
            _savingThread = 0;
        }
    }

    /// <summary>Goes once through the training samples.</summary>
    /// <returns>Whether all of them were met; false if the training was cancelled before.</returns>
    private bool RunEpoch<TLoss>(int epoch, CancellationToken cancellationToken, out double meanLoss)
        where TLoss : struct, ILoss<T>
    {
        _network.Parameters.CopyTo(_epochStart);
        ArrangeSamples(epoch);
        double sum = 0.0;
        int batch = 0;
        int met = 0;
        while (met < _order.Length && !cancellationToken.IsCancellationRequested)
        {
            SetLearningRate(Time(epoch - 1, batch));
            DropoutStep dropout = TNetwork.Shape.DependsOnStep ? new(_trainer.Seed, (long)(epoch - 1) * BatchesPerEpoch + batch) : default;
            batch++;
            int rows = Math.Min(_trainer.BatchSize, _order.Length - met);
            T loss = Step<TLoss>(_order.AsSpan(met, rows), dropout);
            if (!T.IsFinite(loss))
                throw Diverged<TLoss>("The training loss", double.CreateTruncating(loss), epoch, batch);
            sum += rows * double.CreateTruncating(loss);
            met += rows;
        }

        // A step may have gone to infinity without a loss to show it yet.
        foreach (T parameter in _network.Parameters)
        {
            if (!T.IsFinite(parameter))
                throw Diverged<TLoss>("A parameter", double.CreateTruncating(parameter), epoch, batch);
        }

        meanLoss = sum / _order.Length;
        return met == _order.Length;
    }

    /// <summary>One step: the gradient of the mean loss over some samples, and the optimiser's move, unless the loss is not finite.</summary>
    private T Step<TLoss>(ReadOnlySpan<int> rows, DropoutStep dropout)
        where TLoss : struct, ILoss<T>
    {
        T loss = _step.TakeGradient<TLoss>(rows, dropout);
        if (T.IsFinite(loss))
        {
            ClipGradient();
            _step.MoveParameters();
        }

        return loss;
    }

    private void ClipGradient()
    {
        if (_trainer.ClipValue is { } largestValue)
            GradientClipping.ClipByValue(_step.Gradient, largestValue);
        if (_trainer.ClipNorm is { } largestNorm)
            GradientClipping.ClipByNorm(_step.Gradient, largestNorm);
    }

    private void SetLearningRate(long time)
    {
        if (_trainer.Schedule is { } schedule)
            _optimizer.LearningRate = _baseLearningRate * schedule.Factor(time);
    }

    /// <summary>The time that a schedule counts: epochs that are behind, or steps.</summary>
    private long Time(int epochs, int batchesOfNext) =>
        _trainer.ScheduleInterval == ScheduleInterval.Epoch ? epochs : (long)epochs * BatchesPerEpoch + batchesOfNext;

    private TimeSpan Elapsed(long start) => _elapsedBefore + Stopwatch.GetElapsedTime(start);

    /// <summary>Puts the samples into the order of an epoch, which depends on the seed and the epoch only.</summary>
    private void ArrangeSamples(int epoch)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        if (_trainer.Shuffle)
        {
            _random.Restart(_trainer.Seed, stream: (ulong)epoch);
            _random.Shuffle<int>(_order);
        }
    }

    private Evaluation? Validate<TLoss>(int epoch)
        where TLoss : struct, ILoss<T>
    {
        if (_validation is null)
            return null;
        Evaluation evaluation = _trainer.Evaluate<TLoss>(_validation);
        if (!double.IsFinite(evaluation.Loss))
            throw Diverged<TLoss>("The validation loss", evaluation.Loss, epoch, BatchesPerEpoch);
        return evaluation;
    }

    private TrainingDivergedException Diverged<TLoss>(string what, double value, int epoch, int batch)
        where TLoss : struct, ILoss<T>
    {
        _epochStart.CopyTo(_network.Parameters);
        _optimizer.Reset();
        LayerShape last = TNetwork.Shape.Layers[^1];
        string output = LayerKinds.Label(last);
        // Of a loss of the user's own, with the name of one of these, nothing is known.
        bool isKnown = typeof(TLoss).Assembly == typeof(LossFit).Assembly;
        string? misfit = isKnown && LossFit.Of(typeof(TLoss).Name, output) is { IsImpossible: true } found
            ? $"{typeof(TLoss).Name} does not fit the {output} output of {typeof(TNetwork).Name}: {found.Reason}; {found.Advice}."
            : null;
        return new TrainingDivergedException(what, value, epoch, batch, _optimizer.LearningRate, misfit, HasBest ? _history.BestEpoch : 0);
    }
}
