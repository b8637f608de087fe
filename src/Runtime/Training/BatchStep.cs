using System;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>The steps of one training: gathers a batch, takes its gradient and moves the parameters, alone or with other threads.</summary>
/// <remarks>
/// A batch is taken in parts whose number depends on the network and the batch alone. Whoever computes a part, it is summed from
/// zero, and the parts are added in their order; so the bits do not depend on the number of threads.
/// </remarks>
internal sealed class BatchStep<TNetwork, T> : IDisposable
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int WaitingBudget = 32 * 1024 * 1024;

    private readonly TNetwork _network;
    private readonly Dataset<T> _data;
    private readonly IOptimizer<T> _optimizer;
    private readonly AlignedBuffer<T> _inputs;
    private readonly AlignedBuffer<T> _targets;
    private readonly T[] _weights;

    // Always zero between two steps: the optimiser clears it.
    private readonly AlignedBuffer<T> _gradient;

    // The rest is for several threads. Thread 0 adds its parts to the gradient at once; those of the others wait in memory of
    // their own until all before them have been added.
    private readonly int _threads;
    private WorkerTeam? _team;
    private readonly int _partsOfThread;
    private readonly AlignedBuffer<T>[] _waiting = [];
    private readonly double[] _losses = [];
    private readonly int[] _rows = [];
    private Action<int>? _computeParts;
    private readonly Action<int> _addParts;
    private readonly Action<int> _update;
    private BatchParts _parts;
    private DropoutStep _dropout;
    private int _firstPart;
    private bool _partsWait;
    private int _firstWaiting;

    /// <summary>Reserves the memory. Threads start with the first step.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples.</param>
    /// <param name="optimizer">What moves the parameters.</param>
    /// <param name="batchSize">The most samples of a step.</param>
    /// <param name="threads">How many threads take part, at the most.</param>
    /// <param name="waitingBudget">
    /// The most memory for the gradients of parts that wait to be added, in bytes: a batch that needs more is taken in rounds.
    /// </param>
    public BatchStep(TNetwork network, Dataset<T> data, IOptimizer<T> optimizer, int batchSize, int threads, long waitingBudget = WaitingBudget)
    {
        (_network, _data, _optimizer) = (network, data, optimizer);
        int parameters = TNetwork.Shape.TrainableCount;
        _inputs = new AlignedBuffer<T>(checked(batchSize * data.InputSize));
        _targets = new AlignedBuffer<T>(checked(batchSize * data.TargetSize));
        _weights = data.Weights.IsEmpty ? [] : new T[batchSize];
        _gradient = new AlignedBuffer<T>(parameters);
        (_addParts, _update) = (AddParts, Update);

        int parts = new BatchParts(batchSize, TNetwork.PartRows).Count;
        _threads = threads = Math.Min(threads, parts);
        if (threads == 1)
            return;
        long partBytes = (long)parameters * (typeof(T) == typeof(float) ? 4 : 8);
        _partsOfThread = (int)Math.Clamp(waitingBudget / partBytes / threads, 1, (parts + threads - 1) / threads);
        _waiting = new AlignedBuffer<T>[(threads - 1) * _partsOfThread];
        for (int i = 0; i < _waiting.Length; i++)
            _waiting[i] = new AlignedBuffer<T>(parameters);
        _losses = new double[parts];
        _rows = new int[batchSize];
    }

    /// <summary>The gradient of the last batch, until the parameters are moved.</summary>
    public Span<T> Gradient
    {
        get
        {
            AddWaiting();
            return _gradient.Span;
        }
    }

    /// <summary>Takes the gradient of the mean loss over some samples.</summary>
    /// <param name="rows">The samples.</param>
    /// <param name="dropout">The step, or none if the network drops nothing.</param>
    /// <returns>The mean loss.</returns>
    public T TakeGradient<TLoss>(ReadOnlySpan<int> rows, DropoutStep dropout = default)
        where TLoss : struct, ILoss<T>
    {
        if (_threads == 1)
        {
            Span<T> inputs = _inputs.Span[..(rows.Length * _data.InputSize)];
            Span<T> targets = _targets.Span[..(rows.Length * _data.TargetSize)];
            _data.Gather(rows, inputs, targets);
            return dropout.IsStep
                ? _network.BackwardBatch<TLoss>(inputs, targets, Weights(rows, 0), _gradient.Span, dropout)
                : _network.BackwardBatch<TLoss>(inputs, targets, Weights(rows, 0), _gradient.Span);
        }

        _team ??= new WorkerTeam(_threads);
        rows.CopyTo(_rows);
        (_parts, _dropout) = (new BatchParts(rows.Length, TNetwork.PartRows), dropout);
        for (_firstPart = 0; _firstPart < _parts.Count; _firstPart += _team.Size * _partsOfThread)
        {
            AddWaiting();
            _team.Run(_computeParts ??= ComputeParts<TLoss>);
            // The last ones are added when the gradient is asked for, or in the pass that moves the parameters.
            (_partsWait, _firstWaiting) = (true, _firstPart);
        }

        double loss = 0.0;
        for (int part = 0; part < _parts.Count; part++)
            loss += _losses[part];
        return _parts.Mean<T>(loss);
    }

    /// <summary>Moves the parameters against the gradient, which becomes zero.</summary>
    public void MoveParameters()
    {
        if (_team is null)
        {
            _optimizer.Step(_network.Parameters[.._gradient.Length], _gradient.Span);
            return;
        }

        _optimizer.BeginStep(_gradient.Length);
        _team.Run(_update);
        _partsWait = false;
    }

    /// <inheritdoc/>
    public void Dispose() => _team?.Dispose();

    private void AddWaiting()
    {
        if (!_partsWait)
            return;
        _team!.Run(_addParts);
        _partsWait = false;
    }

    /// <summary>The parts of one thread in the round at hand.</summary>
    private void ComputeParts<TLoss>(int thread)
        where TLoss : struct, ILoss<T>
    {
        for (int i = 0; i < _partsOfThread; i++)
        {
            int part = _firstPart + thread * _partsOfThread + i;
            if (part >= _parts.Count)
                return;
            (int first, int count) = _parts[part];
            Span<T> inputs = _inputs.Span.Slice(first * _data.InputSize, count * _data.InputSize);
            Span<T> targets = _targets.Span.Slice(first * _data.TargetSize, count * _data.TargetSize);
            ReadOnlySpan<int> rows = _rows.AsSpan(first, count);
            _data.Gather(rows, inputs, targets);
            Span<T> gradient = thread == 0 ? _gradient.Span : _waiting[(thread - 1) * _partsOfThread + i].Span;
            _losses[part] = _dropout.IsStep
                ? _network.BackwardPart<TLoss>(inputs, targets, Weights(rows, first), _parts.Rows, gradient, _dropout with { FirstRow = first })
                : _network.BackwardPart<TLoss>(inputs, targets, Weights(rows, first), _parts.Rows, gradient);
        }
    }

    /// <summary>The weights of samples, which lie in the batch from <paramref name="first"/> on; none if the data set has none.</summary>
    private ReadOnlySpan<T> Weights(ReadOnlySpan<int> rows, int first)
    {
        if (_weights.Length == 0)
            return default;
        Span<T> weights = _weights.AsSpan(first, rows.Length);
        _data.GatherWeights(rows, weights);
        return weights;
    }

    /// <summary>Adds the parts that wait, in their order, over one thread's range of the parameters.</summary>
    private void AddParts(int thread)
    {
        (int start, int length) = Range(thread);
        int computed = _parts.Count - _firstWaiting;
        for (int i = 0; i < _waiting.Length && i + _partsOfThread < computed; i++)
            MatrixOperations.AddAndClear(_waiting[i].Span.Slice(start, length), _gradient.Span.Slice(start, length));
    }

    private void Update(int thread)
    {
        if (_partsWait)
            AddParts(thread);
        (int start, int length) = Range(thread);
        _optimizer.StepRange(start, _network.Parameters.Slice(start, length), _gradient.Span.Slice(start, length));
    }

    /// <summary>A thread's share of the parameters, in whole cache lines.</summary>
    private (int Start, int Length) Range(int thread)
    {
        const int Line = 16;
        int lines = (_gradient.Length + Line - 1) / Line;
        int start = (int)((long)lines * thread / _team!.Size) * Line, end = (int)((long)lines * (thread + 1) / _team.Size) * Line;
        return (start, Math.Min(end, _gradient.Length) - start);
    }
}
