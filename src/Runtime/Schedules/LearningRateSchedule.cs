using System;
using Generated.Kernels;
using Generated.LinearAlgebra;

namespace Generated;

/// <summary>
/// How the learning rate changes over a training: a factor of the rate that the optimiser starts with, for each point in time.
/// Time is counted in epochs or in steps, as <see cref="ScheduleInterval"/> says to the trainer.
/// </summary>
/// <remarks>
/// Schedules are put together with <see cref="Then(LearningRateSchedule)"/>, one after another, and <see cref="Times"/>, multiplied:
/// <code>
/// LearningRateSchedule schedule = new LinearWarmup(5).Then(new CosineSchedule(95));
/// </code>
/// Factors have the same bits on every machine, and asking for one allocates nothing.
/// </remarks>
public abstract class LearningRateSchedule
{
    /// <summary>After how much time the factor stays what it is; null if it never does, or not at a time that is known.</summary>
    public virtual long? Duration => null;

    /// <summary>The number of values that <see cref="ExportState"/> writes: 0 of a schedule that depends on the time only.</summary>
    public virtual int StateLength => 0;

    /// <summary>The factor of the learning rate.</summary>
    /// <param name="time">The number of epochs, or steps, that are behind; 0 or more.</param>
    public abstract double Factor(long time);

    /// <summary>Tells a loss, after every epoch, to a schedule that depends on it.</summary>
    /// <param name="time">The number of epochs, or steps, that are behind, this one included.</param>
    /// <param name="loss">The validation loss; the training loss if there is no validation.</param>
    public virtual void Observe(long time, double loss)
    {
    }

    /// <summary>Forgets all losses.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>Writes what the schedule remembers, so that a training can be resumed.</summary>
    /// <param name="state">Receives <see cref="StateLength"/> values.</param>
    public virtual void ExportState(Span<double> state)
    {
    }

    /// <summary>Remembers what <see cref="ExportState"/> has written.</summary>
    /// <param name="state"><see cref="StateLength"/> values.</param>
    /// <exception cref="ArgumentException">A value is out of its range. Nothing is changed.</exception>
    public virtual void ImportState(ReadOnlySpan<double> state)
    {
    }

    /// <summary>Hands two schedules what they remember, one after the other: to both, or, where one refuses it, to none.</summary>
    private protected static void ImportState(LearningRateSchedule first, LearningRateSchedule second, ReadOnlySpan<double> state)
    {
        SpanArguments.RequireLength(state.Length, first.StateLength + second.StateLength, nameof(state));
        var before = new double[first.StateLength];
        first.ExportState(before);
        first.ImportState(state[..before.Length]);
        try
        {
            second.ImportState(state[before.Length..]);
        }
        catch
        {
            first.ImportState(before);
            throw;
        }
    }

    /// <summary>This schedule until its end, then another, whose time starts from 0 there. PyTorch: <c>SequentialLR</c>.</summary>
    /// <param name="next">The schedule that follows.</param>
    /// <exception cref="InvalidOperationException">This schedule has no end that is known: say after how much time the next one follows.</exception>
    public LearningRateSchedule Then(LearningRateSchedule next) => Then(next, Duration
        ?? throw new InvalidOperationException($"The schedule '{this}' has no end: say after how many epochs or steps the next one follows."));

    /// <summary>This schedule for some time, then another, whose time starts from 0 there. PyTorch: <c>SequentialLR</c>.</summary>
    /// <param name="next">The schedule that follows.</param>
    /// <param name="after">After how many epochs, or steps; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is less than 1.</exception>
    public LearningRateSchedule Then(LearningRateSchedule next, long after) => new SequentialSchedule(this, after, next);

    /// <summary>The product of this schedule and another, both counting the same time. PyTorch: <c>ChainedScheduler</c>.</summary>
    /// <param name="other">The other schedule.</param>
    public LearningRateSchedule Times(LearningRateSchedule other) => new ProductSchedule(this, other);

    /// <summary>The schedule and its settings. Two schedules of the same text give the same factors: a checkpoint is compared by it.</summary>
    public abstract override string ToString();
}
