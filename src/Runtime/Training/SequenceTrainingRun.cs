using System;
using System.Diagnostics;
using System.Numerics;
using System.Threading;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>One training on sequences from its first epoch to its last, with all the memory that it needs.</summary>
internal sealed class SequenceTrainingRun<TNetwork, T, TState> : IDisposable
    where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TState : NetworkState<T>, new()
{
    private const int PartSize = SequenceGradient.SequencesOfPart;

    private readonly SequenceTrainer<TNetwork, T, TState> _trainer;
    private readonly TNetwork _network;
    private readonly Dataset<T> _training;
    private readonly IOptimizer<T> _optimizer;
    private readonly SequenceEvaluation<TNetwork, T, TState>? _validation;
    private readonly RandomGenerator _random = new(0);
    private readonly int _steps, _window, _inputSize, _outputSize;
    private readonly int[] _order;
    private readonly TState[] _states;
    private readonly T[] _inputs, _targets, _weights, _gradient, _epochStart, _best;

    // The gradients of the parts but the first, which wait until those before them have been added.
    private readonly T[][] _waiting;
    private readonly double[] _losses;
    private readonly WorkerTeam? _team;
    private Action<int>? _computeParts;
    private (int Sequences, int Length, int Counted) _batch;

    public SequenceTrainingRun(SequenceTrainer<TNetwork, T, TState> trainer, TNetwork network, Dataset<T> training, IOptimizer<T> optimizer)
    {
        (_trainer, _network, _training, _optimizer) = (trainer, network, training, optimizer);
        (_inputSize, _outputSize) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
        _steps = training.InputSize / _inputSize;
        _window = Math.Min(_steps, trainer.Window ?? _steps);
        int batch = Math.Min(trainer.BatchSize, training.Count), parts = (batch + PartSize - 1) / PartSize, rows = checked(batch * _window);
        _order = new int[training.Count];
        _states = new TState[batch];
        for (int i = 0; i < batch; i++)
            _states[i] = new TState();
        (_inputs, _targets) = (new T[checked(rows * _inputSize)], new T[checked(rows * _outputSize)]);
        _weights = trainer.WarmUp > 0 ? new T[rows] : [];
        _gradient = new T[TNetwork.Shape.TrainableCount];
        _waiting = new T[parts - 1][];
        for (int i = 0; i < _waiting.Length; i++)
            _waiting[i] = new T[_gradient.Length];
        _losses = new double[parts];
        _epochStart = new T[TNetwork.Shape.ParameterCount];
        _best = trainer.EarlyStopping is null ? [] : new T[_epochStart.Length];
        _validation = trainer.Validation is { } validation ? new(validation, trainer.WarmUp) : null;
        int threads = Math.Min(trainer.MaxDegreeOfParallelism, parts);
        _team = threads > 1 ? new WorkerTeam(threads) : null;
    }

    public void Dispose() => _team?.Dispose();

    /// <summary>Runs until a reason to stop.</summary>
    public TrainingHistory Run<TLoss>(CancellationToken cancellationToken)
        where TLoss : struct, ILoss<T>
    {
        long start = Stopwatch.GetTimestamp();
        var history = new TrainingHistory(_trainer.Epochs);
        double rate = _optimizer.LearningRate;
        try
        {
            history.StopReason = RunEpochs<TLoss>(history, rate, start, cancellationToken);
        }
        finally
        {
            _optimizer.LearningRate = rate;
            if (_best.Length > 0 && history.BestEpoch > 0)
                _best.CopyTo(_network.Parameters);
        }

        history.Duration = Stopwatch.GetElapsedTime(start);
        return history;
    }

    private StopReason RunEpochs<TLoss>(TrainingHistory history, double rate, long start, CancellationToken cancellationToken)
        where TLoss : struct, ILoss<T>
    {
        (double toImprove, int withoutImprovement, long moves) = (double.PositiveInfinity, 0, 0);
        for (int epoch = 1; epoch <= _trainer.Epochs; epoch++)
        {
            long epochStart = Stopwatch.GetTimestamp();
            _network.Parameters.CopyTo(_epochStart);
            Arrange(epoch);
            (double sum, long counted, int batch) = (0.0, 0, 0);
            for (int met = 0; met < _order.Length; met += _trainer.BatchSize)
            {
                batch++;
                int sequences = Math.Min(_trainer.BatchSize, _order.Length - met);
                Reset(sequences);
                for (int first = 0; first < _steps; first += _window)
                {
                    if (cancellationToken.IsCancellationRequested)
                        return StopReason.Cancelled;
                    if (_trainer.Schedule is { } schedule)
                        _optimizer.LearningRate = rate * schedule.Factor(_trainer.ScheduleInterval == ScheduleInterval.Epoch ? epoch - 1 : moves);
                    moves++;
                    double loss = TakeWindow<TLoss>(_order.AsSpan(met, sequences), first, out int steps);
                    if (!double.IsFinite(loss))
                        throw Diverged("The training loss", loss, epoch, batch, history);
                    sum += loss;
                    counted += steps;
                }
            }

            foreach (T parameter in _network.Parameters)
            {
                if (!T.IsFinite(parameter))
                    throw Diverged("A parameter", double.CreateTruncating(parameter), epoch, batch, history);
            }

            Evaluation? validation = _validation?.Evaluate<TLoss>(_network);
            if (validation is { Loss: var found } && !double.IsFinite(found))
                throw Diverged("The validation loss", found, epoch, batch, history);
            var progress = new TrainingProgress(
                epoch, _trainer.Epochs, sum / counted, validation?.Loss, validation?.Accuracy, Stopwatch.GetElapsedTime(epochStart),
                Stopwatch.GetElapsedTime(start), _optimizer.LearningRate);
            if (history.Add(progress) && _best.Length > 0)
                _network.Parameters.CopyTo(_best);
            _trainer.Schedule?.Observe(
                _trainer.ScheduleInterval == ScheduleInterval.Epoch ? epoch : moves, progress.ValidationLoss ?? progress.TrainingLoss);
            _trainer.EpochCompleted?.Invoke(progress);
            if (_trainer.EarlyStopping is not { } stopping || progress.ValidationLoss is not { } monitored)
                continue;
            bool hasImproved = monitored < toImprove - stopping.MinimumImprovement;
            (toImprove, withoutImprovement) = hasImproved ? (monitored, 0) : (toImprove, withoutImprovement + 1);
            if (withoutImprovement >= stopping.Patience)
                return StopReason.EarlyStopped;
        }

        return StopReason.Completed;
    }

    /// <summary>One window of some sequences: the gradient, and the optimiser's move.</summary>
    /// <returns>The sum of the losses of the steps that count.</returns>
    private double TakeWindow<TLoss>(ReadOnlySpan<int> sequences, int first, out int counted)
        where TLoss : struct, ILoss<T>
    {
        int length = Math.Min(_window, _steps - first);
        if (!_trainer.CarriesState)
            Reset(sequences.Length);
        for (int i = 0; i < sequences.Length; i++)
        {
            _training.Input(sequences[i]).Slice(first * _inputSize, length * _inputSize).CopyTo(_inputs.AsSpan(i * length * _inputSize));
            _training.Target(sequences[i]).Slice(first * _outputSize, length * _outputSize).CopyTo(_targets.AsSpan(i * length * _outputSize));
        }

        int skipped = Math.Clamp(_trainer.CarriesState ? _trainer.WarmUp - first : _trainer.WarmUp, 0, length);
        for (int i = 0; i < sequences.Length && _weights.Length > 0; i++)
        {
            _weights.AsSpan(i * length, length).Fill(T.One);
            _weights.AsSpan(i * length, skipped).Clear();
        }

        counted = sequences.Length * (length - skipped);
        _batch = (sequences.Length, length, Math.Max(1, counted));
        _computeParts ??= ComputeParts<TLoss>;
        if (_team is null)
            _computeParts(0);
        else
            _team.Run(_computeParts);

        int parts = (sequences.Length + PartSize - 1) / PartSize;
        double loss = _losses[0];
        for (int part = 1; part < parts; part++)
        {
            MatrixOperations.AddAndClear<T>(_waiting[part - 1], _gradient);
            loss += _losses[part];
        }

        // Of a window without a step that counts the states alone are of use.
        if (counted > 0 && double.IsFinite(loss))
        {
            if (_trainer.ClipNorm is { } largest)
                GradientClipping.ClipByNorm<T>(_gradient, largest);
            _optimizer.Step(_network.Parameters[.._gradient.Length], _gradient);
        }

        return loss;
    }

    /// <summary>Every so manyth part, by one of the threads: each from zero.</summary>
    private void ComputeParts<TLoss>(int thread)
        where TLoss : struct, ILoss<T>
    {
        (int sequences, int length, int counted) = _batch;
        for (int part = thread; part * PartSize < sequences; part += _team?.Size ?? 1)
        {
            int first = part * PartSize, count = Math.Min(PartSize, sequences - first), row = first * length, rows = count * length;
            _losses[part] = _network.BackwardSequencesPart<TLoss>(
                _inputs.AsSpan(row * _inputSize, rows * _inputSize), _targets.AsSpan(row * _outputSize, rows * _outputSize),
                _weights.Length == 0 ? default : _weights.AsSpan(row, rows), _states.AsSpan(first, count), counted, part == 0 ? _gradient : _waiting[part - 1]);
        }
    }

    private void Reset(int sequences)
    {
        for (int i = 0; i < sequences; i++)
            _states[i].Reset();
    }

    /// <summary>Puts the sequences into the order of an epoch, which depends on the seed and the epoch only.</summary>
    private void Arrange(int epoch)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        if (!_trainer.Shuffle)
            return;
        _random.Restart(_trainer.Seed, stream: (ulong)epoch);
        _random.Shuffle<int>(_order);
    }

    private TrainingDivergedException Diverged(string what, double value, int epoch, int batch, TrainingHistory history)
    {
        _epochStart.CopyTo(_network.Parameters);
        _optimizer.Reset();
        return new TrainingDivergedException(
            what, value, epoch, batch, _optimizer.LearningRate, bestEpoch: _best.Length > 0 ? history.BestEpoch : 0);
    }
}
