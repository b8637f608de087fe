using System;
using System.Collections.Generic;

namespace Generated;

/// <summary>Why a training came to its end.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>The validation loss did not improve any more.</summary>
    EarlyStopped,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,
}

/// <summary>The course of a training.</summary>
public sealed class TrainingHistory
{
    // More epochs than this are rare, and room for more is made when they come.
    private const int LargestInitialCapacity = 1 << 16;

    private readonly List<TrainingProgress> _epochs;

    internal TrainingHistory(int epochs) => _epochs = new List<TrainingProgress>(Math.Min(epochs, LargestInitialCapacity));

    /// <summary>What was known after each complete epoch, the first epoch first.</summary>
    public IReadOnlyList<TrainingProgress> Epochs => _epochs;

    /// <summary>Why the training came to its end.</summary>
    public StopReason StopReason { get; internal set; }

    /// <summary>
    /// The epoch, from 1 on, of the lowest validation loss, or of the lowest training loss without validation; 0 if none was
    /// completed. With <see cref="EarlyStopping"/> the network has the parameters of this epoch.
    /// </summary>
    public int BestEpoch { get; private set; }

    /// <summary>The time that the training took.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Adds an epoch and tells whether it is the best so far.</summary>
    internal bool Add(in TrainingProgress progress)
    {
        bool isBest = BestEpoch == 0 || MonitoredLoss(progress) < MonitoredLoss(_epochs[BestEpoch - 1]);
        _epochs.Add(progress);
        if (isBest)
            BestEpoch = _epochs.Count;
        return isBest;
    }

    private static double MonitoredLoss(in TrainingProgress progress) => progress.ValidationLoss ?? progress.TrainingLoss;
}
