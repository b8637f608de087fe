using System;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>The mean loss over the steps of sequences that count, with the memory that it takes.</summary>
internal sealed class SequenceEvaluation<TNetwork, T, TState>
    where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TState : NetworkState<T>, new()
{
    private readonly Dataset<T> _sequences, _steps;
    private readonly TState _state = new();
    private readonly T[] _outputs;
    private readonly int _skipped;

    public SequenceEvaluation(Dataset<T> sequences, int warmUp)
    {
        (int inputs, int outputs) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
        _sequences = sequences;
        _skipped = warmUp * outputs;
        _outputs = new T[sequences.TargetSize];
        // Each step that counts is a separate sample.
        T[] x = [.. Enumerable.Range(0, sequences.Count).SelectMany(row => sequences.Input(row)[(warmUp * inputs)..].ToArray())];
        T[] t = [.. Enumerable.Range(0, sequences.Count).SelectMany(row => sequences.Target(row)[_skipped..].ToArray())];
        _steps = new Dataset<T>(x, inputs, t, outputs);
    }

    /// <summary>Runs each sequence from a state of zeros. Allocates nothing.</summary>
    public Evaluation Evaluate<TLoss>(TNetwork network)
        where TLoss : struct, ILoss<T>
    {
        var sums = new EvaluationSums<T>(_steps, TNetwork.Shape);
        for (int row = 0; row < _sequences.Count; row++)
        {
            _state.Reset();
            network.Sequence(_sequences.Input(row), _state, _outputs);
            sums.Add<TLoss>(_outputs.AsSpan(_skipped));
        }

        return sums.Means;
    }
}
