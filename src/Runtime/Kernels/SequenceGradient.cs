using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Generated.Kernels;

/// <summary>The gradient of a batch of sequences, which is taken in parts: each part's sums start from zero and are added in the parts' order.</summary>
public static class SequenceGradient
{
    /// <summary>The sequences of a part; the last one has what is left.</summary>
    public const int SequencesOfPart = 16;

    /// <summary>
    /// Adds the gradient of the mean loss over all steps that count and returns that mean:
    /// <see cref="IStreamingNetwork{TSelf, T, TState}.BackwardSequences{TLoss}"/>.
    /// </summary>
    public static T Backward<TNetwork, T, TState, TLoss>(
        TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<TState> states, int warmUp, Span<T> gradient)
        where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TState : NetworkState<T>, new()
        where TLoss : struct, ILoss<T>
    {
        (int inputSize, int outputSize) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
        int rows = SpanArguments.RequireBackwardBatch(
            network.Parameters[..TNetwork.Shape.TrainableCount], inputs, inputSize, targets, outputSize, weights: default, gradient);
        StateMemory.RequireSequences(ReadOnlySpan<NetworkState<T>>.CastUp(states), rows);
        int steps = rows / states.Length;
        if (warmUp < 0 || warmUp >= steps)
        {
            throw new ArgumentOutOfRangeException(
                nameof(warmUp), warmUp, string.Create(CultureInfo.InvariantCulture, $"Must be at least 0 and less than the {steps} steps of a sequence."));
        }

        int length = Math.Min(SequencesOfPart, states.Length) * steps;
        using var memory = ThreadScratch<T>.Rent(warmUp == 0 ? 0 : length);
        Span<T> weights = warmUp == 0 ? default : MemoryMarshal.CreateSpan(ref memory.Reference, length);
        weights.Fill(T.One);
        for (int first = 0; warmUp > 0 && first < length; first += steps)
            weights.Slice(first, warmUp).Clear();

        int batchSteps = states.Length * (steps - warmUp);
        double loss = 0.0;
        for (int first = 0; first < states.Length; first += SequencesOfPart)
        {
            int count = Math.Min(SequencesOfPart, states.Length - first), at = first * steps;
            loss += network.BackwardSequencesPart<TLoss>(
                inputs.Slice(at * inputSize, count * steps * inputSize), targets.Slice(at * outputSize, count * steps * outputSize),
                weights.IsEmpty ? default : weights[..(count * steps)], states.Slice(first, count), batchSteps, gradient);
        }

        return T.CreateTruncating(loss / batchSteps);
    }
}
