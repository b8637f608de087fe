using System;
using System.Diagnostics;
using System.Numerics;
using System.Threading;
using Generated.Numerics;

namespace Generated;

/// <summary>One training from its first epoch to its last, with all the memory that it needs.</summary>
internal sealed class TrainingRun<TNetwork, T>
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
    private readonly AlignedBuffer<T> _batchInputs;
    private readonly AlignedBuffer<T> _batchTargets;

    // Always zero between two steps: the optimiser clears it.
    private readonly AlignedBuffer<T> _gradient;

    // Parameters to go back to: those at the start of the epoch if it diverges, and those of the lowest validation loss.
    private readonly T[] _epochStart;
    private readonly T[] _best;

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
        _batchInputs = new AlignedBuffer<T>(checked(batchSize * training.InputSize));
        _batchTargets = new AlignedBuffer<T>(checked(batchSize * training.TargetSize));
        _gradient = new AlignedBuffer<T>(parameters);
        _epochStart = new T[parameters];
        _best = trainer.EarlyStopping is null ? [] : new T[parameters];
    }

    /// <summary>Runs until a reason to stop.</summary>
    public TrainingHistory Run<TLoss>(CancellationToken cancellationToken)
        where TLoss : struct, ILoss<T>
    {
        var history = new TrainingHistory(_trainer.Epochs);
        long start = Stopwatch.GetTimestamp();
        history.StopReason = RunEpochs<TLoss>(history, start, cancellationToken);
        if (_trainer.EarlyStopping is not null && history.BestEpoch > 0)
            _best.CopyTo(_network.Parameters);
        history.Duration = Stopwatch.GetElapsedTime(start);
        return history;
    }

    private StopReason RunEpochs<TLoss>(TrainingHistory history, long start, CancellationToken cancellationToken)
        where TLoss : struct, ILoss<T>
    {
        double lossToImprove = double.PositiveInfinity;
        int epochsWithoutImprovement = 0;
        for (int epoch = 1; epoch <= _trainer.Epochs; epoch++)
        {
            long epochStart = Stopwatch.GetTimestamp();
            if (!RunEpoch<TLoss>(epoch, cancellationToken, out double trainingLoss))
                return StopReason.Cancelled;

            Evaluation? validation = Validate<TLoss>(epoch);
            var progress = new TrainingProgress(epoch, _trainer.Epochs, trainingLoss, validation?.Loss, validation?.Accuracy,
                Stopwatch.GetElapsedTime(epochStart), Stopwatch.GetElapsedTime(start));
            bool isBest = history.Add(progress);
            if (isBest && _best.Length > 0)
                _network.Parameters.CopyTo(_best);
            _trainer.EpochCompleted?.Invoke(progress);
            _trainer.Progress?.Report(progress);

            if (_trainer.EarlyStopping is { } stopping && validation is { } current)
            {
                bool hasImproved = current.Loss < lossToImprove - stopping.MinimumImprovement;
                lossToImprove = hasImproved ? current.Loss : lossToImprove;
                epochsWithoutImprovement = hasImproved ? 0 : epochsWithoutImprovement + 1;
                if (epochsWithoutImprovement == stopping.Patience)
                    return StopReason.EarlyStopped;
            }
        }

        return StopReason.Completed;
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
            batch++;
            int rows = Math.Min(_trainer.BatchSize, _order.Length - met);
            T loss = Step<TLoss>(_order.AsSpan(met, rows));
            if (!T.IsFinite(loss))
                throw Diverged("The training loss", double.CreateTruncating(loss), epoch, batch);
            sum += rows * double.CreateTruncating(loss);
            met += rows;
        }

        // A step may have gone to infinity without a loss to show it yet.
        foreach (T parameter in _network.Parameters)
        {
            if (!T.IsFinite(parameter))
                throw Diverged("A parameter", double.CreateTruncating(parameter), epoch, batch);
        }

        meanLoss = sum / _order.Length;
        return met == _order.Length;
    }

    /// <summary>One step: the gradient of the mean loss over some samples, and the optimiser's move, unless the loss is not finite.</summary>
    private T Step<TLoss>(ReadOnlySpan<int> rows)
        where TLoss : struct, ILoss<T>
    {
        Span<T> inputs = _batchInputs.Span[..(rows.Length * _training.InputSize)];
        Span<T> targets = _batchTargets.Span[..(rows.Length * _training.TargetSize)];
        _training.Gather(rows, inputs, targets);
        T loss = _network.BackwardBatch<TLoss>(inputs, targets, _gradient.Span);
        if (T.IsFinite(loss))
            _optimizer.Step(_network.Parameters, _gradient.Span);
        return loss;
    }

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
            throw Diverged("The validation loss", evaluation.Loss, epoch, (_order.Length - 1) / _trainer.BatchSize + 1);
        return evaluation;
    }

    private TrainingDivergedException Diverged(string what, double value, int epoch, int batch)
    {
        _epochStart.CopyTo(_network.Parameters);
        _optimizer.Reset();
        return new TrainingDivergedException(what, value, epoch, batch, _optimizer.LearningRate);
    }
}
