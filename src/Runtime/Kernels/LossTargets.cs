using System;
using System.Numerics;

namespace Generated.Kernels;

/// <summary>What a loss takes besides the outputs of some rows: their targets, their weights, and what the gradients are multiplied by.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct LossTargets<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A single row, of weight 1.</summary>
    /// <param name="targets">Its targets.</param>
    public LossTargets(ReadOnlySpan<T> targets)
    {
        Targets = targets;
        Scale = T.One;
    }

    /// <summary>Some rows of a batch, whose mean loss is differentiated.</summary>
    /// <param name="targets">Their targets, row after row.</param>
    /// <param name="weights">The weight of each row; empty if all are 1.</param>
    /// <param name="batchRows">The rows of the whole batch.</param>
    public LossTargets(ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, int batchRows)
    {
        Targets = targets;
        Weights = weights;
        Scale = T.One / T.CreateTruncating(batchRows);
    }

    /// <summary>The targets, row after row.</summary>
    public ReadOnlySpan<T> Targets { get; }

    /// <summary>The weight of each row; empty if all are 1.</summary>
    public ReadOnlySpan<T> Weights { get; }

    /// <summary>What all gradients are multiplied by: 1/N for the mean over N rows.</summary>
    public T Scale { get; }
}
