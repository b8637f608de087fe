using System;
using System.Numerics;

namespace Generated.Kernels;

/// <summary>The gradient of a batch, which is taken in parts: each part's sums start from zero and are added in the parts' order.</summary>
/// <remarks>So parts may be computed apart, by several threads, and added later, and the bits are the same.</remarks>
public static class BatchGradient
{
    /// <summary>
    /// The rows of a part, so that all parts are about equal: a short last one would cost nearly as much as a full one. A
    /// multiple of 16, so that a buffer of so many rows of any length ends with a cache line.
    /// </summary>
    /// <param name="batchRows">The rows of the batch, at least one.</param>
    /// <param name="most">The most rows of a part, a multiple of 16: <see cref="INetwork{TSelf, T}.PartRows"/>.</param>
    public static int RowsOfPart(int batchRows, int most)
    {
        int parts = (batchRows + most - 1) / most;
        return ((batchRows + parts - 1) / parts + 15) / 16 * 16;
    }

    /// <summary>
    /// Adds the gradient of the mean loss over all rows and returns that mean:
    /// <see cref="INetwork{TSelf, T}.BackwardBatch{TLoss}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>.
    /// </summary>
    public static T Backward<TNetwork, T, TLoss>(TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> gradient)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T> => Backward<TNetwork, T, TLoss>(network, inputs, targets, weights: default, gradient);

    /// <summary>
    /// Adds the gradient of the weighted mean loss over all rows and returns that mean:
    /// <see cref="INetwork{TSelf, T}.BackwardBatch{TLoss}(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>.
    /// </summary>
    public static T Backward<TNetwork, T, TLoss>(
        TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T> => Backward<TNetwork, T, TLoss>(network, inputs, targets, weights, gradient, step: default);

    /// <summary>
    /// Adds the gradient of the weighted mean loss over all rows in a step of a training and returns that mean:
    /// <see cref="INetwork{TSelf, T}.BackwardBatch{TLoss}(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T}, DropoutStep)"/>.
    /// </summary>
    public static T Backward<TNetwork, T, TLoss>(
        TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient, DropoutStep step)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        (int inputSize, int outputSize) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
        int rows = SpanArguments.RequireBackwardBatch(
            network.Parameters[..TNetwork.Shape.TrainableCount], inputs, inputSize, targets, outputSize, weights, gradient);
        var parts = new BatchParts(rows, TNetwork.PartRows);
        double loss = 0.0;
        for (int part = 0; part < parts.Count; part++)
        {
            (int first, int count) = parts[part];
            ReadOnlySpan<T> inputsOfPart = inputs.Slice(first * inputSize, count * inputSize),
                targetsOfPart = targets.Slice(first * outputSize, count * outputSize),
                weightsOfPart = weights.IsEmpty ? default : weights.Slice(first, count);
            loss += step.IsStep
                ? network.BackwardPart<TLoss>(inputsOfPart, targetsOfPart, weightsOfPart, rows, gradient, step with { FirstRow = step.FirstRow + first })
                : network.BackwardPart<TLoss>(inputsOfPart, targetsOfPart, weightsOfPart, rows, gradient);
        }

        return parts.Mean<T>(loss);
    }
}
